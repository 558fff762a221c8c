import AWS

/// Makes the default VPC anew after it was deleted
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDefaultVpc.html).
enum CreateDefaultVpc: OperationHandler {
  struct Input: OperationInput {
    static let members = ["DryRun"]

    let isDryRun: Bool

    init(_ members: Members) { isDryRun = members.isDryRun }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let store = call.ec2
    if try store.defaultVPC(in: call.scope) != nil {
      throw AWSError(
        "DefaultVpcAlreadyExists",
        "A Default VPC already exists for this account in this region.")
    }
    try call.endDryRun(input.isDryRun)
    let vpc = try store.createDefaultVPC(call.scope, call.world)
    return ["Vpc": .object(vpc.wire([], state: "pending"))]
  }
}
