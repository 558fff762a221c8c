import AWS

/// AWSValue as JSON without loss: what JSON can't say is an object with one marked member.
enum TypedJSON {
  static func write(_ value: AWSValue) -> AWSValue {
    switch value {
    case .bytes(let bytes): return ["$bytes": .string(Base64.encode(bytes))]
    case .timestamp(let time): return ["$time": .integer(time.microseconds)]
    case .double(let number) where !number.isFinite:
      return ["$double": number.isNaN ? "NaN" : number > 0 ? "Infinity" : "-Infinity"]
    case .list(let items): return .list(items.map(write))
    case .object(let object): return .object(AWSObject(object.map { ($0.0, write($0.1)) }))
    case .null, .bool, .integer, .double, .string: return value
    }
  }

  static func read(_ value: AWSValue) -> AWSValue {
    switch value {
    case .list(let items): return .list(items.map(read))
    case .object(let object):
      if let text = object["$bytes"]?.string { return .bytes(Base64.decode(text) ?? []) }
      if let time = object["$time"]?.integer { return .timestamp(Timestamp(microseconds: time)) }
      if let text = object["$double"]?.string {
        return .double(text == "NaN" ? .nan : text == "Infinity" ? .infinity : -.infinity)
      }
      return .object(AWSObject(object.map { ($0.0, read($0.1)) }))
    default: return value
    }
  }
}

/// HTTP messages as JSON, bodies in base 64.
enum MessageJSON {
  static func request(_ value: AWSValue) -> HTTPRequest {
    HTTPRequest(
      method: value["method"]?.string ?? "POST", path: value["path"]?.string ?? "/",
      query: value["query"]?.string ?? "", headers: headers(value), body: body(value))
  }

  static func response(_ value: AWSValue) -> HTTPResponse {
    HTTPResponse(
      status: Int(value["status"]?.integer ?? 200), headers: headers(value), body: body(value))
  }

  static func write(_ request: HTTPRequest) -> AWSValue {
    [
      "method": .string(request.method), "path": .string(request.path),
      "query": .string(request.query), "headers": write(request.headers),
      "body": .string(Base64.encode(request.body)),
    ]
  }

  static func write(_ response: HTTPResponse) -> AWSValue {
    [
      "status": .integer(Int64(response.status)), "headers": write(response.headers),
      "body": .string(Base64.encode(response.body)),
    ]
  }

  static func write(_ error: AWSError) -> AWSValue {
    [
      "code": .string(error.code), "message": .string(error.message),
      "status": .integer(Int64(error.status)), "members": TypedJSON.write(.object(error.members)),
    ]
  }

  private static func write(_ headers: HTTPHeaders) -> AWSValue {
    .list(headers.fields.map { [.string($0.name), .string($0.value)] })
  }

  private static func headers(_ value: AWSValue) -> HTTPHeaders {
    HTTPHeaders(
      (value["headers"]?.list ?? []).map { pair in
        .init(pair.list?.first?.string ?? "", pair.list?.last?.string ?? "")
      })
  }

  private static func body(_ value: AWSValue) -> [UInt8] {
    Base64.decode(value["body"]?.string ?? "") ?? []
  }
}
