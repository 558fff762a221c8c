import AWS

extension ResourceType {
  /// Snapshots of EBS volumes, the account's own
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html).
  package static let snapshot = ResourceType(
    name: "aws.ebs-snapshot", idMember: "SnapshotId", reach: .regional,
    enumerate: { scope in snapshots(["OwnerIds": ["self"], "MaxResults": 1000], scope) },
    readOne: { id, scope in snapshots(["SnapshotIds": [.string(id)]], scope) },
    baseHydrations: [],
    homeScope: { _, scope in scope },
    arn: { document, scope in ec2ARN("snapshot", document["SnapshotId"], scope) },
    tagging: .ec2, tagHydrations: [], filters: FilterKind.snapshot, actions: ActionKind.snapshot,
    touched: { record in
      // A volume is made of a snapshot, also of others' public ones, without touching it.
      guard record.eventSource == "ec2.amazonaws.com", !record.isReadOnly,
        ["Snapshot", "Image", "Tags"].contains(where: record.eventName.contains)
      else { return [] }
      return StorageRecords.ids("snapshotId", prefix: "snap-", in: record)
        .map { .id($0, record.scope) }
    })

  private static func snapshots(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeSnapshots", input: input, scope: scope),
      pagination: .nextToken,
      goneCodes: ["InvalidSnapshot.NotFound", "InvalidSnapshotID.Malformed"]
    ) { pages in pages.items("Snapshots") }
  }
}
