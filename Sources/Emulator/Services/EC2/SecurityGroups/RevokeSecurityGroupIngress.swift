import AWS

/// Removes inbound rules from a group, by their properties or their ids
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html).
enum RevokeSecurityGroupIngress: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["GroupId", "GroupName", "SecurityGroupRuleIds", "DryRun"] + PermissionInput.nestedMembers
      + PermissionInput.flatMembers

    let revocation: Revocation

    init(_ members: Members) { revocation = Revocation(members, isEgress: false) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.revocation.access(call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try input.revocation.perform(call)
  }
}

/// The one way in which both Revoke calls remove rules.
///
/// A rule that isn't there is an error, and nothing is removed; in the default VPC the call
/// succeeds instead and answers which rules it did not know.
struct Revocation {
  private let input: PermissionInput
  private let isEgress: Bool

  init(_ members: Members, isEgress: Bool) {
    input = PermissionInput(members)
    self.isEgress = isEgress
  }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2GroupCheck(id: input.groupID, name: input.groupName)]
  }

  func perform(_ call: Call) throws(AWSError) -> AWSObject {
    let group = try call.securityGroup(id: input.groupID, name: input.groupName)
    let store = call.ec2
    var revoked: [SecurityGroupRule] = []
    var unknown: [RequestedRule] = []
    if !input.ruleIDs.isEmpty {
      if input.hasPermissions {
        throw EC2Error.combination("securityGroupRuleIds", "ipPermissions")
      }
      let present = try store.rules(of: group).filter { $0.isEgress == isEgress }
      revoked = try Self.rules(input.ruleIDs, among: present)
    } else {
      guard input.hasPermissions else {
        throw AWSError(
          "MissingParameter",
          "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.")
      }
      let reader = PermissionReader(
        store: store, group: group, scope: call.scope, needsPeers: false)
      for rule in try reader.rules(input) {
        if let match = try store.rule(rule.permission, isEgress: isEgress, of: group) {
          revoked.append(match)
        } else {
          unknown.append(rule)
        }
      }
    }
    if !unknown.isEmpty, try store.vpc(group.vpcID)?.isDefault != true {
      throw EC2Error.permissionNotFound
    }
    try call.endDryRun(input.isDryRun)

    for rule in revoked { try store.delete(rule) }
    var answer: AWSObject = ["Return": true]
    if !unknown.isEmpty {
      var permissions = IpPermissions()
      for rule in unknown { permissions.add(rule.permission, rule.description) }
      answer["UnknownIpPermissions"] = permissions.wire
    }
    if !revoked.isEmpty {
      answer["RevokedSecurityGroupRules"] = .list(revoked.map(\.revokedWire))
    }
    return answer
  }

  private static func rules(_ ids: [String], among present: [SecurityGroupRule])
    throws(AWSError) -> [SecurityGroupRule]
  {
    var rules: [SecurityGroupRule] = []
    for id in ids {
      try EC2ID.rule(id)
      guard let rule = present.first(where: { $0.id == id }) else {
        throw EC2Error.ruleNotFound(id)
      }
      if rules.contains(rule) {
        throw EC2Error.invalid("The same permission must not appear multiple times")
      }
      rules.append(rule)
    }
    return rules
  }
}
