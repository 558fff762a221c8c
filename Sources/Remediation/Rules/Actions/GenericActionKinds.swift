import AWS
import Documents

extension ActionKind {
  /// The actions that every resource type has.
  static let generic: [ActionKind] = [
    ActionKind(names: ["tag", "mark"]) { name, reader, type, _ in
      tag(name, &reader, type)
    },
    ActionKind(names: ["remove-tag", "unmark", "untag"]) { name, reader, type, _ in
      RemoveTagAction(
        name: name, position: reader.position, keys: reader.strings("tags") ?? ["maid_status"],
        type: type)
    },
    ActionKind(names: ["mark-for-op"]) { name, reader, type, _ in
      mark(name, &reader, type)
    },
    ActionKind(names: ["notify"]) { _, reader, _, node in notify(&reader, node) },
  ]

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
    guard let text = reader.text(key) else { return nil }
    if text.contains("{now") {
      reader.error(
        at: node.position, "`{now}` in a tag is not supported",
        suggestion: "expected `{account_id}`, `{region}` or plain text")
    }
    return text
  }

  private static func mark(_ name: String, _ reader: inout MappingReader, _ type: ResourceType)
    -> (any Action)?
  {
    if let zone = reader.string("tz"), !["utc", "UTC"].contains(zone) {
      reader.error(
        at: reader.node("tz")?.position, "time zone `\(zone)` is not supported",
        suggestion: "expected `utc`")
    }
    let template =
      reader.string("msg") ?? "Resource does not meet policy: {op}@{action_date}"
    // Without days and hours it is due today: four days is only what the documentation says.
    let days = reader.double("days") ?? 0
    let hours = reader.double("hours") ?? 0
    let after = Duration.microseconds(Int64((days * 24 + hours) * 3_600_000_000))
    let value = TagAction.Value.mark(
      template: template, op: reader.string("op") ?? "stop", after: after, withHours: hours > 0)
    return TagAction(
      name: name, position: reader.position, tags: [(reader.string("tag") ?? "maid_status", value)],
      type: type)
  }

  private static func notify(_ reader: inout MappingReader, _ node: Node) -> (any Action)? {
    for pair in node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
    if reader.node("to") == nil, reader.node("to_from") == nil {
      reader.error("action `notify` has no `to`", suggestion: "expected a list `to`")
    }
    _ = reader.strings("to")
    for key in ["to_from", "cc_from"] {
      if let node = reader.node(key) {
        reader.error(at: node.position, "`\(key)` is not supported", suggestion: "expected `to`")
      }
    }
    guard let transportNode = reader.requiredNode("transport") else { return nil }
    let transport: Notice.Transport? = reader.decodeNode(transportNode, of: "a transport") {
      reader in
      switch reader.requiredString("type") {
      case "webhook": return .webhook(url: reader.requiredString("url"))
      case "file": return .file(path: reader.requiredString("path"))
      case "": return nil
      case let other:
        for pair in reader.node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
        reader.error(
          at: reader.node("type")?.position, "transport `\(other)` is not supported",
          suggestion: "expected `webhook` with `url`, or `file` with `path`")
        return nil
      }
    }
    return transport.map {
      Notify(position: reader.position, transport: $0, document: node.value.object ?? [:])
    }
  }
}
