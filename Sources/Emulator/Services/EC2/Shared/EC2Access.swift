import AWS

/// What EC2's operations ask of their callers, resource by resource
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
extension Call {
  /// The call's own action on a resource that it names: `vpc`, `vpc-0a1b`.
  ///
  /// One that isn't there is asked for as any of its type, as AWS's own records show it: who may
  /// not must not learn whether it is.
  func ec2Check(_ type: String, _ id: String?, keys: [String: [String]] = [:]) throws(AWSError)
    -> AccessCheck
  {
    guard let id, let own = try ec2Keys(type, id) else {
      return AccessCheck(ownAction, on: ec2ARN("\(type)/*"), context: keys)
    }
    var context = keys.merging(own) { given, _ in given }
    let tags = try ec2.tags(of: id).map { ($0.key, $0.value) }
    for prefix in ["aws:ResourceTag", "ec2:ResourceTag"] {
      context.merge(AccessCheck.tags(prefix, tags)) { given, _ in given }
    }
    return AccessCheck(ownAction, on: ec2ARN("\(type)/\(id)"), context: context)
  }

  /// The same of several.
  func ec2Checks(_ type: String, _ ids: [String]) throws(AWSError) -> [AccessCheck] {
    try ids.mapThrowing { id throws(AWSError) in try ec2Check(type, id) }
  }

  /// For a call that makes a resource: its own action on what has no id yet, with the tags that
  /// the request sets; and ec2:CreateTags for these
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html).
  func ec2Creation(_ type: String, _ members: Members, keys: [String: [String]] = [:])
    -> [AccessCheck]
  {
    let tags = AccessCheck.requestTags(EC2TagRules.requested(members, for: type))
    let new = ec2ARN("\(type)/*")
    let creation = AccessCheck(ownAction, on: new, context: keys.merging(tags) { $1 })
    guard !tags.isEmpty else { return [creation] }
    return [creation, ec2Tagging(new, tags)]
  }

  private func ec2Tagging(_ new: String, _ tags: [String: [String]]) -> AccessCheck {
    var context = tags
    context["ec2:CreateAction"] = [operation]
    return AccessCheck("ec2:CreateTags", on: new, context: context)
  }

  /// The group that a call names by id, or by name in the default VPC.
  func ec2GroupCheck(id: String?, name: String?) throws(AWSError) -> AccessCheck {
    var id = id
    if id == nil, let name, let vpc = try ec2.defaultVPC(in: scope) {
      id = try ec2.securityGroup(named: name, vpc: vpc.id)?.id
    }
    return try ec2Check("security-group", id)
  }

  /// The keys that a type of resource has besides its tags; nil for one that isn't there.
  private func ec2Keys(_ type: String, _ id: String) throws(AWSError) -> [String: [String]]? {
    switch type {
    case "security-group":
      guard let group = try ec2.securityGroup(id, in: scope) else { return nil }
      return ["ec2:SecurityGroupID": [id], "ec2:Vpc": [ec2ARN("vpc/\(group.vpcID)")]]
    case "security-group-rule":
      guard let rule = try ec2.rule(id), isHere(rule.account, rule.region) else { return nil }
      return [:]
    case "vpc":
      guard let vpc = try ec2.vpc(id), isHere(vpc.account, vpc.region) else { return nil }
      return ["ec2:VpcID": [id], "ec2:Tenancy": [vpc.tenancy]]
    case "subnet":
      guard let subnet = try ec2.subnet(id), isHere(subnet.account, subnet.region) else {
        return nil
      }
      return [
        "ec2:SubnetID": [id], "ec2:Vpc": [ec2ARN("vpc/\(subnet.vpcID)")],
        "ec2:AvailabilityZone": [subnet.zone], "ec2:AvailabilityZoneId": [subnet.zoneID],
      ]
    case "instance":
      guard let instance = try ec2.instance(id), isHere(instance.account, instance.region) else {
        return nil
      }
      return instance.accessKeys
    default: return try ec2NetworkKeys(type, id)
    }
  }
}

extension EC2Instance {
  fileprivate var accessKeys: [String: [String]] {
    [
      "ec2:InstanceID": [id], "ec2:InstanceType": [type], "ec2:AvailabilityZone": [zone],
      "ec2:Tenancy": [tenancy], "ec2:EbsOptimized": [String(isEBSOptimized)],
      "ec2:RootDeviceType": ["ebs"], "ec2:MetadataHttpTokens": [httpTokens],
      "ec2:MetadataHttpEndpoint": [httpEndpoint],
      "ec2:MetadataHttpPutResponseHopLimit": [String(hopLimit)],
    ]
  }
}

extension EC2TagRules {
  /// The tags that a create call's `TagSpecifications` give a type of resource, unchecked.
  static func requested(_ members: Members, for type: String) -> [(key: String, value: String)] {
    (members.objects("TagSpecifications") ?? []).filter { $0["ResourceType"]?.string == type }
      .flatMap { ($0["Tags"]?.list?.compactMap(\.object) ?? []).keyed }
  }
}

extension TaggedResource {
  /// The type that an id's prefix says, whether or not the resource is there; nil for no such
  /// prefix.
  static func type(ofID id: String) -> String? {
    types[String(id.prefix { $0 != "-" })]
  }

  private static let types = [
    "acl": "network-acl", "ami": "image", "dopt": "dhcp-options",
    "eigw": "egress-only-internet-gateway", "eni": "network-interface", "fl": "vpc-flow-log",
    "i": "instance", "igw": "internet-gateway", "key": "key-pair", "nat": "natgateway",
    "pcx": "vpc-peering-connection", "pl": "prefix-list", "rtb": "route-table",
    "sg": "security-group", "sgr": "security-group-rule", "snap": "snapshot",
    "subnet": "subnet", "vol": "volume", "vpc": "vpc", "vpcbpa": EC2BlockExclusion.type,
    "vpce": "vpc-endpoint",
  ]
}

extension TaggedResource {
  /// The call's own action on each resource that a tag call names; what is no id of anything is
  /// refused by the operation itself.
  ///
  /// - Parameter withOwnKeys: DeleteTags knows resources by their tags alone.
  static func checks(
    _ ids: [String], _ keys: [String: [String]], withOwnKeys: Bool = true, _ call: Call
  ) throws(AWSError) -> [AccessCheck] {
    var checks: [AccessCheck] = []
    for id in ids {
      guard let type = type(ofID: id) else { continue }
      var check = try call.ec2Check(type, id, keys: keys)
      if !withOwnKeys {
        check.context = check.context.filter { key, _ in
          keys[key] != nil || key.hasPrefix("aws:") || key.hasPrefix("ec2:ResourceTag/")
        }
      }
      checks.append(check)
    }
    return checks
  }
}
