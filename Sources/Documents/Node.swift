package import AWS

/// A value in one of the user's files, with the place where it stands.
package struct Node: Sendable {
  package enum Kind: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case sequence([Node])
    case mapping([Pair])
  }

  /// A member of a mapping, in file order. Keys are unique after merging.
  package struct Pair: Sendable {
    package var key: Node
    package var value: Node

    package init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }
  }

  package var kind: Kind
  package var position: SourcePosition
  /// Whether YAML 1.1 takes it for a date: here it is the string all the same.
  package var isPlainDate = false

  package init(_ kind: Kind, at position: SourcePosition) {
    self.kind = kind
    self.position = position
  }
}

extension Node {
  package var string: String? {
    if case .string(let text) = kind { text } else { nil }
  }
  package var bool: Bool? {
    if case .bool(let flag) = kind { flag } else { nil }
  }
  package var integer: Int64? {
    if case .integer(let number) = kind { number } else { nil }
  }
  /// A double, or an integer as one.
  package var double: Double? {
    switch kind {
    case .double(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }
  package var sequence: [Node]? {
    if case .sequence(let items) = kind { items } else { nil }
  }
  package var mapping: [Pair]? {
    if case .mapping(let pairs) = kind { pairs } else { nil }
  }
  package var isNull: Bool {
    if case .null = kind { true } else { false }
  }

  /// A member of a mapping by its name; nil for any other node.
  package subscript(name: String) -> Node? {
    mapping?.first { $0.key.string == name }?.value
  }

  /// A scalar as the text a person would write; nil for sequences and mappings.
  package var scalarText: String? {
    switch kind {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .string(let text): text
    case .sequence, .mapping: nil
    }
  }

  /// What kind of thing it is, in the words of a diagnostic.
  package var kindName: String {
    switch kind {
    case .null: "nothing"
    case .bool: "a boolean"
    case .integer: "a whole number"
    case .double: "a number"
    case .string: "a string"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The node as a value without places; keys that are no strings become their text.
  package var value: AWSValue {
    switch kind {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .sequence(let items): .list(items.map(\.value))
    case .mapping(let pairs):
      .object(
        AWSObject(
          pairs.map { ($0.key.scalarText ?? JSON.text($0.key.value), $0.value.value) }))
    }
  }
}
