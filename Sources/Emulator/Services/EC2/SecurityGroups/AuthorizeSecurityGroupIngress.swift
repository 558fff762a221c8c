import AWS

/// Adds inbound rules to a group
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html).
enum AuthorizeSecurityGroupIngress: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["GroupId", "GroupName", "DryRun"] + PermissionInput.nestedMembers
      + PermissionInput.flatMembers + EC2TagRules.members

    let authorization: Authorization

    init(_ members: Members) { authorization = Authorization(members, isEgress: false) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.authorization.access(call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try input.authorization.perform(call)
  }
}

/// The one way in which both Authorize calls add rules: all of them, or none.
struct Authorization {
  private let input: PermissionInput
  private let members: Members
  private let isEgress: Bool

  init(_ members: Members, isEgress: Bool) {
    input = PermissionInput(members)
    self.members = members
    self.isEgress = isEgress
  }

  /// The group; and new rules as far as they get tags.
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    let group = try call.ec2GroupCheck(id: input.groupID, name: input.groupName)
    let rules = call.ec2Creation("security-group-rule", members)
    return rules.count > 1 ? [group] + rules : [group]
  }

  func perform(_ call: Call) throws(AWSError) -> AWSObject {
    let group = try call.securityGroup(id: input.groupID, name: input.groupName)
    guard input.hasPermissions else { throw EC2Error.missing("ipPermissions") }
    let store = call.ec2
    let reader = PermissionReader(
      store: store, group: group, scope: call.scope, needsPeers: true)
    let requested = try reader.rules(input)
    let tags = try EC2TagRules.specified(members, for: "security-group-rule")

    for rule in requested
    where try store.rule(rule.permission, isEgress: isEgress, of: group) != nil {
      throw EC2Error.permissionExists(rule.permission.text)
    }
    var weight = try store.ruleWeights(of: group, isEgress: isEgress)
    for rule in requested { weight = weight + (try store.weight(of: rule.permission.peer)) }
    if weight.most > RuleWeight.limit { throw EC2Error.tooManyRules }
    try call.endDryRun(input.isDryRun)

    var added: [AWSValue] = []
    for rule in requested {
      let row = try store.insert(
        rule.permission, description: rule.description, isEgress: isEgress, into: group,
        call.world)
      if !tags.isEmpty { try store.tag(row.id, type: "security-group-rule", tags, call.scope) }
      added.append(
        .object(row.wire(tags, arn: call.ec2ARN("security-group-rule/\(row.id)"))))
    }
    return ["Return": true, "SecurityGroupRules": .list(added)]
  }
}
