import AWS

/// Shows subnets
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html).
enum DescribeSubnets: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "SubnetIds", "NextToken", "MaxResults", "DryRun", "Filters.Name", "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  private static let filterNames: Set<String> = [
    "availability-zone", "availabilityZone", "availability-zone-id", "availabilityZoneId",
    "available-ip-address-count", "cidr-block", "cidr", "cidrBlock", "customer-owned-ipv4-pool",
    "default-for-az", "defaultForAz", "enable-dns64", "enable-lni-at-device-index",
    "ipv6-cidr-block-association.association-id", "ipv6-cidr-block-association.ipv6-cidr-block",
    "ipv6-cidr-block-association.state", "ipv6-native", "map-customer-owned-ip-on-launch",
    "map-public-ip-on-launch", "outpost-arn", "owner-id",
    "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
    "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
    "private-dns-name-options-on-launch.hostname-type", "state", "subnet-arn", "subnet-id",
    "tag-key", "tag-value", "vpc-id",
  ]

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(members, names: filterNames)
    let page = try EC2Page(members, operation: "DescribeSubnets")
    let store = call.ec2
    var subnets: [EC2Subnet]
    if let ids = members.strings("SubnetIds"), !ids.isEmpty {
      subnets = []
      for id in ids {
        let subnet = try call.subnet(id)
        if !subnets.contains(subnet) { subnets.append(subnet) }
      }
      subnets.sort { $0.number < $1.number }
    } else {
      subnets = try store.subnets(in: call.scope)
    }
    try call.endDryRun(members.isDryRun)
    let tags = try store.tags(ofType: "subnet", in: call.scope)
    let used = try store.addressCounts(in: call.scope, at: call.now)
    var matching: [(subnet: EC2Subnet, object: AWSObject)] = []
    for subnet in subnets {
      let tags = tags[subnet.id] ?? []
      let object = subnet.wire(
        tags, used: used[subnet.id] ?? 0, arn: call.ec2ARN("subnet/\(subnet.id)"))
      if filters.match({ values($0, of: object, tags) }) { matching.append((subnet, object)) }
    }
    let (shown, nextToken) = page.cut(matching, row: \.subnet.number)
    var answer: AWSObject = ["Subnets": .list(shown.map { .object($0.object) })]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }

  private static func values(_ filter: String, of subnet: AWSObject, _ tags: [EC2Tag])
    -> [String]
  {
    func member(_ name: String) -> [String] {
      switch subnet[name] {
      case .string(let text): [text]
      case .bool(let flag): [String(flag)]
      case .integer(let number): [String(number)]
      default: []
      }
    }
    switch filter {
    case "availability-zone", "availabilityZone": return member("AvailabilityZone")
    case "availability-zone-id", "availabilityZoneId": return member("AvailabilityZoneId")
    case "available-ip-address-count": return member("AvailableIpAddressCount")
    case "cidr-block", "cidr", "cidrBlock": return member("CidrBlock")
    case "default-for-az", "defaultForAz": return member("DefaultForAz")
    case "map-public-ip-on-launch": return member("MapPublicIpOnLaunch")
    case "owner-id": return member("OwnerId")
    case "state": return member("State")
    case "subnet-arn": return member("SubnetArn")
    case "subnet-id": return member("SubnetId")
    case "vpc-id": return member("VpcId")
    case "private-dns-name-options-on-launch.hostname-type": return ["ip-name"]
    case "enable-dns64", "ipv6-native", "map-customer-owned-ip-on-launch",
      "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
      "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record":
      return ["false"]
    // No subnet here has IPv6, customer-owned addresses or an outpost.
    default: return EC2Filters.values(filter, of: tags) ?? []
    }
  }
}
