import AWS

/// Deletes a prefix list; one that rules of security groups name stays, in the state
/// `delete-failed`
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteManagedPrefixList.html).
enum DeleteManagedPrefixList: OperationHandler {
  struct Input: OperationInput {
    static let members = ["PrefixListId", "DryRun"]
    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("PrefixListId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2PrefixList.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var list = try call.settledPrefixList(input.id)
    let store = call.ec2
    let groups = try store.groups(withPrefixList: list.id)
    try call.endDryRun(input.isDryRun)
    var shown = list.wire(try store.tags(of: list.id))
    shown["State"] = "delete-in-progress"
    shown["StateMessage"] = nil
    if groups.isEmpty {
      try store.delete(list)
    } else {
      list.goal = .delete
      list.goalSet = call.now
      list.message =
        "The prefix list is in use by: \(groups.map(\.id).joined(separator: ", "))"
      try store.update(list)
    }
    return ["PrefixList": .object(shown)]
  }
}
