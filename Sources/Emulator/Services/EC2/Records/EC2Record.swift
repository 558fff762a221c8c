import AWS

/// How CloudTrail tells of EC2's calls: by names of its own that are neither the model's members
/// nor its wire names, as real records show them.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html
enum EC2Record {
  /// Operations so young that their records tell the request as XML.
  private static let youngReads: Set<String> = [
    "DescribeEgressOnlyInternetGateways", "DescribeManagedPrefixLists",
    "DescribeSecurityGroupRules", "DescribeVpcBlockPublicAccessExclusions",
    "DescribeVpcBlockPublicAccessOptions",
    "GetManagedPrefixListAssociations", "GetManagedPrefixListEntries",
    "GetSnapshotBlockPublicAccessState",
  ]
  /// And the answer.
  private static let youngChanges: Set<String> = [
    "CreateEgressOnlyInternetGateway", "CreateManagedPrefixList",
    "CreateVpcBlockPublicAccessExclusion", "DeleteVpcBlockPublicAccessExclusion",
    "DeleteEgressOnlyInternetGateway", "DeleteManagedPrefixList",
    "DisableSnapshotBlockPublicAccess", "EnableSnapshotBlockPublicAccess",
    "ModifyManagedPrefixList", "ModifySecurityGroupRules", "ModifyVpcBlockPublicAccessExclusion",
    "ModifyVpcBlockPublicAccessOptions",
    "RestoreManagedPrefixListVersion",
  ]

  /// nil for an operation whose record has the general form.
  static func input(_ operation: String, _ input: AWSObject) -> AWSValue? {
    if youngReads.contains(operation) || youngChanges.contains(operation) {
      return XMLRecord.input(operation, input)
    }
    switch operation {
    case "RunInstances": return .object(RunInstancesRecord.input(Members(input)))
    case "CreateTags", "DeleteTags": return .object(tagging(Members(input)))
    case "CreateVpc": return .object(createVPC(Members(input)))
    case "CreateNetworkAclEntry", "ReplaceNetworkAclEntry":
      return .object(NetworkAclRecord.entry(Members(input)))
    case "ModifySubnetAttribute": return .object(modifySubnet(Members(input)))
    case "StartInstances", "StopInstances", "TerminateInstances":
      return .object(transition(Members(input)))
    default:
      if let sets = described[operation] {
        return .object(description(Members(input), sets))
      }
      return PermissionRecord.input(operation, Members(input)).map(AWSValue.object)
        ?? plain(operation, Members(input)).map(AWSValue.object)
    }
  }

  /// nil for an operation whose record has the general form.
  static func output(_ operation: String, _ output: AWSObject, requestID: String) -> AWSValue? {
    if youngChanges.contains(operation) {
      return XMLRecord.output(operation, output, requestID: requestID)
    }
    if let added = PermissionRecord.output(operation, output, requestID: requestID) {
      return added
    }
    guard let model = ServiceModel.named("ec2")?.operation(operation),
      case .object(var elements) = RecordedForm(service: model.service)
        .output(output, model, requestID: requestID)
    else { return nil }
    switch operation {
    case "CreateVpc", "CreateDefaultVpc", "CreateSubnet", "RunInstances", "StartInstances",
      "StopInstances", "TerminateInstances", "CreateVpcPeeringConnection",
      "AcceptVpcPeeringConnection", "CreateRouteTable", "AssociateRouteTable",
      "ReplaceRouteTableAssociation", "CreateNetworkAcl", "ReplaceNetworkAclAssociation":
      elements["_return"] = nil
    case "CreateInternetGateway":
      elements["_return"] = nil
      guard var gateway = elements["internetGateway"]?.object else { break }
      gateway["association"] = [:]
      elements["internetGateway"] = .object(gateway)
    case "CreateSecurityGroup": elements["securityGroupArn"] = nil
    case "DisassociateRouteTable": elements["associationState"] = ["state": "disassociating"]
    default: return .object(elements)
    }
    return EC2Record.withoutEmptyText(.object(elements))
  }

  // MARK: Describe calls

  /// A list of a describe call: its member, its name in a record, the name of what it holds.
  private typealias Listed = (member: String, set: String, item: String)

  /// The lists that a describe call's record always has, empty ones as `{}`.
  private static let described: [String: [Listed]] = [
    "DescribeSecurityGroups": [
      ("GroupNames", "securityGroupSet", "groupName"),
      ("GroupIds", "securityGroupIdSet", "groupId"),
    ],
    "DescribeVpcs": [("VpcIds", "vpcSet", "vpcId")],
    "DescribeSubnets": [("SubnetIds", "subnetSet", "subnetId")],
    "DescribeInstances": [("InstanceIds", "instancesSet", "instanceId")],
    "DescribeInternetGateways": [
      ("InternetGatewayIds", "internetGatewayIdSet", "internetGatewayId")
    ],
    "DescribeNetworkAcls": [("NetworkAclIds", "networkAclIdSet", "networkAclId")],
    "DescribeRouteTables": [("RouteTableIds", "routeTableIdSet", "routeTableId")],
    "DescribeVpcPeeringConnections": [
      ("VpcPeeringConnectionIds", "vpcPeeringConnectionIdSet", "vpcPeeringConnectionId")
    ],
    "DescribeTags": [],
    "DescribeRegions": [("RegionNames", "regionSet", "regionName")],
    "DescribeAvailabilityZones": [
      ("ZoneNames", "availabilityZoneSet", "zoneName"),
      ("ZoneIds", "availabilityZoneIdSet", "zoneId"),
    ],
    "DescribeAccountAttributes": [
      ("AttributeNames", "accountAttributeNameSet", "attributeName")
    ],
  ]

  private static func description(_ members: Members, _ sets: [Listed]) -> AWSObject {
    var object: AWSObject = [:]
    object.set("maxResults", members.object["MaxResults"])
    object.set("nextToken", members.object["NextToken"])
    for listed in sets {
      let values = members.strings(listed.member) ?? []
      object[listed.set] = items(values.map { [listed.item: .string($0)] })
    }
    let isRegions = sets.first?.set == "regionSet"
    if !isRegions || members.has("Filters") {
      let filters = (members.objects("Filters") ?? []).map { filter -> AWSValue in
        let values = filter["Values"]?.list ?? []
        return ["name": filter["Name"] ?? "", "valueSet": items(values.map { ["value": $0] })]
      }
      object["filterSet"] = items(filters)
    }
    object.set("allRegions", members.object["AllRegions"])
    object.set("allAvailabilityZones", members.object["AllAvailabilityZones"])
    return object
  }

  // MARK: Calls that change something

  private static func plain(_ operation: String, _ members: Members) -> AWSObject? {
    let names: [(String, String)]
    switch operation {
    case "CreateSecurityGroup":
      names = [
        ("GroupName", "groupName"), ("Description", "groupDescription"), ("VpcId", "vpcId"),
      ]
    case "CreateSubnet":
      names = [
        ("VpcId", "vpcId"), ("CidrBlock", "cidrBlock"),
        ("AvailabilityZone", "availabilityZone"), ("AvailabilityZoneId", "availabilityZoneId"),
      ]
    case "CreateInternetGateway": names = []
    case "CreateRouteTable", "CreateNetworkAcl": names = [("VpcId", "vpcId")]
    case "CreateVpcPeeringConnection":
      names = [
        ("VpcId", "vpcId"), ("PeerVpcId", "peerVpcId"), ("PeerOwnerId", "peerOwnerId"),
        ("PeerRegion", "peerRegion"),
      ]
    default: return nil
    }
    var object: AWSObject = [:]
    for (member, name) in names { object.set(name, members.object[member]) }
    object.set("tagSpecificationSet", tagSpecifications(members))
    return object
  }

  private static func createVPC(_ members: Members) -> AWSObject {
    var object: AWSObject = [:]
    object.set("cidrBlock", members.object["CidrBlock"])
    object["instanceTenancy"] = members.object["InstanceTenancy"] ?? "default"
    object["amazonProvidedIpv6CidrBlock"] =
      members.object["AmazonProvidedIpv6CidrBlock"] ?? false
    object.set("tagSpecificationSet", tagSpecifications(members))
    return object
  }

  private static func modifySubnet(_ members: Members) -> AWSObject {
    var object: AWSObject = [:]
    object.set("subnetId", members.object["SubnetId"])
    if let value = members.object("MapPublicIpOnLaunch")?["Value"] {
      object["mapPublicIpOnLaunch"] = ["value": value]
    }
    return object
  }

  private static func transition(_ members: Members) -> AWSObject {
    var object: AWSObject = [:]
    object.set("force", members.object["Force"])
    let ids = members.strings("InstanceIds") ?? []
    object["instancesSet"] = items(ids.map { ["instanceId": .string($0)] })
    return object
  }

  private static func tagging(_ members: Members) -> AWSObject {
    let ids = members.strings("Resources") ?? []
    return [
      "resourcesSet": items(ids.map { ["resourceId": .string($0)] }),
      "tagSet": items((members.objects("Tags") ?? []).map { .object(tag($0)) }),
    ]
  }

  static func tagSpecifications(_ members: Members) -> AWSValue? {
    guard let specifications = members.objects("TagSpecifications") else { return nil }
    return items(
      specifications.map {
        [
          "resourceType": $0["ResourceType"] ?? "",
          "tags": .list(($0["Tags"]?.list ?? []).compactMap(\.object).map { .object(tag($0)) }),
        ]
      })
  }

  private static func tag(_ tag: AWSObject) -> AWSObject {
    var object: AWSObject = [:]
    object.set("key", tag["Key"])
    object.set("value", tag["Value"])
    return object
  }

  /// `{"items": [...]}`, or `{}` for none.
  static func items(_ values: [AWSValue]) -> AWSValue {
    values.isEmpty ? [:] : ["items": .list(values)]
  }

  /// A record leaves out what is empty text on the wire: a host name that isn't there yet.
  private static func withoutEmptyText(_ value: AWSValue) -> AWSValue {
    switch value {
    case .object(let object):
      var kept: AWSObject = [:]
      for (name, value) in object where value != "" { kept[name] = withoutEmptyText(value) }
      return .object(kept)
    case .list(let items): return .list(items.map(withoutEmptyText))
    default: return value
    }
  }
}
