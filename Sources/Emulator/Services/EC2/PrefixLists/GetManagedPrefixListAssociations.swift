import AWS

/// Shows the security groups whose rules name a prefix list
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListAssociations.html).
enum GetManagedPrefixListAssociations: OperationHandler {
  struct Input: OperationInput {
    static let members = ["PrefixListId", "MaxResults", "NextToken", "DryRun"]
    let members: Members

    init(_ members: Members) { self.members = members }

    var id: String { members.string("PrefixListId") ?? "" }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2PrefixList.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let list = try call.prefixList(input.id)
    let page = try EC2Page(
      input.members, operation: call.operation, sizes: 5...255, usual: 255)
    try call.endDryRun(input.members.isDryRun)
    let groups = try call.ec2.groups(withPrefixList: list.id).sorted { $0.number < $1.number }
    let (shown, nextToken) = page.cut(groups, row: \.number)
    var answer: AWSObject = [
      "PrefixListAssociations": .list(
        shown.map { ["ResourceId": .string($0.id), "ResourceOwner": .string($0.account)] })
    ]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }
}
