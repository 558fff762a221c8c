import AWS

/// Shows prefix lists, without their entries
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html).
enum DescribeManagedPrefixLists: OperationHandler {
  struct Input: OperationInput {
    static let members = ["PrefixListIds"] + EC2Describing.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let call = call
    return try call.described(
      input.members, "PrefixLists", ids: "PrefixListIds",
      filters: ["owner-id", "prefix-list-id", "prefix-list-name"], pageSizes: 1...100,
      all: { () throws(AWSError) in try call.ec2.prefixLists(in: call.scope, at: call.now) },
      find: { id throws(AWSError) in try call.prefixList(id) })
  }
}
