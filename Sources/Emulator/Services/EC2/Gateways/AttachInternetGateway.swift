import AWS

/// For what attaches an internet gateway to a VPC, or detaches it.
struct GatewayAttachmentInput: OperationInput {
  static let members = ["InternetGatewayId", "VpcId", "DryRun"]
  let gateway: String
  let vpc: String
  let isDryRun: Bool

  init(_ members: Members) {
    gateway = members.string("InternetGatewayId") ?? ""
    vpc = members.string("VpcId") ?? ""
    isDryRun = members.isDryRun
  }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [
      try call.ec2Check(EC2InternetGateway.type, gateway),
      try call.ec2Check("vpc", vpc),
    ]
  }
}

/// Gives a VPC its way to the internet; it may have one
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html).
enum AttachInternetGateway: OperationHandler {
  static func access(_ input: GatewayAttachmentInput, _ call: Call) throws(AWSError)
    -> [AccessCheck]
  { try input.access(call) }

  static func perform(_ input: GatewayAttachmentInput, _ call: inout Call) throws(AWSError)
    -> AWSObject
  {
    let gateway = try call.internetGateway(input.gateway)
    let vpc = try call.vpc(input.vpc)
    if let other = gateway.vpcID {
      throw AWSError(
        "Resource.AlreadyAssociated",
        "resource \(gateway.id) is already attached to network \(other)")
    }
    if try call.ec2.internetGateway(ofVPC: vpc.id) != nil {
      throw EC2Error.invalid("Network \(vpc.id) already has an internet gateway attached")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.attach(gateway, to: vpc.id)
    return [:]
  }
}

/// Takes it away again, unless public addresses still use it
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html).
enum DetachInternetGateway: OperationHandler {
  static func access(_ input: GatewayAttachmentInput, _ call: Call) throws(AWSError)
    -> [AccessCheck]
  { try input.access(call) }

  static func perform(_ input: GatewayAttachmentInput, _ call: inout Call) throws(AWSError)
    -> AWSObject
  {
    let gateway = try call.internetGateway(input.gateway)
    let vpc = try call.vpc(input.vpc)
    guard gateway.vpcID == vpc.id else {
      throw AWSError(
        "Gateway.NotAttached", "resource \(gateway.id) is not attached to network \(vpc.id)")
    }
    let now = call.now
    let hasAddresses = try call.ec2.instances(in: call.scope).contains {
      $0.vpcID == vpc.id && $0.publicAddress(at: now) != nil
    }
    if hasAddresses {
      throw EC2Error.dependency(
        "Network \(vpc.id) has some mapped public address(es). Please unmap those public "
          + "address(es) before detaching the gateway.")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.attach(gateway, to: nil)
    return [:]
  }
}
