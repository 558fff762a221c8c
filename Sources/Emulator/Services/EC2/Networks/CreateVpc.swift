import AWS

/// Makes a VPC with its default group
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html).
enum CreateVpc: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["CidrBlock", "InstanceTenancy", "AmazonProvidedIpv6CidrBlock", "DryRun"]
      + EC2TagRules.members

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
    call.ec2Creation("vpc", input.members)
  }

  /// Errors: `InvalidParameterValue` for what is no CIDR block, `InvalidVpc.Range` outside /16
  /// to /28.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    guard let text = members.string("CidrBlock") else { throw EC2Error.missing("cidrBlock") }
    let block = try NetworkBlock.read(text)
    if !(16...28).contains(block.prefix) {
      throw AWSError("InvalidVpc.Range", "The CIDR '\(text)' is invalid.")
    }
    let tenancy = members.string("InstanceTenancy") ?? "default"
    if tenancy != "default" && tenancy != "dedicated" {
      throw EC2Error.invalid("Invalid value '\(tenancy)' for instanceTenancy.")
    }
    if members.bool("AmazonProvidedIpv6CidrBlock") == true {
      throw AWSError(
        "UnsupportedOperation",
        "IPv6 CIDR blocks of VPCs are not served: leave AmazonProvidedIpv6CidrBlock out.")
    }
    let tags = try EC2TagRules.specified(members, for: "vpc")
    try call.endDryRun(members.isDryRun)
    let store = call.ec2
    let vpc = try store.createVPC(
      block, tenancy: tenancy, isDefault: false, call.scope, call.world)
    try store.tag(vpc.id, type: "vpc", tags, call.scope)
    return ["Vpc": .object(vpc.wire(tags, state: "pending"))]
  }
}

/// Blocks of VPCs and subnets, as requests give them.
enum NetworkBlock {
  static func read(_ text: String) throws(AWSError) -> IPv4Block {
    guard let block = IPv4Block(text) else {
      throw EC2Error.invalid(text, for: "cidrBlock", "This is not a valid CIDR block.")
    }
    return block
  }
}
