import AWS

/// The tags of a user, role or policy: at most fifty, keys unique whatever their case.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
struct IAMTags: Hashable, Sendable {
  struct Tag: Hashable, Sendable {
    var key: String
    var value: String
  }

  private(set) var tags: [Tag] = []

  init() {}

  /// From the request's `Tags`.
  init(_ list: [AWSObject]) throws(AWSError) {
    try set(list)
  }

  /// From the column that holds them.
  init(column text: String) {
    guard let list = try? JSON.parse(text).list else { return }
    tags = list.map {
      Tag(key: $0["Key"]?.string ?? "", value: $0["Value"]?.string ?? "")
    }
  }

  var column: String { JSON.text(.list(answer)) }
  var isEmpty: Bool { tags.isEmpty }
  var pairs: [(key: String, value: String)] { tags.map { ($0.key, $0.value) } }
  /// As the answer's `Tags`.
  var answer: [AWSValue] { tags.map { ["Key": .string($0.key), "Value": .string($0.value)] } }
  /// nil where there are none: AWS leaves the member out.
  var answerUnlessEmpty: AWSValue? { tags.isEmpty ? nil : .list(answer) }

  /// Adds tags; a key that is there already takes the new value and the new spelling.
  mutating func set(_ list: [AWSObject]) throws(AWSError) {
    var seen: Set<String> = []
    for object in list {
      let tag = Tag(key: object["Key"]?.string ?? "", value: object["Value"]?.string ?? "")
      try Self.check(tag)
      guard seen.insert(tag.key.lowercased()).inserted else {
        throw IAMError.invalidInput(
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
      }
      let old = tags.firstIndex { $0.key.lowercased() == tag.key.lowercased() }
      if let old { tags[old] = tag } else { tags.append(tag) }
    }
    if tags.count > 50 {
      throw IAMError.limitExceeded("The number of tags has reached the maximum limit.")
    }
  }

  mutating func remove(_ keys: [String]) throws(AWSError) {
    if keys.count > 50 {
      throw IAMError.validation(
        "1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: Member "
          + "must have length less than or equal to 50.")
    }
    let keys = Set(keys.map { $0.lowercased() })
    tags.removeAll { keys.contains($0.key.lowercased()) }
  }

  private static func check(_ tag: Tag) throws(AWSError) {
    guard tag.key.unicodeScalars.allSatisfy(isTagCharacter) else {
      throw IAMError.constraint(
        tag.key, "tags.X.member.key",
        #"satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+"#)
    }
    guard !tag.key.lowercased().hasPrefix("aws:") else {
      throw IAMError.invalidInput(
        "aws: prefixed tag key names are not allowed for external use.")
    }
  }

  /// Letters, separators and digits of any script, and `_.:/=+-@`.
  private static func isTagCharacter(_ scalar: UnicodeScalar) -> Bool {
    if "_.:/=+-@".unicodeScalars.contains(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      return true
    default: return false
    }
  }
}
