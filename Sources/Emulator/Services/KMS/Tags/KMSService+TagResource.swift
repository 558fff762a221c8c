import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html
  enum TagResource: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "Tags.TagKey", "Tags.TagValue"]
      let key: String
      let tags: [AWSObject]

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        tags = members.objects("Tags") ?? []
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let context = AccessCheck.requestTags(KMSTags.pairs(input.tags))
      var key = try call.key(input.key, context: context)
      try key.requireLasting()
      try KMSTags.set(input.tags, on: &key)
      try call.keys.put(key)
      call.note(key)
      return [:]
    }
  }
}

/// At most fifty tags; `aws:` begins no key of a customer's.
enum KMSTags {
  static func pairs(_ tags: [AWSObject]) -> [(key: String, value: String)] {
    tags.map { ($0["TagKey"]?.string ?? "", $0["TagValue"]?.string ?? "") }
  }

  static func set(_ tags: [AWSObject], on key: inout KMSKey) throws(AWSError) {
    var seen: Set<String> = []
    for tag in pairs(tags) {
      guard seen.insert(tag.key).inserted else { throw KMSError.tag("Duplicate tag keys") }
      if tag.key.lowercased().hasPrefix("aws:") {
        throw KMSError.tag(
          "aws: prefixed tag key names are not allowed for external use.")
      }
      key.tags[tag.key] = .string(tag.value)
    }
    if key.tags.count > 50 { throw KMSError.limit("Too many tags") }
  }
}
