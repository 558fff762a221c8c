import AWS

/// Deletes a subnet without instances
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html).
enum DeleteSubnet: OperationHandler {
  struct Input: OperationInput {
    static let members = ["SubnetId", "DryRun"]

    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("SubnetId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check("subnet", input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let subnet = try call.subnet(input.id)
    let store = call.ec2
    if try !store.addresses(in: subnet.id, at: call.now).isEmpty {
      throw EC2Error.dependency(
        "The subnet '\(subnet.id)' has dependencies and cannot be deleted.")
    }
    try call.endDryRun(input.isDryRun)
    try store.deleteSubnet(subnet)
    return [:]
  }
}
