import AWS

/// Deletes an internet gateway that is attached to nothing
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html).
enum DeleteInternetGateway: OperationHandler {
  struct Input: OperationInput {
    static let members = ["InternetGatewayId", "DryRun"]
    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("InternetGatewayId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2InternetGateway.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let gateway = try call.internetGateway(input.id)
    if gateway.vpcID != nil {
      throw EC2Error.dependency(
        "The internetGateway '\(gateway.id)' has dependencies and cannot be deleted.")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.delete(gateway)
    return [:]
  }
}
