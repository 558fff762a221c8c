import AWS

extension Hydration {
  /// The id of the region's default VPC, null where there is none.
  static let defaultVPC = Hydration.member(
    Hidden.defaultVPC, pagination: .nextToken,
    call: { _, setting in
      APICall(service: "ec2", operation: "DescribeVpcs", input: [:], scope: setting.scope)
    },
    value: { pages in
      pages.items("Vpcs").last { $0["IsDefault"]?.bool == true }?["VpcId"] ?? .null
    })
}
