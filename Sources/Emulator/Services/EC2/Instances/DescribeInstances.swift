import AWS

/// Shows instances by the launch that they came from
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html).
enum DescribeInstances: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "InstanceIds", "NextToken", "MaxResults", "DryRun", "Filters.Name", "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(members, names: InstanceFilter.names)
    let page = try EC2Page(members, operation: "DescribeInstances")
    let ids = members.strings("InstanceIds") ?? []
    if !ids.isEmpty, page.isLimited { throw EC2Error.combination("instancesSet", "maxResults") }
    let store = call.ec2
    let now = call.now
    let instances =
      ids.isEmpty
      ? try store.instances(in: call.scope).filter { !$0.isForgotten(at: now) }
      : try call.instances(ids).sorted { $0.number < $1.number }
    try call.endDryRun(members.isDryRun)

    let tags = try store.tags(ofType: "instance", in: call.scope)
    var known: [String: SecurityGroup] = [:]
    for group in try store.securityGroups(in: call.scope) { known[group.id] = group }
    var matching: [(instance: EC2Instance, object: AWSObject)] = []
    for instance in instances {
      let groups = try store.groups(ofInstance: instance.id).compactMap { known[$0] }
      let tags = tags[instance.id] ?? []
      let object = instance.wire(tags, groups: groups, at: now)
      if filters.match({ InstanceFilter.values($0, of: instance, object, tags) }) {
        matching.append((instance, object))
      }
    }
    let (shown, nextToken) = page.cut(matching, row: \.instance.number)
    var answer: AWSObject = ["Reservations": reservations(shown)]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }

  /// Instances of one launch stand next to each other.
  private static func reservations(_ shown: [(instance: EC2Instance, object: AWSObject)])
    -> AWSValue
  {
    var list: [AWSValue] = []
    var start = 0
    while start < shown.count {
      let first = shown[start].instance
      var end = start + 1
      while end < shown.count, shown[end].instance.reservationID == first.reservationID {
        end += 1
      }
      list.append([
        "ReservationId": .string(first.reservationID), "OwnerId": .string(first.account),
        "Groups": [], "Instances": .list(shown[start..<end].map { .object($0.object) }),
      ])
      start = end
    }
    return .list(list)
  }
}

/// DescribeInstances' filters, those about what instances here can have.
enum InstanceFilter {
  /// Filter names and the path to the member that each one compares.
  private static let paths: [String: [String]] = [
    "architecture": ["Architecture"], "availability-zone": ["Placement", "AvailabilityZone"],
    "client-token": ["ClientToken"],
    "current-instance-boot-mode": ["CurrentInstanceBootMode"],
    "dns-name": ["PublicDnsName"], "ebs-optimized": ["EbsOptimized"],
    "ena-support": ["EnaSupport"], "enclave-options.enabled": ["EnclaveOptions", "Enabled"],
    "hibernation-options.configured": ["HibernationOptions", "Configured"],
    "hypervisor": ["Hypervisor"], "image-id": ["ImageId"], "instance-id": ["InstanceId"],
    "instance-state-code": ["State", "Code"], "instance-state-name": ["State", "Name"],
    "instance-type": ["InstanceType"], "instance.group-id": ["SecurityGroups", "GroupId"],
    "instance.group-name": ["SecurityGroups", "GroupName"], "ip-address": ["PublicIpAddress"],
    "key-name": ["KeyName"], "launch-index": ["AmiLaunchIndex"],
    "maintenance-options.auto-recovery": ["MaintenanceOptions", "AutoRecovery"],
    "metadata-options.http-endpoint": ["MetadataOptions", "HttpEndpoint"],
    "metadata-options.http-protocol-ipv6": ["MetadataOptions", "HttpProtocolIpv6"],
    "metadata-options.http-put-response-hop-limit": [
      "MetadataOptions", "HttpPutResponseHopLimit",
    ],
    "metadata-options.http-tokens": ["MetadataOptions", "HttpTokens"],
    "metadata-options.instance-metadata-tags": ["MetadataOptions", "InstanceMetadataTags"],
    "metadata-options.state": ["MetadataOptions", "State"],
    "monitoring-state": ["Monitoring", "State"],
    "network-interface.addresses.primary": [
      "NetworkInterfaces", "PrivateIpAddresses", "Primary",
    ],
    "network-interface.addresses.private-ip-address": [
      "NetworkInterfaces", "PrivateIpAddresses", "PrivateIpAddress",
    ],
    "network-interface.association.public-ip": [
      "NetworkInterfaces", "Association", "PublicIp",
    ],
    "network-interface.attachment.attachment-id": [
      "NetworkInterfaces", "Attachment", "AttachmentId",
    ],
    "network-interface.attachment.status": ["NetworkInterfaces", "Attachment", "Status"],
    "network-interface.group-id": ["NetworkInterfaces", "Groups", "GroupId"],
    "network-interface.group-name": ["NetworkInterfaces", "Groups", "GroupName"],
    "network-interface.mac-address": ["NetworkInterfaces", "MacAddress"],
    "network-interface.network-interface-id": ["NetworkInterfaces", "NetworkInterfaceId"],
    "network-interface.owner-id": ["NetworkInterfaces", "OwnerId"],
    "network-interface.private-dns-name": ["NetworkInterfaces", "PrivateDnsName"],
    "network-interface.private-ip-address": ["NetworkInterfaces", "PrivateIpAddress"],
    "network-interface.source-dest-check": ["NetworkInterfaces", "SourceDestCheck"],
    "network-interface.status": ["NetworkInterfaces", "Status"],
    "network-interface.subnet-id": ["NetworkInterfaces", "SubnetId"],
    "network-interface.vpc-id": ["NetworkInterfaces", "VpcId"],
    "private-dns-name": ["PrivateDnsName"],
    "private-dns-name-options.hostname-type": ["PrivateDnsNameOptions", "HostnameType"],
    "private-ip-address": ["PrivateIpAddress"], "reason": ["StateTransitionReason"],
    "root-device-name": ["RootDeviceName"], "root-device-type": ["RootDeviceType"],
    "source-dest-check": ["SourceDestCheck"], "state-reason-code": ["StateReason", "Code"],
    "state-reason-message": ["StateReason", "Message"], "subnet-id": ["SubnetId"],
    "tenancy": ["Placement", "Tenancy"], "virtualization-type": ["VirtualizationType"],
    "vpc-id": ["VpcId"],
    // What no instance here has: the filter is AWS's own, and matches none.
    "affinity": [], "boot-mode": [], "capacity-reservation-id": [], "host-id": [],
    "iam-instance-profile.arn": [], "iam-instance-profile.id": [], "instance-lifecycle": [],
    "ipv6-address": [], "kernel-id": [], "outpost-arn": [], "placement-group-name": [],
    "placement-partition-number": [], "platform": [], "product-code": [],
    "product-code.type": [], "ramdisk-id": [], "requester-id": [],
    "spot-instance-request-id": [], "tpm-support": [],
  ]

  static let names = Set(paths.keys).union([
    "launch-time", "owner-id", "reservation-id", "tag-key", "tag-value",
  ])

  static func values(
    _ filter: String, of instance: EC2Instance, _ object: AWSObject, _ tags: [EC2Tag]
  ) -> [String] {
    switch filter {
    case "launch-time": return [launchTime(instance.launched)]
    case "owner-id": return [instance.account]
    case "reservation-id": return [instance.reservationID]
    default: break
    }
    guard let path = paths[filter] else { return EC2Filters.values(filter, of: tags) ?? [] }
    var found: [String] = []
    if !path.isEmpty { collect(.object(object), path[...], &found) }
    return found
  }

  private static func collect(
    _ value: AWSValue, _ path: ArraySlice<String>, _ found: inout [String]
  ) {
    switch value {
    case .list(let items): for item in items { collect(item, path, &found) }
    case .object(let object):
      if let name = path.first, let next = object[name] {
        collect(next, path.dropFirst(), &found)
      }
    case .string(let text): if !text.isEmpty { found.append(text) }
    case .integer(let number): found.append(String(number))
    case .bool(let flag): found.append(String(flag))
    default: break
    }
  }

  /// `2021-09-29T11:04:43.305Z`, to the millisecond.
  private static func launchTime(_ time: Timestamp) -> String {
    let millisecond = Timestamp(microseconds: time.microseconds / 1000 * 1000)
    let text = millisecond.iso8601
    return text.contains(".") ? text : text.dropLast() + ".000Z"
  }
}
