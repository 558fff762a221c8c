import AWS

/// The one way in which both Update calls change descriptions.
struct Redescription {
  static let members =
    [
      "GroupId", "GroupName", "DryRun", "SecurityGroupRuleDescriptions.SecurityGroupRuleId",
      "SecurityGroupRuleDescriptions.Description",
    ] + PermissionInput.nestedMembers

  private let input: PermissionInput
  private let byID: [AWSObject]
  private let isEgress: Bool

  init(_ members: Members, isEgress: Bool) {
    input = PermissionInput(members)
    byID = members.objects("SecurityGroupRuleDescriptions") ?? []
    self.isEgress = isEgress
  }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2GroupCheck(id: input.groupID, name: input.groupName)]
  }

  func perform(_ call: Call) throws(AWSError) -> AWSObject {
    let group = try call.securityGroup(id: input.groupID, name: input.groupName)
    if !input.hasPermissions, byID.isEmpty {
      throw AWSError(
        "MissingParameter",
        "Either 'ipPermissions' or 'securityGroupRuleDescriptions' should be provided.")
    }
    let store = call.ec2
    let present = try store.rules(of: group).filter { $0.isEgress == isEgress }
    var changed: [SecurityGroupRule] = []
    let reader = PermissionReader(
      store: store, group: group, scope: call.scope, needsPeers: false)
    for request in try reader.rules(input) {
      guard var rule = present.first(where: { $0.permission == request.permission }) else {
        throw EC2Error.permissionNotFound
      }
      rule.description = request.description
      changed.append(rule)
    }
    for object in byID {
      let id = object["SecurityGroupRuleId"]?.string ?? ""
      try EC2ID.rule(id)
      guard var rule = present.first(where: { $0.id == id }) else {
        throw EC2Error.ruleNotFound(id)
      }
      let description = object["Description"]?.string ?? ""
      try SecurityGroupText.checkRuleDescription(description)
      rule.description = description.isEmpty ? nil : description
      changed.append(rule)
    }
    try call.endDryRun(input.isDryRun)
    for rule in changed { try store.update(rule) }
    return ["Return": true]
  }
}
