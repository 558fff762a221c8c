/// `application/vnd.amazon.eventstream`: S3's SelectObjectContent answers in such frames
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html).
///
/// Big-endian: total length, length of the headers, CRC of these eight bytes; headers; payload; CRC
/// of all before. An event is an object with one member, named after its kind.
enum EventStream {
  static func encode(_ events: [AWSValue], _ shape: ShapeNode, _ service: ServiceModel)
    -> [UInt8]
  {
    var out: [UInt8] = []
    for event in events {
      for (name, value) in event.object ?? [:] {
        guard let index = shape.position(named: name) else {
          ServiceModel.unfit(name, shape, value)
        }
        out += frame(name, value.object ?? [:], shape.members[index], service)
      }
    }
    return out
  }

  private static func frame(
    _ name: String, _ event: AWSObject, _ member: MemberNode, _ service: ServiceModel
  ) -> [UInt8] {
    var headers = header(":message-type", "event") + header(":event-type", name)
    var payload: [UInt8] = []
    let shape = service.shapeNodes[member.target]
    if let part = shape.members.first(where: \.isEventPayload), let value = event[part.name] {
      if case .bytes(let bytes) = value {
        headers += header(":content-type", "application/octet-stream")
        payload = bytes
      } else {
        headers += header(":content-type", "text/xml")
        var xml = XMLEncoder(service, declaration: false)
        xml.append(value, part, name: part.wireName)
        payload = xml.writer.bytes
      }
    }
    var out = bigEndian(UInt32(16 + headers.count + payload.count))
    out += bigEndian(UInt32(headers.count))
    out += bigEndian(CRC32.sum(out))
    out += headers
    out += payload
    out += bigEndian(CRC32.sum(out))
    return out
  }

  private static func header(_ name: String, _ value: String) -> [UInt8] {
    let length = UInt16(value.utf8.count)
    return [UInt8(name.utf8.count)] + Array(name.utf8)
      + [7, UInt8(length >> 8), UInt8(length & 255)] + Array(value.utf8)
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  static func decode(_ bytes: [UInt8], _ shape: ShapeNode, _ service: ServiceModel)
    throws(AWSError) -> [AWSValue]
  {
    let broken = AWSError("ResponseParserError", "the event stream is damaged", status: 500)
    var events: [AWSValue] = []
    var start = 0
    func number(_ offset: Int) -> Int {
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    while start < bytes.count {
      guard bytes.count - start >= 16 else { throw broken }
      let total = number(start)
      let headerLength = number(start + 4)
      guard total >= 16, total <= bytes.count - start, headerLength <= total - 16,
        number(start + 8) == Int(CRC32.sum(Array(bytes[start..<start + 8]))),
        number(start + total - 4) == Int(CRC32.sum(Array(bytes[start..<start + total - 4])))
      else { throw broken }
      let payload = start + 12 + headerLength
      guard let headers = headers(Array(bytes[start + 12..<payload])) else { throw broken }
      if headers[":message-type"] == "event", let name = headers[":event-type"],
        let index = shape.position(named: name)
      {
        let body = Array(bytes[payload..<start + total - 4])
        let event = try self.event(body, service.shapeNodes[shape.members[index].target], service)
        events.append(.object([name: .object(event)]))
      } else if let code = headers[":error-code"] {
        throw AWSError(code, headers[":error-message"] ?? "", status: 400)
      }
      start += total
    }
    return events
  }

  private static func headers(_ bytes: [UInt8]) -> [String: String]? {
    var found: [String: String] = [:]
    var index = 0
    while index < bytes.count {
      let nameEnd = index + 1 + Int(bytes[index])
      guard nameEnd + 3 <= bytes.count, bytes[nameEnd] == 7 else { return nil }
      let valueStart = nameEnd + 3
      let valueEnd = valueStart + Int(bytes[nameEnd + 1]) << 8 + Int(bytes[nameEnd + 2])
      guard valueEnd <= bytes.count else { return nil }
      found[String(decoding: bytes[index + 1..<nameEnd], as: UTF8.self)] = String(
        decoding: bytes[valueStart..<valueEnd], as: UTF8.self)
      index = valueEnd
    }
    return found
  }

  private static func event(_ body: [UInt8], _ shape: ShapeNode, _ service: ServiceModel)
    throws(AWSError) -> AWSObject
  {
    guard let part = shape.members.first(where: \.isEventPayload) else { return [:] }
    if service.shapeNodes[part.target].kind == .blob { return [part.name: .bytes(body)] }
    let fault = AWSError("ResponseParserError", "the event stream is damaged", status: 500)
    guard let root = try? XML.parse(body) else { throw fault }
    return [part.name: try XMLDecoder(service: service) { _, _ in fault }.value(root, part)]
  }
}
