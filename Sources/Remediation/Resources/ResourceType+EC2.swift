import AWS

extension ResourceType {
  /// EC2's instances.
  package static let ec2Instance = ResourceType(
    name: "aws.ec2", idMember: "InstanceId", reach: .regional,
    enumerate: { scope in instances([:], scope) },
    readOne: { id, scope in instances(["InstanceIds": [.string(id)]], scope) },
    baseHydrations: [],
    hydrations: [.vpcs: .defaultVPC],
    homeScope: { _, scope in scope },
    arn: { document, scope in ec2ARN("instance", document["InstanceId"], scope) },
    tagging: .ec2, tagHydrations: [],
    touched: { record in
      guard record.eventSource == "ec2.amazonaws.com", !record.isReadOnly else { return [] }
      if ["CreateTags", "DeleteTags"].contains(record.eventName) {
        return EC2Records.taggedIDs(record, prefix: "i-").map { .id($0, record.scope) }
      }
      let input = record.requestParameters
      let sets = [record.responseElements["instancesSet"], input["instancesSet"]]
      var ids = sets.flatMap(EC2Records.items).compactMap { $0["instanceId"]?.string }
      ids += [input["instanceId"]].compactMap { $0?.string }
      return ids.uniqued.map { .id($0, record.scope) }
    })

  /// EC2's virtual private clouds.
  package static let vpc = ResourceType(
    name: "aws.vpc", idMember: "VpcId", reach: .regional,
    enumerate: { scope in vpcs([:], scope) },
    readOne: { id, scope in vpcs(["VpcIds": [.string(id)]], scope) },
    baseHydrations: [],
    hydrations: [:],
    homeScope: { _, scope in scope },
    arn: { document, scope in ec2ARN("vpc", document["VpcId"], scope) },
    tagging: .ec2, tagHydrations: [],
    touched: { record in
      guard record.eventSource == "ec2.amazonaws.com", !record.isReadOnly else { return [] }
      if ["CreateTags", "DeleteTags"].contains(record.eventName) {
        return EC2Records.taggedIDs(record, prefix: "vpc-").map { .id($0, record.scope) }
      }
      let ids = [record.requestParameters["vpcId"], record.responseElements.at("vpc", "vpcId")]
        .compactMap { $0?.string }
      return ids.uniqued.map { .id($0, record.scope) }
    })

  private static func ec2ARN(_ kind: String, _ id: AWSValue?, _ scope: Scope) -> ARN {
    ARN(
      partition: scope.partition, service: "ec2", region: scope.region, account: scope.account,
      resource: "\(kind)/\(id?.string ?? "")")
  }

  private static func instances(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeInstances", input: input, scope: scope),
      pagination: .nextToken,
      goneCodes: ["InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"]
    ) { pages in pages.items("Reservations").items("Instances") }
  }

  private static func vpcs(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeVpcs", input: input, scope: scope),
      pagination: .nextToken, goneCodes: ["InvalidVpcID.NotFound", "InvalidVpcID.Malformed"]
    ) { pages in pages.items("Vpcs") }
  }
}
