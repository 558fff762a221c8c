import AWS

/// Makes a subnet of a VPC
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html).
enum CreateSubnet: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId", "DryRun"]
      + EC2TagRules.members

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    call.ec2Creation("subnet", input.members)
      + [try call.ec2Check("vpc", input.members.string("VpcId"))]
  }

  /// Errors: `InvalidSubnet.Range` outside the VPC or /16 to /28, `InvalidSubnet.Conflict` where
  /// it overlaps another.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let vpc = try call.vpc(members.string("VpcId") ?? "")
    guard let text = members.string("CidrBlock") else { throw EC2Error.missing("cidrBlock") }
    let block = try NetworkBlock.read(text)
    let store = call.ec2
    if !(16...28).contains(block.prefix) || !vpc.block.contains(block) {
      throw AWSError("InvalidSubnet.Range", "The CIDR '\(text)' is invalid.")
    }
    let zone = try zone(members, call.region)
    let tags = try EC2TagRules.specified(members, for: "subnet")
    for other in try store.subnets(in: call.scope)
    where other.vpcID == vpc.id && other.block.overlaps(block) {
      throw AWSError(
        "InvalidSubnet.Conflict", "The CIDR '\(text)' conflicts with another subnet")
    }
    try call.endDryRun(members.isDryRun)
    let subnet = try store.createSubnet(
      block, vpc: vpc, zone: zone, isDefault: false, call.world)
    try store.tag(subnet.id, type: "subnet", tags, call.scope)
    return [
      "Subnet": .object(subnet.wire(tags, used: 0, arn: call.ec2ARN("subnet/\(subnet.id)")))
    ]
  }

  /// The zone that is named; the region's first one when none is.
  private static func zone(_ members: Members, _ region: String) throws(AWSError) -> String {
    let zones = EC2Region.named(region).zones
    let names = zones.map(\.name).joined(separator: ", ")
    if let id = members.string("AvailabilityZoneId") {
      guard let zone = zones.first(where: { $0.id == id }) else {
        throw EC2Error.invalid(
          id, for: "availabilityZoneId",
          "Subnets can currently only be created in the following availability zones: "
            + zones.map(\.id).joined(separator: ", ") + ".")
      }
      return zone.name
    }
    guard let name = members.string("AvailabilityZone") else { return zones[0].name }
    guard zones.contains(where: { $0.name == name }) else {
      throw EC2Error.invalid(
        name, for: "availabilityZone",
        "Subnets can currently only be created in the following availability zones: \(names).")
    }
    return name
  }
}
