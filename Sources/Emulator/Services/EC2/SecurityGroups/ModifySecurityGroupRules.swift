import AWS

/// Changes rules in place: what they say is replaced as a whole, their ids stay
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html).
enum ModifySecurityGroupRules: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["GroupId", "DryRun", "SecurityGroupRules.SecurityGroupRuleId"]
      + [
        "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "PrefixListId",
        "ReferencedGroupId", "Description",
      ].map { "SecurityGroupRules.SecurityGroupRule.\($0)" }

    let groupID: String?
    let updates: [AWSObject]
    let isDryRun: Bool

    init(_ members: Members) {
      groupID = members.string("GroupId")
      updates = members.objects("SecurityGroupRules") ?? []
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let rules = input.updates.compactMap { $0["SecurityGroupRuleId"]?.string }
    return [try call.ec2Check("security-group", input.groupID)]
      + (try call.ec2Checks("security-group-rule", rules))
  }

  /// Errors: `InvalidSecurityGroupRuleId.NotFound` for a rule of another group,
  /// `InvalidPermission.Duplicate`, `InvalidParameterValue` for another type of peer,
  /// `RulesPerSecurityGroupLimitExceeded` for a prefix list that holds more than the one before.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let group = try call.securityGroup(id: input.groupID, name: nil)
    if input.updates.isEmpty { throw EC2Error.missing("securityGroupRules") }
    let store = call.ec2
    let present = try store.rules(of: group)
    var changed: [SecurityGroupRule] = []
    for update in input.updates {
      let members = Members(update)
      guard let id = members.string("SecurityGroupRuleId") else {
        throw EC2Error.missing("securityGroupRuleId")
      }
      try EC2ID.rule(id)
      guard var rule = present.first(where: { $0.id == id }) else {
        throw EC2Error.ruleNotFound(id)
      }
      if changed.contains(where: { $0.id == id }) {
        throw EC2Error.invalid(
          "Duplicated security group rule ID '\(id)'. The same security group rule ID must not"
            + " appear multiple times.")
      }
      let reader = PermissionReader(
        store: store, group: group, scope: call.scope, needsPeers: true)
      try apply(Members(members.object("SecurityGroupRule") ?? [:]), to: &rule, reader)
      changed.append(rule)
    }
    let untouched = present.filter { rule in !changed.contains { $0.id == rule.id } }
    for (index, rule) in changed.enumerated() {
      let others = untouched + changed[..<index]
      let isTaken = others.contains {
        $0.isEgress == rule.isEgress && $0.permission == rule.permission
      }
      if isTaken {
        throw EC2Error.permissionExists(rule.permission.text)
      }
    }
    try call.endDryRun(input.isDryRun)
    for rule in changed { try store.update(rule) }
    try call.checkRoom(in: group)
    return ["Return": true]
  }

  private static func apply(
    _ request: Members, to rule: inout SecurityGroupRule, _ reader: PermissionReader
  ) throws(AWSError) {
    let range = try PortRange(
      request.string("IpProtocol"), request.integer("FromPort"), request.integer("ToPort"))
    var peers: [SecurityGroupPermission.Peer] = []
    if let block = request.string("CidrIpv4") { peers.append(try PermissionReader.ipv4(block)) }
    if let block = request.string("CidrIpv6") { peers.append(try PermissionReader.ipv6(block)) }
    if let id = request.string("PrefixListId") {
      peers.append(try reader.prefixList(id))
    }
    if let id = request.string("ReferencedGroupId") {
      var account: String?
      if case .group(_, let owner) = rule.permission.peer { account = owner }
      peers.append(try reader.peer(id: id, name: nil, account: account))
    }
    guard peers.count == 1, let peer = peers.first else {
      throw EC2Error.invalid(
        "Exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId must be specified.")
    }
    switch (peer, rule.permission.peer) {
    case (.ipv4, .ipv4), (.ipv6, .ipv6), (.prefixList, .prefixList), (.group, .group): break
    default:
      throw EC2Error.invalid("The rule type of security group rule '\(rule.id)' cannot be changed.")
    }
    let description = request.string("Description")
    if let description { try SecurityGroupText.checkRuleDescription(description) }
    rule.permission = range.permission(peer)
    rule.description = description.flatMap { $0.isEmpty ? nil : $0 }
  }
}
