/// Scalars as text: in XML, forms, headers, paths and queries.
enum Scalar {
  /// nil for text that is no value of that kind.
  static func parse(_ text: String, _ kind: Shape.Kind, _ format: TimestampFormat) -> AWSValue? {
    switch kind {
    case .string: return .string(text)
    case .integer, .long: return Int64(text).map(AWSValue.integer)
    case .float, .double: return number(text).map(AWSValue.double)
    case .boolean:
      if text.equalsIgnoringCase("true") { return .bool(true) }
      return text.equalsIgnoringCase("false") ? .bool(false) : nil
    case .blob: return Base64.decode(text).map(AWSValue.bytes)
    case .timestamp: return timestamp(text, format).map(AWSValue.timestamp)
    case .structure, .list, .map: return nil
    }
  }

  static func number(_ text: String) -> Double? {
    switch text {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default:
      text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) })
        ? Double(text) : nil
    }
  }

  static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number > 0 ? "Infinity" : "-Infinity" }
    return "\(number)"
  }

  /// The format of the place first, then the others that AWS takes as well.
  static func timestamp(_ text: String, _ format: TimestampFormat) -> Timestamp? {
    if format == .rfc822, let time = Timestamp(httpDate: text) { return time }
    if let time = Timestamp(iso8601: text) { return time }
    return number(text).flatMap(Timestamp.init(epochSeconds:)) ?? Timestamp(httpDate: text)
  }

  static func text(_ time: Timestamp, _ format: TimestampFormat) -> String {
    switch format {
    case .iso8601: time.iso8601
    case .rfc822: time.httpDate
    case .epoch: time.epochText
    }
  }

  /// nil where the value is none of that kind.
  static func text(_ value: AWSValue, _ kind: Shape.Kind, _ format: TimestampFormat) -> String? {
    switch (kind, value) {
    case (.string, .string(let text)): text
    case (.integer, .integer(let number)), (.long, .integer(let number)): String(number)
    case (.float, .double(let number)), (.double, .double(let number)): text(number)
    case (.float, .integer(let number)), (.double, .integer(let number)): String(number)
    case (.boolean, .bool(let flag)): flag ? "true" : "false"
    case (.blob, .bytes(let bytes)): Base64.encode(bytes)
    case (.timestamp, .timestamp(let time)): text(time, format)
    default: nil
    }
  }
}
