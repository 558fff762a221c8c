import AWS
import Documents

extension ActionKind {
  /// The actions that every resource type has.
  static let generic: [ActionKind] = [
    ActionKind(names: ["notify"]) { _, reader, _, node in notify(&reader, node) }
  ]

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
