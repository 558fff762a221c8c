import AWS

/// Shows groups with their rules gathered into IpPermissions
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html).
enum DescribeSecurityGroups: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "GroupIds", "GroupNames", "NextToken", "MaxResults", "DryRun", "Filters.Name",
      "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(members, names: SecurityGroupFilter.names)
    let page = try EC2Page(members, operation: "DescribeSecurityGroups")
    let known: [SecurityGroup]
    if let named = try named(members, call) {
      known = named
    } else {
      known = try call.ec2.securityGroups(in: call.scope)
    }
    try call.endDryRun(members.isDryRun)

    let candidates =
      filters.isEmpty ? known : known.filter { SecurityGroupFilter.matches(filters, $0) }
    let reading = try SecurityGroupReading(candidates, filters, call)
    let groups = try reading.matching(filters)
    let (shown, nextToken) = page.cut(groups, row: \.number)
    var list: [AWSValue] = []
    list.reserveCapacity(shown.count)
    for group in shown {
      list.append(.object(try wire(group, reading, call)))
    }
    var answer: AWSObject = ["SecurityGroups": .list(list)]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }

  /// The groups that a call names, in the order of their creation; nil when it names none.
  private static func named(_ members: Members, _ call: Call) throws(AWSError)
    -> [SecurityGroup]?
  {
    let ids = members.strings("GroupIds") ?? []
    let names = members.strings("GroupNames") ?? []
    if ids.isEmpty, names.isEmpty { return nil }
    var groups: [SecurityGroup] = []
    for id in ids { groups.append(try call.securityGroup(id: id, name: nil)) }
    for name in names {
      let isID = EC2ID.isWellFormed(name, "sg-")
      groups.append(
        try call.securityGroup(id: isID ? name : nil, name: isID ? nil : name))
    }
    if groups.count == 1 { return groups }
    groups.sort { $0.number < $1.number }
    var last: Int64 = -1
    return groups.filter { group in
      defer { last = group.number }
      return group.number != last
    }
  }

  private static func wire(_ group: SecurityGroup, _ reading: SecurityGroupReading, _ call: Call)
    throws(AWSError) -> AWSObject
  {
    let rules = try reading.rules(of: group)
    let tags = try reading.tags(of: group)
    return [
      "GroupId": .string(group.id),
      "IpPermissionsEgress": IpPermissions.wire(rules, isEgress: true),
      "Tags": .list(tags.map(\.wire)), "VpcId": .string(group.vpcID),
      "SecurityGroupArn": .string(call.ec2ARN("security-group/\(group.id)")),
      "OwnerId": .string(group.account), "GroupName": .string(group.name),
      "Description": .string(group.description),
      "IpPermissions": IpPermissions.wire(rules, isEgress: false),
    ]
  }
}
