import AWS
import Documents

extension PolicyLoader {
  /// One action: a word, or a mapping with its `type`.
  mutating func action(_ node: Node, on type: ResourceType) -> (any Action)? {
    let name: String
    var reader: MappingReader
    if let word = node.string {
      name = word
      reader = MappingReader(Node(.mapping([]), at: node.position), of: "action `\(word)`")
    } else if let word = node["type"]?.string {
      name = word
      reader = MappingReader(node, of: "action `\(word)`")
      reader.allow("type")
    } else {
      error(node.position, "an action has no `type`", "expected a word, or a mapping with `type`")
      return nil
    }
    let place = node["type"]?.position ?? node.position
    guard let kind = ActionKind.all.first(where: { $0.names.contains(name) && $0.supports(type) })
    else {
      let known = ActionKind.all.filter { $0.supports(type) }.flatMap(\.names)
      error(
        place, "action `\(name)` is not supported on \(type.name)",
        Spelling.suggestion(for: name, among: known))
      return nil
    }
    let action = kind.load(name, &reader, type, node)
    diagnostics += reader.finish()
    return action
  }
}

/// A kind of action: its names, the resource types that have it, and how it is read.
struct ActionKind: Sendable {
  let names: [String]
  /// nil for all.
  let types: [String]?
  let load: @Sendable (String, inout MappingReader, ResourceType, Node) -> (any Action)?

  func supports(_ type: ResourceType) -> Bool { types?.contains(type.name) ?? true }

  static let all: [ActionKind] = [
    ActionKind(names: ["remove-permissions"], types: ["aws.security-group"]) {
      _, reader, _, _ in
      func which(_ key: String) -> RemovePermissions.Which {
        guard let node = reader.node(key) else { return .matched }
        switch node.string {
        case "matched": return .matched
        case "all": return .all
        default: break
        }
        if let items = node.sequence, items.allSatisfy({ $0.mapping != nil }) {
          return .listed(items.map(\.value))
        }
        reader.error(
          at: node.position,
          "`\(key)` can't be \(node.scalarText.map { "`\($0)`" } ?? node.kindName)",
          suggestion: "expected `matched`, `all` or a list of permissions")
        return .listed([])
      }
      return RemovePermissions(
        position: reader.position, ingress: which("ingress"), egress: which("egress"))
    },
    ActionKind(names: ["set-public-block"], types: ["aws.s3"]) { _, reader, _, _ in
      var named: [(key: String, value: Bool)] = []
      for key in PublicBlockFilter.keys {
        if let value = reader.bool(key) { named.append((key, value)) }
      }
      return SetPublicBlock(
        position: reader.position, state: reader.bool("state") ?? true, named: named)
    },
    ActionKind(names: ["delete-global-grants"], types: ["aws.s3"]) { _, reader, _, _ in
      DeleteGlobalGrants(
        position: reader.position,
        grantees: reader.strings("grantees")
          ?? [GlobalGrantsFilter.authenticatedUsers, GlobalGrantsFilter.allUsers])
    },
    ActionKind(names: ["remove-statements"], types: ["aws.s3"]) { _, reader, _, _ in
      guard let node = reader.requiredNode("statement_ids") else { return nil }
      switch node.string {
      case "matched": return RemoveStatements(position: reader.position, which: .matched)
      case "*": return RemoveStatements(position: reader.position, which: .all)
      default: break
      }
      guard let ids = reader.strings("statement_ids") else { return nil }
      return RemoveStatements(position: reader.position, which: .ids(ids))
    },
    ActionKind(names: ["set-policy"], types: ["aws.iam-user", "aws.iam-role"]) {
      _, reader, type, _ in
      let state = reader.requiredString("state")
      let arn = reader.requiredString("arn")
      if !["attached", "detached", ""].contains(state) {
        reader.error(
          at: reader.node("state")?.position, "`state` can't be `\(state)`",
          suggestion: "expected `attached` or `detached`")
      }
      if state == "attached", arn == "*" {
        reader.error(
          at: reader.node("arn")?.position, "`*` can't be attached", suggestion: "expected an ARN")
      }
      return SetPolicy(
        position: reader.position, attaches: state == "attached", policy: arn,
        kind: type.name == "aws.iam-user" ? "User" : "Role")
    },
    ActionKind(names: ["set-logging"], types: ["aws.cloudtrail"]) { _, reader, _, _ in
      SetLogging(position: reader.position, isEnabled: reader.bool("enabled") ?? true)
    },
    ActionKind(names: ["tag", "mark"], types: nil) { name, reader, type, _ in
      tag(name, &reader, type)
    },
    ActionKind(names: ["remove-tag", "unmark", "untag"], types: nil) { name, reader, type, _ in
      RemoveTagAction(
        name: name, position: reader.position, keys: reader.strings("tags") ?? ["maid_status"],
        type: type)
    },
    ActionKind(names: ["mark-for-op"], types: nil) { name, reader, type, _ in
      mark(name, &reader, type)
    },
    ActionKind(names: ["notify"], types: nil) { _, reader, _, node in notify(&reader, node) },
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
