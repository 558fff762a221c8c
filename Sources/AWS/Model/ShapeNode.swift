/// A shape as the codecs use it: everything they ask for is worked out once, at parsing.
final class ShapeNode: Sendable {
  let name: String
  let kind: Shape.Kind
  let members: [MemberNode]
  let memberIndex: NameIndex
  /// Members by their name in a request of the ec2 and query protocols.
  let queryIndex: NameIndex
  /// Members of the body by their name in XML.
  let xmlIndex: NameIndex
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

  init(_ name: String, _ document: AWSValue, wire: WireProtocol, shapeIndex: [String: Int]) {
    var traits = AWSObject()
    var kind = Shape.Kind.string
    var required: [String] = []
    var members: [MemberNode] = []
    var parts: [String: MemberNode] = [:]
    for (trait, value) in document.object ?? [:] {
      switch trait {
      case "type": kind = value.string.flatMap(Shape.Kind.init(rawValue:)) ?? .string
      case "required": required = (value.list ?? []).compactMap(\.string)
      case "members":
        guard let object = value.object else { continue }
        members.reserveCapacity(object.count)
        for (name, member) in object {
          members.append(MemberNode(name, member, required.contains(name), wire, shapeIndex))
        }
      case "member", "key", "value":
        parts[trait] = MemberNode(trait, value, false, wire, shapeIndex)
      default: traits[trait] = value
      }
    }
    self.name = name
    self.kind = kind
    self.members = members
    let isForm = wire == .ec2 || wire == .query
    memberIndex = NameIndex(members.lazy.map { $0.name })
    queryIndex = isForm ? NameIndex(members.lazy.map { $0.queryName }) : NameIndex()
    let isBody = { (member: MemberNode) in member.location == .body && !member.isXMLAttribute }
    xmlIndex =
      wire == .json
      ? NameIndex() : NameIndex(members.lazy.map { isBody($0) ? $0.wireName : "" })
    hasXMLAttributes = members.contains { $0.isXMLAttribute }
    (element, key, value) = (parts["member"], parts["key"], parts["value"])
    payload = traits["payload"]?.string.flatMap { [memberIndex] in memberIndex[$0] }
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

  var isScalar: Bool { kind != .structure && kind != .list && kind != .map }
}

/// Positions by name: a few are looked through, many are hashed.
struct NameIndex: Sendable {
  private let names: [String]
  private let hashed: [String: Int]

  init() { (names, hashed) = ([], [:]) }

  /// Of equal names the last counts; an empty name is none.
  init(_ source: some Collection<String>) {
    if source.count <= 8 {
      (names, hashed) = (Array(source), [:])
      return
    }
    var index: [String: Int] = [:]
    index.reserveCapacity(source.count)
    for (position, name) in source.enumerated() where !name.isEmpty { index[name] = position }
    (names, hashed) = ([], index)
  }

  subscript(name: String) -> Int? {
    hashed.isEmpty ? names.lastIndex { $0 == name && !name.isEmpty } : hashed[name]
  }
}

struct MemberNode: Sendable {
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
  private(set) var isFlattened = false
  private(set) var isXMLAttribute = false
  private(set) var isStreaming = false
  private(set) var isEventPayload = false
  private(set) var isIdempotencyToken = false

  init(
    _ name: String, _ document: AWSValue, _ isRequired: Bool, _ wire: WireProtocol,
    _ shapeIndex: [String: Int]
  ) {
    self.name = name
    self.isRequired = isRequired
    var shape = document.string
    var locationName: String?
    var queryName: String?
    var location = Member.Location.body
    var format: TimestampFormat?
    var namespace: XMLNamespace?
    for (trait, value) in document.object ?? [:] {
      switch trait {
      case "shape": shape = value.string
      case "locationName": locationName = value.string
      case "queryName": queryName = value.string
      case "location": location = value.string.flatMap(Member.Location.init(rawValue:)) ?? .body
      case "timestampFormat": format = value.string.flatMap(TimestampFormat.init(rawValue:))
      case "xmlNamespace": namespace = XMLNamespace(value)
      case "flattened": isFlattened = true
      case "xmlAttribute": isXMLAttribute = true
      case "streaming": isStreaming = true
      case "eventpayload": isEventPayload = true
      case "idempotencyToken": isIdempotencyToken = true
      default: continue
      }
    }
    guard let target = shape.flatMap({ shapeIndex[$0] }) else {
      preconditionFailure("the model's member \(name) has the unknown shape \(shape ?? "none")")
    }
    self.target = target
    self.location = location
    timestampFormat = format
    xmlNamespace = namespace
    wireName = locationName ?? name
    hasWireName = locationName != nil
    // The EC2 protocol capitalises on the way in.
    self.queryName =
      wire == .ec2 ? queryName ?? locationName.map(Self.capitalised) ?? name : wireName
  }

  private static func capitalised(_ name: String) -> String {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return name }
    return String(Character(UnicodeScalar(first - 0x20))) + name.dropFirst()
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
