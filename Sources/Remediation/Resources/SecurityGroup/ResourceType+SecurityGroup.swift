import AWS

extension ResourceType {
  /// EC2's security groups
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html).
  package static let securityGroup = ResourceType(
    name: "aws.security-group", idMember: "GroupId", reach: .regional,
    enumerate: { scope in describe(input: [:], scope) },
    readOne: { id, scope in describe(input: ["GroupIds": [.string(id)]], scope) },
    baseHydrations: [],
    homeScope: { _, scope in scope },
    arn: { document, scope in
      ARN(
        partition: scope.partition, service: "ec2", region: scope.region, account: scope.account,
        resource: "security-group/\(document["GroupId"]?.string ?? "")")
    },
    tagging: .ec2, tagHydrations: [], filters: FilterKind.securityGroup,
    actions: ActionKind.securityGroup,
    touched: touchedGroups)

  private static func describe(input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeSecurityGroups", input: input, scope: scope),
      pagination: .nextToken,
      goneCodes: ["InvalidGroup.NotFound", "InvalidGroupId.Malformed"]
    ) { pages in pages.items("SecurityGroups") }
  }

  /// Both shapes of Authorize and Revoke, the nesting of ModifySecurityGroupRules and its like, a
  /// group given by its name, and tags.
  @Sendable private static func touchedGroups(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard record.eventSource == "ec2.amazonaws.com" else { return [] }
    let input = record.requestParameters
    let output = record.responseElements
    if ["CreateTags", "DeleteTags"].contains(record.eventName) {
      return EC2Records.taggedIDs(record, prefix: "sg-").map { .id($0, record.scope) }
    }
    guard record.eventName.contains("SecurityGroup") else { return [] }
    var ids = [
      input["groupId"], input.at("\(record.eventName)Request", "GroupId"), output["groupId"],
    ].compactMap { $0?.string }
    ids += EC2Records.items(output["securityGroupRuleSet"]).compactMap { $0["groupId"]?.string }
    if ids.isEmpty, let name = input["groupName"]?.string {
      let filter: AWSValue = ["Name": "group-name", "Values": [.string(name)]]
      return [.lookup(describe(input: ["Filters": [filter]], record.scope), record.scope)]
    }
    return ids.uniqued.map { .id($0, record.scope) }
  }
}

extension Hydration {
  /// The groups of the same owner that rules refer to, for `SGReferences`.
  static let referencedGroups = Hydration(Hidden.groups) { document, setting in
    guard document[Hidden.groups] == nil else { return nil }
    var ids: [AWSValue] = []
    for side in ["IpPermissions", "IpPermissionsEgress"] {
      for permission in document[side]?.list ?? [] {
        for pair in permission["UserIdGroupPairs"]?.list ?? [] {
          if pair["UserId"] == document["OwnerId"], let id = pair["GroupId"], !ids.contains(id) {
            ids.append(id)
          }
        }
      }
    }
    // A filter finds what is gone, where a list of ids would fail as a whole.
    let filter: AWSValue = [
      "Name": "group-id", "Values": .list(ids.isEmpty ? ["sg-none"] : ids),
    ]
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeSecurityGroups", input: ["Filters": [filter]],
        scope: setting.scope),
      pagination: .nextToken
    ) { document, pages in
      document[Hidden.groups] = .list((pages ?? []).items("SecurityGroups").map { .object($0) })
    }
  }
}
