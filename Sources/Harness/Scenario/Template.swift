package import AWS
import Documents

/// A value of a scenario file in which names stand for what a run makes: `$web.sg` as a whole
/// string, `${logs.bucket}` within one.
package struct Template: Sendable {
  package let value: AWSValue
  let position: SourcePosition

  init(_ node: Node) {
    value = node.value
    position = node.position
  }

  /// The names in a node, with their places.
  static func references(in node: Node) -> [(name: String, position: SourcePosition)] {
    switch node.kind {
    case .string(let text): Reference.parts(text).compactMap(\.name).map { ($0, node.position) }
    case .sequence(let items): items.flatMap(references)
    case .mapping(let pairs): pairs.flatMap { references(in: $0.value) }
    default: []
    }
  }

  /// With the names replaced; a name that isn't known is left as it stands, which the reader has
  /// diagnosed before.
  func resolved(_ names: Names) -> AWSValue { Self.resolve(value, names) }

  private static func resolve(_ value: AWSValue, _ names: Names) -> AWSValue {
    switch value {
    case .string(let text): return Reference.resolve(text, names)
    case .list(let items): return .list(items.map { resolve($0, names) })
    case .object(let object):
      return .object(AWSObject(object.map { ($0.key, resolve($0.value, names)) }))
    default: return value
    }
  }
}

/// What a run has made, by the names that its files give.
package struct Names: Sendable {
  private var values: [String: AWSValue] = [:]

  package init() {}

  package subscript(name: String) -> AWSValue? {
    get { values[name] }
    set { values[name] = newValue }
  }
}

/// `$name.member` and `${name.member}` in a text.
enum Reference {
  struct Part {
    /// nil for plain text.
    var name: String?
    var text: String
  }

  static func parts(_ text: String) -> [Part] {
    if text.hasPrefix("$"), isName(text.dropFirst()) {
      return [Part(name: String(text.dropFirst()), text: text)]
    }
    var parts: [Part] = []
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      let after = rest[rest.index(after: dollar)...]
      guard after.first == "{", let end = after.firstIndex(of: "}"),
        isName(after[after.index(after: after.startIndex)..<end])
      else {
        parts.append(Part(name: nil, text: String(rest[...dollar])))
        rest = after
        continue
      }
      parts.append(Part(name: nil, text: String(rest[..<dollar])))
      let name = String(after[after.index(after: after.startIndex)..<end])
      parts.append(Part(name: name, text: "${\(name)}"))
      rest = after[after.index(after: end)...]
    }
    parts.append(Part(name: nil, text: String(rest)))
    return parts
  }

  /// Two words with a dot between them, so that IAM's `${aws:username}` is left alone.
  private static func isName(_ text: some StringProtocol) -> Bool {
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    return words.count == 2
      && words.allSatisfy { word in
        !word.isEmpty
          && word.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
              || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
          }
      }
  }

  static func resolve(_ text: String, _ names: Names) -> AWSValue {
    guard text.contains("$") else { return .string(text) }
    let parts = parts(text)
    if parts.count == 1, let name = parts[0].name { return names[name] ?? .string(text) }
    let resolved = parts.map { part in
      part.name.flatMap { names[$0] }.map(plain) ?? part.text
    }
    return .string(resolved.joined())
  }

  private static func plain(_ value: AWSValue) -> String {
    value.string ?? value.integer.map(String.init) ?? JSON.text(value)
  }
}
