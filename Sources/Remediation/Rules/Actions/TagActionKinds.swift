import AWS
import Documents

extension Tagging {
  /// The actions on tags, under the names that c7n gives them on types that are tagged so.
  var actions: [ActionKind] {
    switch self {
    case .untagged: []
    case .ec2:
      [
        .tag(["tag", "mark"]), .removeTag(["remove-tag", "unmark", "untag"]), .markForOp,
        .copyRelatedTag, .autoTagUser, .renameTag, .normalizeTag, .trimTags,
      ]
    case .s3:
      [
        .tag(["tag"]), .removeTag(["remove-tag", "unmark"]), .markForOp, .copyRelatedTag,
        .autoTagUser,
      ]
    case .iam:
      [.tag(["tag"]), .removeTag(["remove-tag"]), .markForOp, .copyRelatedTag, .autoTagUser]
    case .resourceGroups:
      [
        .tag(["tag"]), .removeTag(["remove-tag"]), .markForOp, .copyRelatedTag, .autoTagUser,
        .renameTag,
      ]
    }
  }
}

extension ActionKind {
  static func tag(_ names: [String]) -> ActionKind {
    ActionKind(names: names) { name, reader, type, _ in tag(name, &reader, type) }
  }

  static func removeTag(_ names: [String]) -> ActionKind {
    ActionKind(names: names) { name, reader, type, _ in
      RemoveTagAction(
        name: name, position: reader.position, keys: reader.strings("tags") ?? ["maid_status"],
        type: type)
    }
  }

  static let markForOp = ActionKind(names: ["mark-for-op"]) { name, reader, type, _ in
    mark(name, &reader, type)
  }

  private static func tag(_ name: String, _ reader: inout MappingReader, _ type: ResourceType)
    -> (any Action)?
  {
    let value = text("value", &reader) ?? text("msg", &reader)
    let key = reader.string("key")
    let tag = reader.string("tag")
    if key != nil, tag != nil {
      reader.error("\(reader.subject) has `key` and `tag`", suggestion: "expected one of them")
    }
    var tags: [(key: String, value: TagAction.Value)] = []
    if let node = reader.node("tags") {
      reader.decodeNode(node, of: "`tags`") { reader in
        for pair in reader.node.mapping ?? [] {
          guard let name = pair.key.scalarText else { continue }
          reader.allow(name)
          if let value = text(name, &reader) { tags.append((name, .text(value))) }
        }
      }
    }
    if let value { tags.append((key ?? tag ?? "maid_status", .text(value))) }
    if tags.isEmpty, reader.diagnostics.isEmpty {
      reader.error("\(reader.subject) names no tags", suggestion: "expected `tags`, or `value`")
    }
    return TagAction(name: name, position: reader.position, tags: tags, type: type)
  }

  /// A tag's value; what would be looked up in the resource is refused.
  private static func text(_ key: String, _ reader: inout MappingReader) -> String? {
    guard let node = reader.node(key) else { return nil }
    if node.mapping != nil {
      reader.error(
        at: node.position, "a tag's value that is looked up is not supported",
        suggestion: "expected a string")
      return nil
    }
    return reader.text(key)
  }

  private static func mark(_ name: String, _ reader: inout MappingReader, _ type: ResourceType)
    -> (any Action)?
  {
    let zone = reader.markZone()
    let template =
      reader.string("msg") ?? "Resource does not meet policy: {op}@{action_date}"
    // Without days and hours it is due today: four days is only what the documentation says.
    let after = reader.delay(days: "days", hours: "hours")
    let value = TagAction.Value.mark(
      template: template, op: reader.markedOp(on: type), after: after, zone: zone,
      withHours: reader.node["hours"]?.double ?? 0 > 0)
    return TagAction(
      name: name, position: reader.position, tags: [(reader.string("tag") ?? "maid_status", value)],
      type: type)
  }
}
