import AWS

extension ResourceType {
  /// EC2's instances.
  package static let ec2Instance = ResourceType(
    name: "aws.ec2", idMember: "InstanceId", reach: .regional,
    enumerate: { scope in instances([:], scope) },
    readOne: { id, scope in instances(["InstanceIds": [.string(id)]], scope) },
    baseHydrations: [],
    homeScope: { _, scope in scope },
    arn: { document, scope in ec2ARN("instance", document["InstanceId"], scope) },
    tagging: .ec2, tagHydrations: [], filters: FilterKind.instance,
    actions: ActionKind.instance,
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

  private static func instances(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeInstances", input: input, scope: scope),
      pagination: .nextToken,
      goneCodes: ["InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"]
    ) { pages in pages.items("Reservations").items("Instances") }
  }
}
