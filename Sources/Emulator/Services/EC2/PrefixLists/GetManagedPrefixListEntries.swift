import AWS

/// Shows what a prefix list holds, now or in an earlier version, in pages of up to 100
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html).
enum GetManagedPrefixListEntries: OperationHandler {
  struct Input: OperationInput {
    static let members = ["PrefixListId", "TargetVersion", "MaxResults", "NextToken", "DryRun"]
    let members: Members

    init(_ members: Members) { self.members = members }

    var id: String { members.string("PrefixListId") ?? "" }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2PrefixList.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let list = try call.prefixList(input.id)
    let version = members.integer("TargetVersion").map(Int64.init) ?? list.version
    try list.checkVersion(version)
    let page = try EC2Page(
      members, operation: call.operation, sizes: 1...100, usual: PrefixListRules.perRequest)
    try call.endDryRun(members.isDryRun)
    let (shown, nextToken) = page.cut(
      try call.ec2.entries(of: list, version: version), row: \.number)
    var answer: AWSObject = ["Entries": .list(shown.map(\.wire))]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }
}
