import Documents

/// Where a scenario takes place: a file by its name, a mapping, or a mapping on top of a file.
extension ScenarioReader {
  mutating func environment(_ reader: inout MappingReader) -> Environment {
    guard let node = reader.requiredNode("environment") else { return Environment() }
    var source = node
    var name = ""
    if let base = node["base"] ?? (node.string == nil ? nil : node) {
      name = base.string ?? ""
      guard let found = file(name, base, &reader) else { return Environment() }
      source = node.string == nil ? found.overlaid(with: node, leavingOut: "base") : found
    }
    var inner = EnvironmentReader()
    let environment = inner.read(source, name: name)
    diagnostics += inner.diagnostics
    names = inner.names
    return environment
  }

  private mutating func file(_ name: String, _ node: Node, _ reader: inout MappingReader)
    -> Node?
  {
    guard let (path, text) = files.environment(name) else {
      reader.error(
        at: node.position, "there is no environment `\(name)`",
        suggestion: "expected the name of a file in Scenarios/Environments")
      return nil
    }
    let (root, problems) = Document.parse(text, file: path)
    diagnostics += problems
    return root
  }
}

extension Node {
  /// Mappings are joined member by member, lists one after the other; anything else is replaced.
  fileprivate func overlaid(with top: Node, leavingOut omitted: String? = nil) -> Node {
    switch (kind, top.kind) {
    case (.mapping(var pairs), .mapping(let added)):
      for pair in added where pair.key.string != omitted || omitted == nil {
        if let index = pairs.firstIndex(where: { $0.key.string == pair.key.string }) {
          pairs[index].value = pairs[index].value.overlaid(with: pair.value)
        } else {
          pairs.append(pair)
        }
      }
      return Node(.mapping(pairs), at: top.position)
    case (.sequence(let items), .sequence(let added)):
      return Node(.sequence(items + added), at: top.position)
    default: return top
    }
  }
}
