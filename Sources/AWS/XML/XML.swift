/// XML 1.0 as AWS speaks it: elements, attributes and text; no document types and no entities
/// beyond the five and the numeric ones, so that nothing can expand or reach outside.
package enum XML {
  /// Nesting beyond this is refused, so that hostile input can't exhaust the stack.
  package static let depthLimit = 256

  package struct ParseError: Error, Hashable, Sendable {
    /// Counted in bytes from 0.
    package var offset: Int
    package var message: String
  }

  package static func parse(_ bytes: [UInt8]) throws(ParseError) -> XMLElement {
    var parser = XMLTreeParser(bytes)
    return try parser.document()
  }
}

/// An element, with the text directly inside it.
package struct XMLElement: Hashable, Sendable {
  /// Without its namespace prefix.
  package var name: String
  /// Names as written, `xmlns` ones included: `xsi:type`.
  package var attributes: [Attribute]
  package var children: [XMLElement]
  /// All text directly inside, joined.
  package var text: String

  package struct Attribute: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  package init(
    name: String, attributes: [Attribute] = [], children: [XMLElement] = [], text: String = ""
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
  }

  /// The first child of that name.
  package subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  package func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }
}
