import AWS

extension EC2Instance {
  /// As RunInstances and DescribeInstances show it.
  func wire(_ tags: [EC2Tag], groups: [SecurityGroup], at now: Timestamp) -> AWSObject {
    let state = state(at: now)
    let isGone = state == .terminated
    var object: AWSObject = [
      "Architecture": .string(isARM ? "arm64" : "x86_64"),
      "BlockDeviceMappings": .list(rootVolume(state)),
    ]
    object.set("ClientToken", clientToken.map(AWSValue.string))
    object["EbsOptimized"] = .bool(isEBSOptimized)
    object["EnaSupport"] = true
    object["Hypervisor"] = "xen"
    object["NetworkInterfaces"] =
      isGone ? [] : [.object(interface(groups, state: state, at: now))]
    object["RootDeviceName"] = "/dev/xvda"
    object["RootDeviceType"] = "ebs"
    object["SecurityGroups"] = isGone ? [] : Self.wire(groups)
    object["SourceDestCheck"] = true
    object.set("StateReason", reason(state))
    object["Tags"] = .list(tags.map(\.wire))
    object["VirtualizationType"] = "hvm"
    object["CpuOptions"] = ["CoreCount": 1, "ThreadsPerCore": 2]
    object["CapacityReservationSpecification"] = ["CapacityReservationPreference": "open"]
    object["HibernationOptions"] = ["Configured": false]
    object["MetadataOptions"] = [
      "State": state == .pending ? "pending" : "applied", "HttpTokens": .string(httpTokens),
      "HttpPutResponseHopLimit": .integer(Int64(hopLimit)),
      "HttpEndpoint": .string(httpEndpoint), "HttpProtocolIpv6": "disabled",
      "InstanceMetadataTags": "disabled",
    ]
    object["EnclaveOptions"] = ["Enabled": false]
    object["PrivateDnsNameOptions"] = [
      "HostnameType": "ip-name", "EnableResourceNameDnsARecord": false,
      "EnableResourceNameDnsAAAARecord": false,
    ]
    object["MaintenanceOptions"] = ["AutoRecovery": "default"]
    object["CurrentInstanceBootMode"] = "legacy-bios"
    object["InstanceId"] = .string(id)
    object["ImageId"] = .string(imageID)
    object["State"] = state.wire
    object["PrivateDnsName"] = .string(isGone ? "" : privateDNSName)
    object["PublicDnsName"] = .string(publicDNSName(at: now))
    object["StateTransitionReason"] = .string(transitionReason(state))
    object.set("KeyName", keyName.map(AWSValue.string))
    object["AmiLaunchIndex"] = .integer(Int64(launchIndex))
    object["ProductCodes"] = []
    object["InstanceType"] = .string(type)
    object["LaunchTime"] = .timestamp(launched)
    object["Placement"] = ["AvailabilityZone": .string(zone), "Tenancy": .string(tenancy)]
    object["Monitoring"] = ["State": isMonitored ? "enabled" : "disabled"]
    if !isGone {
      object["SubnetId"] = .string(subnetID)
      object["VpcId"] = .string(vpcID)
      object["PrivateIpAddress"] = .string(privateIP)
      object.set("PublicIpAddress", publicAddress(at: now).map(AWSValue.string))
    }
    return object
  }

  /// The volume that it starts from, by name alone: volumes themselves aren't served. One that
  /// is not up yet shows none.
  private func rootVolume(_ state: State) -> [AWSValue] {
    if state == .pending || state == .terminated { return [] }
    let attached = launched + Self.attachTime
    return [
      [
        "DeviceName": "/dev/xvda",
        "Ebs": [
          "AttachTime": .timestamp(attached), "DeleteOnTermination": true, "Status": "attached",
          "VolumeId": .string("vol-" + id.dropFirst(2)),
        ],
      ]
    ]
  }

  static func wire(_ groups: [SecurityGroup]) -> AWSValue {
    .list(groups.map { ["GroupId": .string($0.id), "GroupName": .string($0.name)] })
  }

  var isARM: Bool {
    // `t4g`, `m7g`, `c6gn`: a g after the generation; `a1` is the first of them.
    let family = type.prefix { $0 != "." }
    return family.drop { !$0.isNumber }.contains("g") || family == "a1"
  }

  private func interface(_ groups: [SecurityGroup], state: State, at now: Timestamp) -> AWSObject {
    var address: AWSObject = ["Primary": true, "PrivateIpAddress": .string(privateIP)]
    var interface: AWSObject = [
      "Attachment": [
        "AttachTime": .timestamp(launched), "AttachmentId": .string(attachmentID),
        "DeleteOnTermination": true, "DeviceIndex": 0,
        "Status": state == .pending ? "attaching" : "attached", "NetworkCardIndex": 0,
      ],
      "Description": "", "Groups": Self.wire(groups), "Ipv6Addresses": [],
      "MacAddress": .string(mac), "NetworkInterfaceId": .string(interfaceID),
      "OwnerId": .string(account), "PrivateDnsName": .string(privateDNSName),
      "PrivateIpAddress": .string(privateIP),
    ]
    if let publicIP = publicAddress(at: now) {
      let association: AWSValue = [
        "IpOwnerId": "amazon", "PublicDnsName": .string(publicDNSName(at: now)),
        "PublicIp": .string(publicIP),
      ]
      interface["Association"] = association
      address["Association"] = association
    }
    interface["PrivateIpAddresses"] = [.object(address)]
    interface["SourceDestCheck"] = true
    interface["Status"] = "in-use"
    interface["SubnetId"] = .string(subnetID)
    interface["VpcId"] = .string(vpcID)
    interface["InterfaceType"] = "interface"
    return interface
  }

  private func reason(_ state: State) -> AWSValue? {
    switch state {
    case .pending: ["Code": "pending", "Message": "pending"]
    case .running: nil
    default:
      [
        "Code": "Client.UserInitiatedShutdown",
        "Message": "Client.UserInitiatedShutdown: User initiated shutdown",
      ]
    }
  }

  /// `User initiated (2023-07-10 12:25:04 GMT)`
  private func transitionReason(_ state: State) -> String {
    guard goal != .running else { return "" }
    let text = Timestamp(seconds: goalSet.seconds).iso8601
    return "User initiated (\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) GMT)"
  }
}
