import AWS

extension ResourceType {
  /// Machine images, the account's own
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html).
  package static let image = ResourceType(
    name: "aws.ami", idMember: "ImageId", reach: .regional,
    enumerate: { scope in images(["Owners": ["self"]], scope) },
    readOne: { id, scope in images(["ImageIds": [.string(id)]], scope) },
    baseHydrations: [],
    homeScope: { _, scope in scope },
    arn: { document, scope in ec2ARN("image", document["ImageId"], scope) },
    tagging: .ec2, tagHydrations: [], filters: FilterKind.image, actions: ActionKind.image,
    touched: { record in
      // Instances are made of an image, mostly of others', without touching it.
      guard record.eventSource == "ec2.amazonaws.com", !record.isReadOnly,
        ["Image", "Tags"].contains(where: record.eventName.contains)
      else { return [] }
      return StorageRecords.ids("imageId", prefix: "ami-", in: record)
        .map { .id($0, record.scope) }
    })

  private static func images(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeImages", input: input, scope: scope),
      pagination: .nextToken,
      goneCodes: ["InvalidAMIID.NotFound", "InvalidAMIID.Malformed", "InvalidAMIID.Unavailable"]
    ) { pages in pages.items("Images") }
  }
}
