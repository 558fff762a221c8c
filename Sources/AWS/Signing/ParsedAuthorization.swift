/// The credentials and the signature that a request carries, as claimed.
package struct ParsedAuthorization: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    /// `Authorization: AWS4-HMAC-SHA256 ...`.
    case header
    /// `X-Amz-Signature=...`, valid for so long.
    case query(validFor: Duration)
  }

  package let form: Form
  package let accessKeyID: String
  /// `20230710`, of the scope.
  package let date: String
  package let region: String
  package let service: String
  /// In lower case, as sent.
  package let signedHeaders: [String]
  /// 64 hexadecimal digits.
  package let signature: String
  /// When it was signed.
  package let time: Timestamp
  /// The same as it stands in the request: `20230710T121008Z`.
  package let timeText: String
  package let sessionToken: String?

  static let algorithm = "AWS4-HMAC-SHA256"

  package var scope: String { "\(date)/\(region)/\(service)/aws4_request" }

  /// nil for an unsigned request; `IncompleteSignature` for one that tries but fails to be signed.
  package static func parse(_ request: HTTPRequest) throws(AWSError) -> ParsedAuthorization? {
    if let header = request.headers["Authorization"] {
      return try ParsedAuthorization(header: header, request)
    }
    if request.query.isEmpty { return nil }
    let query = QueryParameters(query: request.query)
    guard query["X-Amz-Algorithm"] != nil || query["X-Amz-Signature"] != nil else { return nil }
    return try ParsedAuthorization(query: query)
  }

  private init(header: String, _ request: HTTPRequest) throws(AWSError) {
    guard header.hasPrefix(Self.algorithm) else {
      throw AWSError("IncompleteSignature", "Unsupported AWS 'algorithm': '\(header.prefix(64))'.")
    }
    var fields = Fields()
    for part in header.utf8.dropFirst(Self.algorithm.utf8.count).split(separator: Fields.comma) {
      fields.take(part.drop { $0 == 0x20 })
    }
    let missing = fields.missing
    let date = request.headers["X-Amz-Date"] ?? request.headers["Date"]
    guard missing.isEmpty, let date,
      let time = Timestamp(basicISO8601: date) ?? Timestamp(httpDate: date)
    else {
      var message = missing.map { "Authorization header requires '\($0)' parameter. " }.joined()
      if date.flatMap(Timestamp.init(basicISO8601:)) == nil {
        message +=
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
      }
      throw AWSError("IncompleteSignature", "\(message)Authorization=\(header)")
    }
    let credential = try Credential(fields.credential ?? "")
    form = .header
    (accessKeyID, self.date) = (credential.accessKeyID, credential.date)
    (region, service) = (credential.region, credential.service)
    signedHeaders = Self.names(fields.signedHeaders ?? "")
    signature = String(fields.signature ?? "")
    self.time = time
    timeText = time.basicISO8601
    sessionToken = request.headers["X-Amz-Security-Token"]
  }

  private init(query: QueryParameters) throws(AWSError) {
    let wanted = [
      "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders",
      "X-Amz-Date",
    ]
    let missing = wanted.filter { query[$0] == nil }
    guard missing.isEmpty, query["X-Amz-Algorithm"] == Self.algorithm,
      let text = query["X-Amz-Date"], let time = Timestamp(basicISO8601: text)
    else {
      throw AWSError(
        "IncompleteSignature",
        missing.isEmpty
          ? "Date must be in ISO-8601 'basic format'. Got '\(query["X-Amz-Date"] ?? "")'."
          : missing.map { "AWS query-string parameters must include '\($0)'. " }.joined())
    }
    guard let seconds = Int64(query["X-Amz-Expires"] ?? "604800"), (0...604_800).contains(seconds)
    else {
      throw AWSError(
        "AuthorizationQueryParametersError",
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must"
          + " be less than 604800 seconds")
    }
    let credential = try Credential(Substring(query["X-Amz-Credential"] ?? ""))
    form = .query(validFor: .seconds(seconds))
    (accessKeyID, date) = (credential.accessKeyID, credential.date)
    (region, service) = (credential.region, credential.service)
    signedHeaders = Self.names(Substring(query["X-Amz-SignedHeaders"] ?? ""))
    signature = query["X-Amz-Signature"] ?? ""
    self.time = time
    timeText = text
    sessionToken = query["X-Amz-Security-Token"]
  }

  private static func names(_ text: Substring) -> [String] {
    text.utf8.split(separator: UInt8(ascii: ";")).map { String(Substring($0)) }
  }

  /// `Credential=..., SignedHeaders=..., Signature=...`: read as bytes, since every request has it.
  private struct Fields {
    static let comma = UInt8(ascii: ",")
    var credential: Substring?
    var signature: Substring?
    var signedHeaders: Substring?

    mutating func take(_ part: Substring.UTF8View) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return }
      let value = Substring(part[part.index(after: equals)...])
      switch Substring(part[..<equals]) {
      case "Credential": credential = value
      case "Signature": signature = value
      case "SignedHeaders": signedHeaders = value
      default: return
      }
    }

    var missing: [String] {
      (credential == nil ? ["Credential"] : []) + (signature == nil ? ["Signature"] : [])
        + (signedHeaders == nil ? ["SignedHeaders"] : [])
    }
  }

  /// `AKIA.../20230710/us-east-1/ec2/aws4_request`.
  private struct Credential {
    let accessKeyID: String
    let date: String
    let region: String
    let service: String

    init(_ text: Substring) throws(AWSError) {
      let parts = text.utf8.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
      ).map { Substring($0) }
      guard parts.count >= 5, parts[parts.count - 1] == "aws4_request" else {
        throw AWSError(
          "IncompleteSignature",
          "Credential must have exactly 5 slash-delimited elements, e.g. "
            + "keyid/date/region/service/term, got '\(text)'")
      }
      accessKeyID = parts[..<(parts.count - 4)].joined(separator: "/")
      date = String(parts[parts.count - 4])
      region = String(parts[parts.count - 3])
      service = String(parts[parts.count - 2])
    }
  }
}

extension Timestamp {
  /// `20230710T121008Z`; nil for anything else.
  package init?(basicISO8601 text: String) {
    if text.utf8.count != 16 { return nil }
    let bytes = Array(text.utf8)
    guard bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      var sum = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        sum = sum * 10 + Int(byte - 48)
      }
      return sum
    }
    guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
      let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    self =
      CalendarTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second
      ).timestamp
  }
}
