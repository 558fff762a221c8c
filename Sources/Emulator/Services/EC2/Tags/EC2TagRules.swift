import AWS

/// What EC2 asks of tags, and how requests carry them
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions).
enum EC2TagRules {
  static let limit = 50

  /// The tags of a create call's `TagSpecifications`.
  ///
  /// Errors: `InvalidParameterValue` for another type of resource, for no tags, a key twice.
  static func specified(_ members: Members, for type: String) throws(AWSError) -> [EC2Tag] {
    try specified(members, forAnyOf: [type])[type] ?? []
  }

  /// The same by type, for a call that makes several.
  static func specified(_ members: Members, forAnyOf types: [String]) throws(AWSError)
    -> [String: [EC2Tag]]
  {
    var all: [String: [EC2Tag]] = [:]
    for object in members.objects("TagSpecifications") ?? [] {
      let specification = Members(object)
      guard let type = specification.string("ResourceType"), !type.isEmpty else {
        throw EC2Error.invalid("Tag specification resource type must have a value")
      }
      guard types.contains(type) else {
        throw EC2Error.invalid(
          "'\(type)' is not a valid taggable resource type for this operation.")
      }
      let tags = try read(specification.objects("Tags") ?? [])
      if tags.isEmpty { throw EC2Error.invalid("Tag specification must have at least one tag") }
      all[type, default: []] += tags
    }
    for type in types {
      let keys = (all[type] ?? []).map(\.key)
      if keys.count > limit { throw tooMany }
      var seen: Set<String> = []
      for key in keys where !seen.insert(key).inserted {
        throw EC2Error.invalid("Duplicate tag key '\(key)' specified.")
      }
    }
    return all
  }

  /// A list of tags, checked; a value that isn't there is empty.
  static func read(_ objects: [AWSObject]) throws(AWSError) -> [EC2Tag] {
    var tags: [EC2Tag] = []
    for object in objects {
      let tag = Members(object)
      guard let key = tag.string("Key"), !key.isEmpty else {
        throw EC2Error.invalid("Tag key cannot be null.")
      }
      let value = tag.string("Value") ?? ""
      if key.unicodeScalars.count > 128 {
        throw EC2Error.invalid("Tag key exceeds the maximum length of 128 characters")
      }
      if value.unicodeScalars.count > 256 {
        throw EC2Error.invalid("Tag value exceeds the maximum length of 256 characters")
      }
      if key.lowercased().hasPrefix("aws:") {
        throw EC2Error.invalid("Tag keys starting with 'aws:' are reserved for internal use")
      }
      tags.append(EC2Tag(key: key, value: value))
    }
    return tags
  }

  static let tooMany = AWSError(
    "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.")

  static let members = [
    "TagSpecifications.ResourceType", "TagSpecifications.Tags.Key", "TagSpecifications.Tags.Value",
  ]
}
