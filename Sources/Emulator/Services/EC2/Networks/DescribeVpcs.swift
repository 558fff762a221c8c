import AWS

/// Shows VPCs (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html).
enum DescribeVpcs: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "VpcIds", "NextToken", "MaxResults", "DryRun", "Filters.Name", "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  private static let filterNames: Set<String> = [
    "cidr", "cidr-block-association.association-id", "cidr-block-association.cidr-block",
    "cidr-block-association.state", "dhcp-options-id", "ipv6-cidr-block-association.association-id",
    "ipv6-cidr-block-association.ipv6-cidr-block", "ipv6-cidr-block-association.ipv6-pool",
    "ipv6-cidr-block-association.state", "is-default", "isDefault", "owner-id", "state",
    "tag-key", "tag-value", "vpc-id",
  ]

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(members, names: filterNames)
    let page = try EC2Page(members, operation: "DescribeVpcs")
    let store = call.ec2
    var vpcs: [EC2VPC]
    if let ids = members.strings("VpcIds"), !ids.isEmpty {
      vpcs = []
      for id in ids {
        let vpc = try call.vpc(id)
        if !vpcs.contains(vpc) { vpcs.append(vpc) }
      }
      vpcs.sort { $0.number < $1.number }
    } else {
      vpcs = try store.vpcs(in: call.scope)
    }
    try call.endDryRun(members.isDryRun)
    let tags = try store.tags(ofType: "vpc", in: call.scope)
    vpcs = vpcs.filter { vpc in
      filters.match { values($0, of: vpc, tags[vpc.id] ?? []) }
    }
    let (shown, nextToken) = page.cut(vpcs, row: \.number)
    var answer: AWSObject = ["Vpcs": .list(shown.map { .object($0.wire(tags[$0.id] ?? [])) })]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }

  private static func values(_ filter: String, of vpc: EC2VPC, _ tags: [EC2Tag]) -> [String] {
    switch filter {
    case "cidr", "cidr-block-association.cidr-block": [vpc.block.description]
    case "cidr-block-association.association-id": [vpc.associationID]
    case "cidr-block-association.state": ["associated"]
    case "dhcp-options-id": [vpc.dhcpOptionsID]
    case "is-default", "isDefault": [String(vpc.isDefault)]
    case "owner-id": [vpc.account]
    case "state": ["available"]
    case "vpc-id": [vpc.id]
    // No VPC here has IPv6.
    default: EC2Filters.values(filter, of: tags) ?? []
    }
  }
}
