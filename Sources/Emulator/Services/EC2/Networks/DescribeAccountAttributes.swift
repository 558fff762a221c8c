import AWS

/// Shows what an account has in a region: its default VPC and its limits
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html).
enum DescribeAccountAttributes: OperationHandler {
  struct Input: OperationInput {
    static let members = ["AttributeNames", "DryRun"]

    let names: [String]
    let isDryRun: Bool

    init(_ members: Members) {
      names = members.strings("AttributeNames") ?? []
      isDryRun = members.isDryRun
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let vpc = try call.ec2.defaultVPC(in: call.scope)
    let attributes = [
      ("supported-platforms", "VPC"), ("vpc-max-security-groups-per-interface", "5"),
      ("max-elastic-ips", "5"), ("max-instances", "20"), ("vpc-max-elastic-ips", "5"),
      ("default-vpc", vpc?.id ?? "none"),
    ]
    for name in input.names where !attributes.contains(where: { $0.0 == name }) {
      throw EC2Error.invalid(name, for: "attributeName", "Unknown attribute.")
    }
    try call.endDryRun(input.isDryRun)
    let shown = attributes.filter { input.names.isEmpty || input.names.contains($0.0) }
    return [
      "AccountAttributes": .list(
        shown.map { name, value in
          [
            "AttributeName": .string(name),
            "AttributeValues": [["AttributeValue": .string(value)]],
          ]
        })
    ]
  }
}
