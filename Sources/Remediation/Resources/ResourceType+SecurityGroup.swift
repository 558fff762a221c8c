import AWS

extension ResourceType {
  /// EC2's security groups
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html).
  package static let securityGroup = ResourceType(
    name: "aws.security-group", idMember: "GroupId", reach: .regional,
    enumerate: { scope in describe(input: [:], scope) },
    readOne: { id, scope in describe(input: ["GroupIds": [.string(id)]], scope) },
    baseHydrations: [],
    hydrations: [.vpcs: .defaultVPC, .referencedGroups: referencedGroups],
    homeScope: { _, scope in scope },
    arn: { document, scope in
      ARN(
        partition: scope.partition, service: "ec2", region: scope.region, account: scope.account,
        resource: "security-group/\(document["GroupId"]?.string ?? "")")
    },
    tagging: .ec2, tagHydrations: [],
    touched: touchedGroups)

  private static func describe(input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeSecurityGroups", input: input, scope: scope),
      pagination: .nextToken,
      goneCodes: ["InvalidGroup.NotFound", "InvalidGroupId.Malformed"]
    ) { pages in pages.items("SecurityGroups") }
  }

  /// The groups of the same owner that rules refer to, for `SGReferences`.
  private static let referencedGroups = Hydration { document, scope in
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
        scope: scope),
      pagination: .nextToken
    ) { document, pages in
      document[Hidden.groups] = .list((pages ?? []).items("SecurityGroups").map { .object($0) })
    }
  }

  /// Both shapes of Authorize and Revoke, ModifySecurityGroupRules' nesting, a group given by its
  /// name, and tags.
  @Sendable private static func touchedGroups(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard record.eventSource == "ec2.amazonaws.com" else { return [] }
    let input = record.requestParameters
    let output = record.responseElements
    if ["CreateTags", "DeleteTags"].contains(record.eventName) {
      return EC2Records.taggedIDs(record, prefix: "sg-").map { .id($0, record.scope) }
    }
    guard record.eventName.contains("SecurityGroup") else { return [] }
    var ids = [
      input["groupId"], input.at("ModifySecurityGroupRulesRequest", "GroupId"),
      output["groupId"],
    ].compactMap { $0?.string }
    ids += EC2Records.items(output["securityGroupRuleSet"]).compactMap { $0["groupId"]?.string }
    if ids.isEmpty, let name = input["groupName"]?.string {
      let filter: AWSValue = ["Name": "group-name", "Values": [.string(name)]]
      return [.lookup(describe(input: ["Filters": [filter]], record.scope), record.scope)]
    }
    return ids.uniqued.map { .id($0, record.scope) }
  }
}

/// Members that hydration puts into documents beside AWS's and c7n's own.
enum Hidden {
  static let groups = "stormdrill:Groups"
  static let defaultVPC = "stormdrill:DefaultVpc"
  static let detail = "stormdrill:Detail"
  static let attached = "stormdrill:AttachedPolicies"
  static let noPublicBlock = "stormdrill:NoPublicAccessBlock"
}

/// How EC2 writes lists into records.
enum EC2Records {
  static func items(_ value: AWSValue?) -> [AWSValue] { value?["items"]?.list ?? [] }

  static func taggedIDs(_ record: CloudTrailRecord, prefix: String) -> [String] {
    items(record.requestParameters["resourcesSet"])
      .compactMap { $0["resourceId"]?.string }
      .filter { $0.hasPrefix(prefix) }
  }
}

extension [AWSObject] {
  /// The objects under a member of every page.
  func items(_ member: String) -> [AWSObject] {
    flatMap { page in (page[member]?.list ?? []).compactMap(\.object) }
  }
  /// A member of the first page.
  func first(_ member: String) -> AWSValue? { first?[member] }
}

extension Sequence where Element: Hashable {
  /// Each once, in the order of the first.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension Hydration {
  /// The id of the region's default VPC, null where there is none.
  static let defaultVPC = Hydration.member(
    Hidden.defaultVPC, pagination: .nextToken,
    call: { _, scope in
      APICall(service: "ec2", operation: "DescribeVpcs", input: [:], scope: scope)
    },
    value: { pages in
      pages.items("Vpcs").last { $0["IsDefault"]?.bool == true }?["VpcId"] ?? .null
    })
}
