/// The form of a value: of an input, an output, an error, or a member of one.
package struct Shape: Sendable {
  package let service: ServiceModel
  let node: ShapeNode

  package enum Kind: String, Hashable, Sendable {
    case structure, list, map, string, integer, long, float, double, boolean, timestamp, blob
  }

  package var name: String { node.name }
  package var kind: Kind { node.kind }
  /// In the model's order; empty for what is no structure.
  package var members: [Member] { node.members.map { Member(service: service, node: $0) } }
  package var required: [String] { node.members.filter(\.isRequired).map(\.name) }
  /// What a list holds.
  package var element: Shape? { target(node.element) }
  /// What a map is keyed by.
  package var key: Shape? { target(node.key) }
  /// What a map holds.
  package var value: Shape? { target(node.value) }
  /// The values that are allowed; empty where any is, and for all of EC2.
  package var allowedValues: [String] { node.allowedValues }
  /// Least length, number of items, or value.
  package var minimum: Int64? { node.minimum }
  package var maximum: Int64? { node.maximum }
  package var isError: Bool { node.error != nil }
  /// The code of an error on the wire, where it isn't the shape's name.
  package var errorCode: String { node.error?.code ?? node.name }
  package var errorStatus: Int { node.error?.status ?? 400 }

  package subscript(name: String) -> Member? {
    node.position(named: name).map { Member(service: service, node: node.members[$0]) }
  }

  private func target(_ member: MemberNode?) -> Shape? {
    member.map { Shape(service: service, node: service.shapeNodes[$0.target]) }
  }
}

/// A named member of a structure.
package struct Member: Sendable {
  package let service: ServiceModel
  let node: MemberNode

  package enum Location: String, Hashable, Sendable {
    case body, uri, header, headers
    case query = "querystring"
    /// The status of an answer.
    case status = "statusCode"
  }

  package var name: String { node.name }
  /// `locationName`, or the name.
  package var wireName: String { node.wireName }
  package var location: Location { node.location }
  package var isRequired: Bool { node.isRequired }
  /// Whether SDKs fill the member in, so that a call sent twice counts once.
  package var isIdempotencyToken: Bool { node.isIdempotencyToken }
  package var shape: Shape { Shape(service: service, node: service.shapeNodes[node.target]) }
}
