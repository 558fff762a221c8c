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
    node.memberIndex[name].map { Member(service: service, node: node.members[$0]) }
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

final class ShapeNode: Sendable {
  let name: String
  let kind: Shape.Kind
  let members: [MemberNode]
  let memberIndex: [String: Int]
  /// Members by their name in a request of the ec2 and query protocols.
  let queryIndex: [String: Int]
  /// Members of the body by their name in XML.
  let xmlIndex: [String: Int]
  let element: MemberNode?
  let key: MemberNode?
  let value: MemberNode?
  /// The member that is the whole body.
  let payload: Int?
  let isFlattened: Bool
  let timestampFormat: TimestampFormat?
  let xmlNamespace: XMLNamespace?
  let wireName: String?
  let isEventStream: Bool
  let isEvent: Bool
  let isUnion: Bool
  let allowedValues: [String]
  let minimum: Int64?
  let maximum: Int64?
  let error: ErrorTraits?

  struct ErrorTraits: Sendable {
    let code: String?
    let status: Int
    let isSenderFault: Bool
  }

  init(_ name: String, _ value: AWSValue, wire: WireProtocol, shapeIndex: [String: Int]) {
    self.name = name
    kind = value["type"]?.string.flatMap(Shape.Kind.init(rawValue:)) ?? .string
    let required = Set((value["required"]?.list ?? []).compactMap(\.string))
    var members: [MemberNode] = []
    for (name, member) in value["members"]?.object ?? [:] {
      let node = MemberNode(name, member, required.contains(name), wire, shapeIndex)
      members.append(node)
    }
    self.members = members
    memberIndex = Self.index(members, by: { $0.name })
    queryIndex =
      wire == .ec2 || wire == .query ? Self.index(members, by: { $0.queryName }) : [:]
    xmlIndex = wire == .json ? [:] : Self.index(members, by: { $0.wireName }, bodyOnly: true)
    func part(_ key: String) -> MemberNode? {
      value[key].map { MemberNode(key, $0, false, wire, shapeIndex) }
    }
    element = part("member")
    key = part("key")
    self.value = part("value")
    if let name = value["payload"]?.string { payload = memberIndex[name] } else { payload = nil }
    isFlattened = value["flattened"] == true
    timestampFormat = value["timestampFormat"]?.string.flatMap(TimestampFormat.init(rawValue:))
    xmlNamespace = value["xmlNamespace"].map(XMLNamespace.init)
    wireName = value["locationName"]?.string
    isEventStream = value["eventstream"] == true
    isEvent = value["event"] == true
    isUnion = value["union"] == true
    allowedValues = (value["enum"]?.list ?? []).compactMap(\.string)
    minimum = value["min"]?.integer
    maximum = value["max"]?.integer
    let status = value["httpStatusCode"]?.integer ?? (value["fault"] == true ? 500 : 400)
    error =
      value["exception"] == true
      ? ErrorTraits(
        code: value["code"]?.string, status: Int(status),
        isSenderFault: value["senderFault"] == true || status < 500) : nil
  }

  private static func index(
    _ members: [MemberNode], by name: (MemberNode) -> String, bodyOnly: Bool = false
  ) -> [String: Int] {
    var index: [String: Int] = [:]
    index.reserveCapacity(members.count)
    for (position, member) in members.enumerated()
    where !bodyOnly || (member.location == .body && !member.isXMLAttribute) {
      index[name(member)] = position
    }
    return index
  }
}

struct MemberNode: Sendable {
  let name: String
  /// The index of its shape.
  let target: Int
  let wireName: String
  /// Whether `wireName` is the model's own word, not the member's name.
  let hasWireName: Bool
  /// Its name in a request of the ec2 and query protocols.
  let queryName: String
  let location: Member.Location
  let isRequired: Bool
  let isFlattened: Bool
  let isXMLAttribute: Bool
  let isStreaming: Bool
  let isEventPayload: Bool
  let isHostLabel: Bool
  let isIdempotencyToken: Bool
  let timestampFormat: TimestampFormat?
  let xmlNamespace: XMLNamespace?

  init(
    _ name: String, _ value: AWSValue, _ isRequired: Bool, _ wire: WireProtocol,
    _ shapeIndex: [String: Int]
  ) {
    self.name = name
    self.isRequired = isRequired
    let shape = value.string ?? value["shape"]?.string ?? ""
    guard let target = shapeIndex[shape] else {
      preconditionFailure("the model's member \(name) has the unknown shape \(shape)")
    }
    self.target = target
    guard let traits = value.object else {
      (wireName, hasWireName, queryName, location) = (name, false, name, .body)
      (isFlattened, isXMLAttribute, isStreaming, isEventPayload) = (false, false, false, false)
      (isHostLabel, isIdempotencyToken, timestampFormat, xmlNamespace) = (false, false, nil, nil)
      return
    }
    let locationName = traits["locationName"]?.string
    wireName = locationName ?? name
    hasWireName = locationName != nil
    if wire == .ec2 {
      // The EC2 protocol capitalises on the way in.
      let capital = locationName.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      queryName = traits["queryName"]?.string ?? capital ?? name
    } else {
      queryName = wireName
    }
    location = traits["location"]?.string.flatMap(Member.Location.init(rawValue:)) ?? .body
    isFlattened = traits["flattened"] == true
    isXMLAttribute = traits["xmlAttribute"] == true
    isStreaming = traits["streaming"] == true
    isEventPayload = traits["eventpayload"] == true
    isHostLabel = traits["hostLabel"] == true
    isIdempotencyToken = traits["idempotencyToken"] == true
    timestampFormat = traits["timestampFormat"]?.string.flatMap(TimestampFormat.init(rawValue:))
    xmlNamespace = traits["xmlNamespace"].map(XMLNamespace.init)
  }
}

/// An `xmlns` attribute of an element.
struct XMLNamespace: Sendable {
  let prefix: String?
  let uri: String

  init(_ value: AWSValue) {
    prefix = value["prefix"]?.string
    uri = value["uri"]?.string ?? value.string ?? ""
  }

  var attribute: XMLElement.Attribute {
    XMLElement.Attribute(name: prefix.map { "xmlns:\($0)" } ?? "xmlns", value: uri)
  }
}

/// How a timestamp is written.
enum TimestampFormat: String, Sendable {
  case iso8601
  case rfc822
  case epoch = "unixTimestamp"
}
