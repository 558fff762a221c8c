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
      let names = type.allActions.flatMap(\.names)
      let written = node.mapping?.first?.key.string ?? ""
      error(
        node.position, "an action has no `type`",
        node.mapping?.count == 1 && names.contains(written)
          ? "expected `{type: \(written), ...}`, with what stands below it beside `type`"
          : "expected a word, or a mapping with `type`")
      return nil
    }
    let place = node["type"]?.position ?? node.position
    guard let kind = type.allActions.first(where: { $0.names.contains(name) })
    else {
      let missing = CustodianNames.missing(action: name, on: type)
      error(place, missing.message, missing.suggestion)
      return nil
    }
    let before = errorCount()
    let action = kind.load(&self, name, &reader, type, node)
    diagnostics += reader.finish()
    // Invariant: what isn't used has an error.
    if action == nil, errorCount() == before {
      error(place, "\(reader.subject) can't be used as it stands")
    }
    return action
  }
}

/// A kind of action: its names, and how it is read.
struct ActionKind: Sendable {
  typealias Load =
    @Sendable (inout PolicyLoader, String, inout MappingReader, ResourceType, Node) -> (any Action)?

  let names: [String]
  /// Whether it is known only to be refused with a reason of its own.
  var isRefused = false
  let load: Load

  init(
    names: [String],
    _ load: @escaping @Sendable (String, inout MappingReader, ResourceType, Node) -> (any Action)?
  ) {
    self.names = names
    self.load = { _, name, reader, type, node in load(name, &reader, type, node) }
  }

  /// For what reads filters or values of the policy's own.
  init(names: [String], loader load: @escaping Load) {
    self.names = names
    self.load = load
  }
}

extension ResourceType {
  /// Its own first, then ours, those on tags, and those that every type has.
  var allActions: [ActionKind] { actions + narrowActions + tagging.actions + ActionKind.generic }
}
