import AWS

/// What a session carries of who began it: tags, those of them that go on to the next role, and a
/// source identity, which nobody changes once it is set.
struct SessionMarks: Hashable, Sendable {
  var sessionTags = IAMTags()
  var transitiveKeys: [String] = []
  var sourceIdentity: String?

  var tags: [(key: String, value: String)] { sessionTags.pairs }

  init() {}

  /// Of a role that is assumed from a session, or from none.
  init(_ input: AssumeRole.Input, inheriting old: SessionMarks?) throws(AWSError) {
    let given = input.packed.tags
    let keys = given.tags.map { $0.key.lowercased() }
    for key in input.transitiveKeys where !keys.contains(key.lowercased()) {
      throw IAMError.validation(
        "The specified transitive tag key must be included in the requested tags.")
    }
    var inherited: [IAMTags.Tag] = []
    for key in old?.transitiveKeys ?? [] {
      if keys.contains(key.lowercased()) {
        throw IAMError.validation(
          "One of the specified transitive tag keys can't be set because it conflicts with a "
            + "transitive tag key from the calling session.")
      }
      inherited += old?.sessionTags.tags.filter { $0.key == key } ?? []
    }
    let all = given.tags + inherited
    do {
      try sessionTags.set(all.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    } catch {
      throw IAMError.validation(error.message)
    }
    transitiveKeys = input.transitiveKeys + (old?.transitiveKeys ?? [])
    if let before = old?.sourceIdentity, let new = input.sourceIdentity, new != before {
      throw AWSError(
        "AccessDenied", "SourceIdentity \(before) of the calling session can't be changed.",
        status: 403)
    }
    sourceIdentity = input.sourceIdentity ?? old?.sourceIdentity
  }

  /// Of a federated user.
  init(tags: IAMTags) { sessionTags = tags }

  /// From the column that holds them.
  init(column text: String?) {
    guard let text, let object = try? JSON.parse(text).object else { return }
    sessionTags = IAMTags(column: JSON.text(object["tags"] ?? []))
    transitiveKeys = object["transitive"]?.list?.compactMap(\.string) ?? []
    sourceIdentity = object["identity"]?.string
  }

  /// nil where there is nothing to keep.
  var column: String? {
    if sessionTags.isEmpty, sourceIdentity == nil { return nil }
    var object: AWSObject = [
      "tags": .list(sessionTags.answer), "transitive": .list(transitiveKeys.map(AWSValue.string)),
    ]
    object.set("identity", sourceIdentity.map(AWSValue.string))
    return JSON.text(object)
  }

  /// The condition keys of every call of the session.
  var context: [String: [String]] {
    var keys = AccessCheck.tags("aws:PrincipalTag", tags)
    keys["aws:SourceIdentity"] = sourceIdentity.map { [$0] }
    return keys
  }
}
