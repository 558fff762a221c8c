/// The members of a REST message that stand outside its body, the same in rest-xml and rest-json:
/// labels of the path, query, headers and status
/// (https://smithy.io/2.0/spec/http-bindings.html).
struct RESTLocations {
  let service: ServiceModel

  init(_ service: ServiceModel) { self.service = service }

  /// What the member or its shape says, else what is usual at its place.
  func format(_ member: MemberNode) -> TimestampFormat {
    let usual: TimestampFormat = member.location == .header ? .rfc822 : .iso8601
    return member.timestampFormat ?? service.shapeNodes[member.target].timestampFormat ?? usual
  }

  /// - Parameter refusal: what a text that is no value of its member is answered.
  func read(
    _ operation: OperationModel, _ request: HTTPRequest, _ shape: ShapeNode,
    refusal: (String, MemberNode) -> AWSError
  ) throws(AWSError) -> AWSObject {
    var out = AWSObject()
    let template = operation.requestURI.prefix { $0 != "?" }
    for (name, text) in RESTPath(template).labels(in: request.path) ?? [] {
      let found = shape.members.first { $0.location == .uri && $0.wireName == name }
      if let found { out[found.name] = try scalar(text, found, refusal) }
    }
    let query = QueryParameters(query: request.query)
    let said = operation.requestURI.dropFirst(template.utf8.count + 1)
    let bound =
      shape.members.filter { $0.location == .query }.map(\.wireName)
      + QueryParameters(query: String(said)).pairs.map(\.name)
    for member in shape.members {
      switch member.location {
      case .query: try read(member, query, but: bound, refusal, into: &out)
      case .header, .headers: try read(member, request.headers, refusal, into: &out)
      case .uri, .body, .status: continue
      }
    }
    return out
  }

  /// - Parameter refusal: as for a request.
  func read(
    _ response: HTTPResponse, _ shape: ShapeNode, refusal: (String, MemberNode) -> AWSError
  ) throws(AWSError) -> AWSObject {
    var out = AWSObject()
    for member in shape.members {
      switch member.location {
      case .header, .headers: try read(member, response.headers, refusal, into: &out)
      case .status: out[member.name] = .integer(Int64(response.status))
      case .uri, .query, .body: continue
      }
    }
    return out
  }

  private func scalar(
    _ text: String, _ member: MemberNode, _ refusal: (String, MemberNode) -> AWSError
  ) throws(AWSError) -> AWSValue {
    let kind = service.shapeNodes[member.target].kind
    guard let value = Scalar.parse(text, kind, format(member)) else {
      throw refusal(text, member)
    }
    return value
  }

  /// A list is a parameter said several times, a map all that neither the path nor another member
  /// names.
  private func read(
    _ member: MemberNode, _ query: QueryParameters, but bound: [String],
    _ refusal: (String, MemberNode) -> AWSError, into out: inout AWSObject
  ) throws(AWSError) {
    let target = service.shapeNodes[member.target]
    if target.kind == .map, let value = target.value {
      var object = AWSObject()
      for pair in query.pairs where !bound.contains(pair.name) {
        guard let element = service.shapeNodes[value.target].element else {
          object[pair.name] = try scalar(pair.value, value, refusal)
          continue
        }
        let before = object[pair.name]?.list ?? []
        object[pair.name] = .list(before + [try scalar(pair.value, element, refusal)])
      }
      if !object.isEmpty { out[member.name] = .object(object) }
    } else if target.kind == .list, let element = target.element {
      var items: [AWSValue] = []
      for pair in query.pairs where pair.name == member.wireName {
        items.append(try scalar(pair.value, element, refusal))
      }
      if !items.isEmpty { out[member.name] = .list(items) }
    } else if let text = query[member.wireName] {
      out[member.name] = try scalar(text, member, refusal)
    }
  }

  private func read(
    _ member: MemberNode, _ headers: HTTPHeaders, _ refusal: (String, MemberNode) -> AWSError,
    into out: inout AWSObject
  ) throws(AWSError) {
    let shape = service.shapeNodes[member.target]
    if shape.kind == .map {
      var object = AWSObject()
      for field in headers.fields where field.name.hasPrefixIgnoringCase(member.wireName) {
        let name = String(field.name.dropFirst(member.wireName.count))
        object[name] = .string(field.value)
      }
      if !object.isEmpty { out[member.name] = .object(object) }
      return
    }
    guard let text = headers[member.wireName] else { return }
    guard shape.kind == .list, let element = shape.element else {
      out[member.name] = try scalar(text, member, refusal)
      return
    }
    var items: [AWSValue] = []
    let texts = service.shapeNodes[element.target].kind == .timestamp ? [text] : Self.split(text)
    for item in texts { items.append(try scalar(item, element, refusal)) }
    out[member.name] = .list(items)
  }

  /// `a, "b,c"`: values in quotes may hold commas, and quotes behind a backslash.
  static func split(_ text: String) -> [String] {
    var items: [String] = []
    var here: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in text.utf8 {
      switch byte {
      case _ where isEscaped:
        here.append(byte)
        isEscaped = false
      case UInt8(ascii: "\\") where isQuoted: isEscaped = true
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        items.append(String(decoding: here, as: UTF8.self).trimmingXMLSpace)
        here = []
      default: here.append(byte)
      }
    }
    items.append(String(decoding: here, as: UTF8.self).trimmingXMLSpace)
    return items
  }
}

extension String {
  func hasPrefixIgnoringCase(_ prefix: String) -> Bool {
    utf8.count >= prefix.utf8.count
      && String(Substring(utf8.prefix(prefix.utf8.count))).equalsIgnoringCase(prefix)
  }
}
