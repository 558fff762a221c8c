import AWS
import Documents

/// What a part of a policy may look like, checked when the policy is loaded: a small schema.
indirect enum NodeForm: Sendable {
  case text
  case whole
  case flag
  /// Text in one of the forms that dates have here.
  case date
  case word([String])
  case list(NodeForm)
  /// A mapping with these members only.
  case mapping([(String, NodeForm)], required: [String] = [], justOne: Bool = false)
  /// A list or a mapping of whatever, or text where `orText`.
  case any([Kind])

  enum Kind: String, Sendable { case text = "a string", list = "a list", mapping = "a mapping" }

  func check(_ node: Node, _ name: String, _ reader: inout MappingReader) {
    switch self {
    case .text: require(node.string != nil, node, name, "a string", &reader)
    case .whole: require(node.integer != nil, node, name, "a whole number", &reader)
    case .flag: require(node.bool != nil, node, name, "true or false", &reader)
    case .date:
      let isDate = node.string.map { DateForm.parse($0) != nil } ?? false
      require(isDate, node, name, "a date such as `2024-05-06`", &reader)
    case .word(let words):
      if let text = node.string, words.contains(text) { return }
      let shown = node.scalarText.map { "`\($0)`" } ?? node.kindName
      reader.error(
        at: node.position, "`\(name)` can't be \(shown)",
        suggestion: Spelling.suggestion(for: node.scalarText ?? "", among: words))
    case .list(let item):
      guard let items = node.sequence else {
        return require(false, node, name, "a list", &reader)
      }
      for node in items { item.check(node, name, &reader) }
    case .any(let kinds):
      let isFit = kinds.contains { kind in
        switch kind {
        case .text: node.string != nil
        case .list: node.sequence != nil
        case .mapping: node.mapping != nil
        }
      }
      require(
        isFit, node, name, kinds.map(\.rawValue).joined(separator: " or "), &reader)
    case .mapping(let members, let required, let justOne):
      guard let pairs = node.mapping else {
        return require(false, node, name, "a mapping", &reader)
      }
      for key in required where node[key] == nil {
        reader.error(
          at: node.position, "`\(name)` has no `\(key)`", suggestion: "expected `\(key)`")
      }
      if justOne, pairs.count != 1 {
        reader.error(
          at: node.position, "`\(name)` has \(pairs.count) members", suggestion: "expected one")
      }
      for pair in pairs {
        let key = pair.key.scalarText ?? ""
        guard let member = members.first(where: { $0.0 == key }) else {
          reader.error(
            at: pair.key.position, "unknown key `\(key)` in `\(name)`",
            suggestion: Spelling.suggestion(for: key, among: members.map(\.0)))
          continue
        }
        member.1.check(pair.value, key, &reader)
      }
    }
  }

  private func require(
    _ holds: Bool, _ node: Node, _ name: String, _ expected: String,
    _ reader: inout MappingReader
  ) {
    guard !holds else { return }
    let shown = node.scalarText.map { "`\($0)`" } ?? node.kindName
    reader.error(
      at: node.position, "`\(name)` can't be \(shown)", suggestion: "expected \(expected)")
  }
}
