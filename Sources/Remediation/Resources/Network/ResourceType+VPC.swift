import AWS

extension ResourceType {
  /// EC2's virtual private clouds.
  package static let vpc = ResourceType(
    name: "aws.vpc", idMember: "VpcId", reach: .regional,
    enumerate: { scope in vpcs([:], scope) },
    readOne: { id, scope in vpcs(["VpcIds": [.string(id)]], scope) },
    baseHydrations: [],
    homeScope: { _, scope in scope },
    arn: { document, scope in ec2ARN("vpc", document["VpcId"], scope) },
    tagging: .ec2, tagHydrations: [], filters: FilterKind.vpc, actions: ActionKind.vpc,
    touched: { record in
      guard record.eventSource == "ec2.amazonaws.com", !record.isReadOnly else { return [] }
      if ["CreateTags", "DeleteTags"].contains(record.eventName) {
        return EC2Records.taggedIDs(record, prefix: "vpc-").map { .id($0, record.scope) }
      }
      let ids = [record.requestParameters["vpcId"], record.responseElements.at("vpc", "vpcId")]
        .compactMap { $0?.string }
      return ids.uniqued.map { .id($0, record.scope) }
    })

  private static func vpcs(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeVpcs", input: input, scope: scope),
      pagination: .nextToken, goneCodes: ["InvalidVpcID.NotFound", "InvalidVpcID.Malformed"]
    ) { pages in pages.items("Vpcs") }
  }
}
