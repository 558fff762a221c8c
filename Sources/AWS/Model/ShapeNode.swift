/// A shape as the codecs use it: everything they ask for is worked out once, at parsing.
final class ShapeNode: Sendable {
  let name: String
  let kind: Shape.Kind
  let members: [MemberNode]
  /// Positions by name, by the name in a request of the ec2 and query protocols, and by the name
  /// in XML; empty where there are so few members that looking through them is quicker.
  private let byName: [String: Int]
  private let byQueryName: [String: Int]
  private let byElement: [String: Int]
  /// Names as elements, in order, where they aren't hashed; empty for what is no element.
  private let elementNames: [String]
  let element: MemberNode?
  let key: MemberNode?
  let value: MemberNode?
  /// The member that is the whole body.
  let payload: Int?
  let isFlattened: Bool
  let timestampFormat: TimestampFormat?
  let xmlNamespace: XMLNamespace?
  let hasXMLAttributes: Bool
  let isEventStream: Bool
  let allowedValues: [String]
  let minimum: Int64?
  let maximum: Int64?
  let error: ErrorTraits?

  struct ErrorTraits: Sendable {
    let code: String?
    let status: Int
  }

  /// Reads the shape's description.
  init(
    _ name: String, _ parser: inout JSONParser, wire: WireProtocol, shapes: inout ShapeNames
  ) throws(JSON.ParseError) {
    var traits = AWSObject()
    var kind = Shape.Kind.string
    var required: [String] = []
    var members: [MemberNode] = []
    var parts: [String: MemberNode] = [:]
    try parser.eachMember { parser, trait throws(JSON.ParseError) in
      switch trait {
      case "type": kind = Shape.Kind(rawValue: try parser.string()) ?? .string
      // `dev models` writes it before the members.
      case "required": required = (try parser.value().list ?? []).compactMap(\.string)
      case "members":
        try parser.eachMember { parser, name throws(JSON.ParseError) in
          let isRequired = required.contains(name)
          members.append(try MemberNode(name, &parser, wire, &shapes, isRequired: isRequired))
        }
      case "member", "key", "value":
        parts[trait] = try MemberNode(trait, &parser, wire, &shapes)
      default: traits[trait] = try parser.value()
      }
    }
    self.name = name
    self.kind = kind
    self.members = members
    let isForm = wire == .ec2 || wire == .query
    byName = Self.index(members) { $0.name }
    byQueryName = isForm ? Self.index(members) { $0.queryName } : [:]
    byElement = wire.isJSON ? [:] : Self.index(members) { $0.elementName }
    elementNames =
      wire.isJSON || members.count > Self.fewMembers ? [] : members.map { $0.elementName ?? "" }
    hasXMLAttributes = members.contains { $0.isXMLAttribute }
    (element, key, value) = (parts["member"], parts["key"], parts["value"])
    let payload = traits["payload"]?.string
    self.payload = members.firstIndex { $0.name == payload }
    isFlattened = traits["flattened"] == true
    timestampFormat = traits["timestampFormat"]?.string.flatMap(TimestampFormat.init(rawValue:))
    xmlNamespace = traits["xmlNamespace"].map(XMLNamespace.init)
    isEventStream = traits["eventstream"] == true
    allowedValues = (traits["enum"]?.list ?? []).compactMap(\.string)
    minimum = traits["min"]?.integer
    maximum = traits["max"]?.integer
    let status = traits["httpStatusCode"]?.integer ?? (traits["fault"] == true ? 500 : 400)
    error =
      traits["exception"] == true
      ? ErrorTraits(code: traits["code"]?.string, status: Int(status)) : nil
  }

  /// More members than this are hashed.
  private static let fewMembers = 8

  private static func index(_ members: [MemberNode], by name: (MemberNode) -> String?)
    -> [String: Int]
  {
    if members.count <= fewMembers { return [:] }
    var index: [String: Int] = [:]
    index.reserveCapacity(members.count)
    for (position, member) in members.enumerated() {
      if let name = name(member) { index[name] = position }
    }
    return index
  }

  func position(named name: String) -> Int? {
    if members.count > Self.fewMembers { return byName[name] }
    return members.firstIndex { $0.name == name }
  }

  func position(queried name: String) -> Int? {
    if members.count > Self.fewMembers { return byQueryName[name] }
    return members.firstIndex { $0.queryName == name }
  }

  /// Of members that share an element the last counts.
  func position(element name: String) -> Int? {
    if members.count > Self.fewMembers { return byElement[name] }
    return elementNames.lastIndex(of: name)
  }

  var isScalar: Bool { kind != .structure && kind != .list && kind != .map }
}

/// A member as the codecs use it.
final class MemberNode: Sendable {
  let name: String
  /// The index of its shape.
  let target: Int
  let wireName: String
  /// Its name in a request of the ec2 and query protocols.
  let queryName: String
  let location: Member.Location
  let timestampFormat: TimestampFormat?
  let xmlNamespace: XMLNamespace?
  let isRequired: Bool
  /// Whether `wireName` is the model's own word, not the member's name.
  let hasWireName: Bool
  let isFlattened: Bool
  let isXMLAttribute: Bool
  let isStreaming: Bool
  let isEventPayload: Bool
  let isIdempotencyToken: Bool

  /// Reads the shape's name, or an object with it and what else is said of the member.
  init(
    _ name: String, _ parser: inout JSONParser, _ wire: WireProtocol, _ shapes: inout ShapeNames,
    isRequired: Bool = false
  ) throws(JSON.ParseError) {
    self.name = name
    self.isRequired = isRequired
    var shape = ""
    var locationName: String?
    var queryName: String?
    var location = Member.Location.body
    var format: TimestampFormat?
    var namespace: XMLNamespace?
    var flags: Set<String> = []
    if parser.isAtString() {
      shape = try parser.string()
    } else {
      try parser.eachMember { parser, trait throws(JSON.ParseError) in
        switch trait {
        case "shape": shape = try parser.string()
        case "locationName": locationName = try parser.string()
        case "queryName": queryName = try parser.string()
        case "location": location = Member.Location(rawValue: try parser.string()) ?? .body
        case "timestampFormat": format = TimestampFormat(rawValue: try parser.string())
        case "xmlNamespace": namespace = XMLNamespace(try parser.value())
        default: if try parser.value() == true { flags.insert(trait) }
        }
      }
    }
    target = shapes.index(of: shape)
    isFlattened = flags.contains("flattened")
    isXMLAttribute = flags.contains("xmlAttribute")
    isStreaming = flags.contains("streaming")
    isEventPayload = flags.contains("eventpayload")
    isIdempotencyToken = flags.contains("idempotencyToken")
    self.location = location
    timestampFormat = format
    xmlNamespace = namespace
    wireName = locationName ?? name
    hasWireName = locationName != nil
    // The EC2 protocol capitalises on the way in.
    self.queryName =
      wire == .ec2 ? queryName ?? locationName.map(Self.capitalised) ?? name : wireName
  }

  /// Its name as an element of the body; nil for what stands elsewhere.
  var elementName: String? { location == .body && !isXMLAttribute ? wireName : nil }

  private static func capitalised(_ name: String) -> String {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return name }
    return String(Character(UnicodeScalar(first - 0x20))) + name.dropFirst()
  }
}

/// The positions of shapes, given out as their names come up, before they are read themselves.
struct ShapeNames {
  private var positions: [String: Int] = [:]
  private(set) var names: [String] = []

  init() { positions.reserveCapacity(4096) }

  mutating func index(of name: String) -> Int {
    if let position = positions[name] { return position }
    positions[name] = names.count
    names.append(name)
    return names.count - 1
  }
}

/// An `xmlns` attribute of an element.
final class XMLNamespace: Sendable {
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
