import AWS

extension ResourceType {
  /// EBS volumes (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html).
  package static let volume = ResourceType(
    name: "aws.ebs", idMember: "VolumeId", reach: .regional,
    enumerate: { scope in volumes(["MaxResults": 1000], scope) },
    readOne: { id, scope in volumes(["VolumeIds": [.string(id)]], scope) },
    baseHydrations: [],
    homeScope: { _, scope in scope },
    arn: { document, scope in ec2ARN("volume", document["VolumeId"], scope) },
    tagging: .ec2, tagHydrations: [], filters: FilterKind.volume, actions: ActionKind.volume,
    touched: touchedVolumes)

  private static func volumes(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeVolumes", input: input, scope: scope),
      pagination: .nextToken, goneCodes: volumeGoneCodes
    ) { pages in pages.items("Volumes") }
  }

  static let volumeGoneCodes = ["InvalidVolume.NotFound", "InvalidVolumeID.Malformed"]

  /// Calls whose records name instances and no volume, though they make, change or attach some.
  private static let onInstances: Set<String> = [
    "RunInstances", "ModifyInstanceAttribute", "CreateReplaceRootVolumeTask",
  ]

  @Sendable private static func touchedVolumes(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard record.eventSource == "ec2.amazonaws.com", !record.isReadOnly else { return [] }
    var touched: [TouchedResource] = StorageRecords.ids("volumeId", prefix: "vol-", in: record)
      .map { .id($0, record.scope) }
    guard onInstances.contains(record.eventName) else { return touched }
    for instance in StorageRecords.ids("instanceId", prefix: "i-", in: record) {
      let filter: AWSValue = [
        "Name": "attachment.instance-id", "Values": [.string(instance)],
      ]
      touched.append(.lookup(volumes(["Filters": [filter]], record.scope), record.scope))
    }
    return touched
  }
}
