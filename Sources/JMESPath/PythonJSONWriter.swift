import AWS

/// `json.dumps(value, separators=(',', ':'))`: ASCII only.
struct PythonJSONWriter {
  private(set) var text = ""
  /// It stops once the text has more UTF-8 bytes: parts that occur often can make a text long that
  /// comes of a small document.
  let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Whether the whole value is written.
  mutating func append(_ value: AWSValue) -> Bool {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += String(number)
    case .double(let number): text += PythonJSON.text(number)
    case .string(let string): return append(string)
    case .bytes, .timestamp: return append(PythonValue.text(value) ?? "")
    case .list(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        guard append(item) else { return false }
      }
      text += "]"
    case .object(let object):
      text += "{"
      var separator = ""
      for (key, value) in object {
        text += separator
        guard append(key) else { return false }
        text += ":"
        guard append(value) else { return false }
        separator = ","
      }
      text += "}"
    }
    return text.utf8.count <= limit
  }

  private mutating func append(_ string: String) -> Bool {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case " "..."~": text.unicodeScalars.append(scalar)
      default:
        for unit in UTF16.encode(scalar) ?? .init() {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
      if text.utf8.count > limit { return false }
    }
    text += "\""
    return true
  }
}
