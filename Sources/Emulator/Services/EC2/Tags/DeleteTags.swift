import AWS

/// Takes tags from resources
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html).
///
/// A tag without a value goes whatever value it has; with one, only if it has that value. Without
/// tags, all go that aren't AWS's own. What isn't there is no error.
enum DeleteTags: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Resources", "Tags.Key", "Tags.Value", "DryRun"]

    let resources: [String]
    let tags: [AWSObject]?
    let isDryRun: Bool

    init(_ members: Members) {
      resources = members.strings("Resources") ?? []
      tags = members.objects("Tags")
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let keys = (input.tags ?? []).compactMap { $0["Key"]?.string }
    return try TaggedResource.checks(
      input.resources, keys.isEmpty ? [:] : ["aws:TagKeys": keys], withOwnKeys: false, call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if input.resources.isEmpty { throw EC2Error.missing("resourceIdSet") }
    for tag in input.tags ?? [] where (tag["Key"]?.string ?? "").isEmpty {
      throw EC2Error.invalid("Tag key cannot be null.")
    }
    for id in input.resources { _ = try TaggedResource.type(of: id, call) }
    try call.endDryRun(input.isDryRun)
    let store = call.ec2
    for id in input.resources {
      for present in try store.tags(of: id) {
        let isMeant =
          input.tags.map { tags in
            tags.contains { tag in
              tag["Key"]?.string == present.key
                && (tag["Value"]?.string).map { $0 == present.value } ?? true
            }
          } ?? !present.key.hasPrefix("aws:")
        if isMeant { try store.deleteTag(present.key, of: id) }
      }
    }
    return [:]
  }
}
