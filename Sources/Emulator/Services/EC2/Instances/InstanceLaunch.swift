import AWS

/// A launch whose parameters proved good: where its instances go, and what they are.
struct InstanceLaunch {
  let groups: [SecurityGroup]
  /// One for each instance to launch.
  let addresses: [String]
  private let subnet: EC2Subnet
  private let members: Members
  private let hasPublicIP: Bool

  init(_ members: Members, _ call: Call) throws(AWSError) {
    self.members = members
    try Self.checkImage(members)
    let (minimum, maximum) = try Self.counts(members)
    let interface = try Self.interface(members)
    subnet = try Self.subnet(members, interface, call)
    groups = try Self.groups(members, interface, vpc: subnet.vpcID, call)
    hasPublicIP =
      interface?["AssociatePublicIpAddress"]?.bool ?? subnet.mapsPublicIP
    let wanted =
      members.string("PrivateIpAddress") ?? interface?["PrivateIpAddress"]?.string
    let used = try call.ec2.addresses(in: subnet.id, at: call.now)
    addresses = try Self.addresses(
      in: subnet, used, wanted: wanted, minimum: minimum, maximum: maximum)
  }

  func instance(
    _ index: Int, _ address: String, reservation: String, clientToken: String?, _ call: Call
  ) -> EC2Instance {
    let world = call.world
    let metadata = Members(members.object("MetadataOptions") ?? [:])
    let placement = Members(members.object("Placement") ?? [:])
    return EC2Instance(
      id: world.resourceID("i-"), account: call.account, region: call.region,
      reservationID: reservation, launchIndex: index, vpcID: subnet.vpcID, subnetID: subnet.id,
      zone: subnet.zone, privateIP: address,
      publicIP: hasPublicIP ? Self.publicAddress(world) : nil,
      interfaceID: world.resourceID("eni-"), attachmentID: world.resourceID("eni-attach-"),
      mac: Self.mac(world), imageID: members.string("ImageId") ?? "",
      type: members.string("InstanceType") ?? "m1.small", keyName: members.string("KeyName"),
      clientToken: clientToken, userData: members.string("UserData"),
      tenancy: placement.string("Tenancy") ?? "default",
      isMonitored: members.object("Monitoring")?["Enabled"]?.bool ?? false,
      isEBSOptimized: members.bool("EbsOptimized") ?? false,
      isProtected: members.bool("DisableApiTermination") ?? false,
      httpTokens: metadata.string("HttpTokens") ?? "optional",
      httpEndpoint: metadata.string("HttpEndpoint") ?? "enabled",
      hopLimit: metadata.integer("HttpPutResponseHopLimit") ?? 1, launched: call.now,
      goal: .running, goalSet: call.now)
  }

  // MARK: Checks

  private static func checkImage(_ members: Members) throws(AWSError) {
    guard let image = members.string("ImageId"), !image.isEmpty else {
      throw EC2Error.missing("ImageId")
    }
    try EC2ID.check(image, "ami-", "InvalidAMIID.Malformed")
    if let type = members.string("InstanceType") {
      let parts = type.split(separator: ".", omittingEmptySubsequences: false)
      let isGood =
        parts.count == 2
        && parts.allSatisfy { part in
          !part.isEmpty
            && part.utf8.allSatisfy {
              (97...122).contains($0) || (48...57).contains($0) || $0 == 45
            }
        }
      if !isGood { throw EC2Error.invalid("Invalid value '\(type)' for InstanceType.") }
    }
  }

  private static func counts(_ members: Members) throws(AWSError) -> (Int, Int) {
    let minimum = members.integer("MinCount") ?? 1
    let maximum = members.integer("MaxCount") ?? 1
    for (name, count) in [("minCount", minimum), ("maxCount", maximum)] where count < 1 {
      throw EC2Error.invalid(String(count), for: name, "Must be greater than 0")
    }
    if maximum < minimum {
      throw AWSError(
        "InvalidParameterCombination",
        "Invalid request. The value for minCount (\(minimum)) must not be greater than maxCount"
          + " (\(maximum)).")
    }
    return (minimum, maximum)
  }

  private static func interface(_ members: Members) throws(AWSError) -> AWSObject? {
    let interfaces = members.objects("NetworkInterfaces") ?? []
    if interfaces.count > 1 {
      throw AWSError(
        "UnsupportedOperation", "More than one network interface is not served.")
    }
    guard let interface = interfaces.first else { return nil }
    if let index = interface["DeviceIndex"]?.integer, index != 0 {
      throw EC2Error.invalid("Each network interface requires a device index of 0.")
    }
    for name in ["SubnetId", "SecurityGroupIds", "SecurityGroups"] where members.has(name) {
      let what = name == "SubnetId" ? "subnet ID" : "security groups"
      throw AWSError(
        "InvalidParameterCombination",
        "Network interfaces and an instance-level \(what) may not be specified on the same request"
      )
    }
    return interface
  }

  static func subnet(_ members: Members, _ interface: AWSObject?, _ call: Call)
    throws(AWSError) -> EC2Subnet
  {
    if let id = members.string("SubnetId") ?? interface?["SubnetId"]?.string {
      if members.has("SecurityGroups") { throw EC2Error.combination("groupName", "subnet") }
      return try call.subnet(id)
    }
    guard let vpc = try call.ec2.defaultVPC(in: call.scope) else {
      throw AWSError(
        "VPCIdNotSpecified",
        "No default VPC for this user. GroupName is only supported for EC2-Classic and default"
          + " VPC.")
    }
    let zone = members.object("Placement")?["AvailabilityZone"]?.string
    if let zone, !EC2Region.named(call.region).zones.contains(where: { $0.name == zone }) {
      throw EC2Error.invalid("Invalid availability zone: [\(zone)]")
    }
    let subnets = try call.ec2.subnets(in: call.scope).filter {
      $0.vpcID == vpc.id && $0.isDefault && (zone == nil || $0.zone == zone)
    }
    guard let subnet = subnets.first else {
      throw AWSError(
        "MissingInput",
        zone.map { "No default subnet for availability zone: '\($0)'." }
          ?? "No subnets found for the default VPC '\(vpc.id)'. Please specify a subnet.")
    }
    return subnet
  }

  /// Those that are named, else the VPC's default group.
  private static func groups(
    _ members: Members, _ interface: AWSObject?, vpc: String, _ call: Call
  ) throws(AWSError) -> [SecurityGroup] {
    let store = call.ec2
    let ids =
      members.strings("SecurityGroupIds")
      ?? interface?["Groups"]?.list?.compactMap(\.string) ?? []
    var groups: [SecurityGroup] = []
    for id in ids { groups.append(try call.securityGroup(id: id, name: nil)) }
    for name in members.strings("SecurityGroups") ?? [] {
      groups.append(try call.securityGroup(id: nil, name: name))
    }
    for group in groups where group.vpcID != vpc {
      throw AWSError(
        "InvalidParameter",
        "Security group \(group.id) and subnet belong to different networks.")
    }
    if groups.count > 5 {
      throw AWSError(
        "SecurityGroupsPerInterfaceLimitExceeded",
        "The maximum number of security groups per interface has been reached.")
    }
    if groups.isEmpty, let group = try store.securityGroup(named: "default", vpc: vpc) {
      groups = [group]
    }
    return groups
  }

  // MARK: Addresses

  /// The lowest free addresses of the subnet, as many as there are up to `maximum`.
  private static func addresses(
    in subnet: EC2Subnet, _ used: Set<String>, wanted: String?, minimum: Int, maximum: Int
  ) throws(AWSError) -> [String] {
    if let wanted {
      guard let address = IPv4Block.address(wanted[...]), subnet.block.contains(address) else {
        throw EC2Error.invalid("Address does not fall within the subnet's address range")
      }
      if used.contains(wanted) {
        throw AWSError("InvalidIPAddress.InUse", "Address \(wanted) is in use.")
      }
      if maximum > 1 { throw EC2Error.combination("privateIpAddress", "maxCount") }
      return [wanted]
    }
    var addresses: [String] = []
    var offset: UInt32 = 4
    while addresses.count < maximum, Int(offset) < subnet.block.size - 1 {
      let address = IPv4Block.text(subnet.block.address + offset)
      if !used.contains(address) { addresses.append(address) }
      offset += 1
    }
    if addresses.count < minimum {
      throw AWSError(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '\(subnet.id)' to satisfy the requested"
          + " number of instances.")
    }
    return addresses
  }

  private static func publicAddress(_ world: World) -> String {
    IPv4Block.text(54 << 24 | UInt32(world.generator.below(1 << 24)))
  }

  private static func mac(_ world: World) -> String {
    let bits = world.generator.below(1 << 40)
    return "12:"
      + (0..<5).map { index in
        let byte = String(bits >> (UInt64(index) * 8) & 255, radix: 16)
        return byte.utf8.count == 1 ? "0" + byte : byte
      }.joined(separator: ":")
  }
}
