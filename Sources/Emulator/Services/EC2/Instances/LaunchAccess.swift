import AWS

/// What RunInstances asks: each resource that a launch uses or makes, by itself
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances).
struct LaunchAccess {
  let members: Members
  let call: Call
  private let interface: AWSObject?
  /// nil where the launch itself will say what is wrong with the subnet.
  private let subnet: EC2Subnet?

  init(members: Members, call: Call) throws(AWSError) {
    self.members = members
    self.call = call
    interface = members.objects("NetworkInterfaces")?.first
    do {
      subnet = try InstanceLaunch.subnet(members, interface, call)
    } catch {
      subnet = nil
    }
  }

  func checks() throws(AWSError) -> [AccessCheck] {
    var checks = [image]
    checks += call.ec2Creation("instance", members, keys: instanceKeys)
    checks += call.ec2Creation("network-interface", members, keys: interfaceKeys)
    checks += call.ec2Creation("volume", members, keys: volumeKeys)
    checks += try call.ec2Checks("security-group", try groups())
    let named = members.string("SubnetId") ?? interface?["SubnetId"]?.string
    checks.append(try call.ec2Check("subnet", named ?? subnet?.id))
    if let key = members.string("KeyName") {
      checks.append(try call.ec2Check("key-pair", key, keys: ["ec2:KeyPairName": [key]]))
    }
    return checks
  }

  /// Images have no account in their ARN.
  private var image: AccessCheck {
    let id = members.string("ImageId") ?? "*"
    return AccessCheck(
      call.ownAction,
      on: "arn:\(call.scope.partition):ec2:\(call.region)::image/\(id)",
      context: [
        "ec2:ImageID": [id], "ec2:ImageType": ["machine"], "ec2:RootDeviceType": ["ebs"],
      ])
  }

  private var zoneKeys: [String: [String]] {
    guard let subnet else { return [:] }
    return ["ec2:AvailabilityZone": [subnet.zone], "ec2:AvailabilityZoneId": [subnet.zoneID]]
  }

  private var instanceKeys: [String: [String]] {
    let metadata = Members(members.object("MetadataOptions") ?? [:])
    let placement = Members(members.object("Placement") ?? [:])
    return [
      "ec2:InstanceType": [members.string("InstanceType") ?? "m1.small"],
      "ec2:Tenancy": [placement.string("Tenancy") ?? "default"],
      "ec2:EbsOptimized": [String(members.bool("EbsOptimized") ?? false)],
      "ec2:RootDeviceType": ["ebs"],
      "ec2:MetadataHttpTokens": [metadata.string("HttpTokens") ?? "optional"],
      "ec2:MetadataHttpEndpoint": [metadata.string("HttpEndpoint") ?? "enabled"],
      "ec2:MetadataHttpPutResponseHopLimit": [
        String(metadata.integer("HttpPutResponseHopLimit") ?? 1)
      ],
    ].merging(zoneKeys) { given, _ in given }
  }

  private var interfaceKeys: [String: [String]] {
    var keys: [String: [String]] = [:]
    keys["ec2:AssociatePublicIpAddress"] =
      interface?["AssociatePublicIpAddress"]?.bool.map { [String($0)] }
    guard let subnet else { return keys }
    keys["ec2:AvailabilityZone"] = [subnet.zone]
    keys["ec2:Subnet"] = [call.ec2ARN("subnet/\(subnet.id)")]
    keys["ec2:Vpc"] = [call.ec2ARN("vpc/\(subnet.vpcID)")]
    return keys
  }

  /// The root volume: no account here encrypts by default.
  private var volumeKeys: [String: [String]] {
    zoneKeys.merging(["ec2:Encrypted": ["false"]]) { given, _ in given }
  }

  /// By name they are looked for in the default VPC; where none is named it is the VPC's default
  /// group.
  private func groups() throws(AWSError) -> [String] {
    var ids =
      members.strings("SecurityGroupIds") ?? interface?["Groups"]?.list?.compactMap(\.string) ?? []
    guard let vpc = subnet?.vpcID else { return ids }
    for name in members.strings("SecurityGroups") ?? (ids.isEmpty ? ["default"] : []) {
      if let group = try call.ec2.securityGroup(named: name, vpc: vpc) { ids.append(group.id) }
    }
    return ids
  }
}
