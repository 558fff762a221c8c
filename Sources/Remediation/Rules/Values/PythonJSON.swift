import AWS

extension Python {
  /// `json.dumps(x)`: ASCII with spaces after commas and colons; with `lines` as `indent=0` has it,
  /// a member a line.
  static func json(_ value: AWSValue, lines: Bool = false) -> String {
    var out = ""
    write(value, lines, into: &out)
    return out
  }

  private static func write(_ value: AWSValue, _ lines: Bool, into out: inout String) {
    switch value {
    case .null: out += "null"
    case .bool(let flag): out += flag ? "true" : "false"
    case .integer, .double: out += text(value)
    case .string(let text): quote(text, into: &out)
    case .bytes(let bytes): quote(String(decoding: bytes, as: UTF8.self), into: &out)
    case .timestamp(let time): quote(PolicyMessage.isoformat(time), into: &out)
    case .list(let items):
      out += "["
      for (index, item) in items.enumerated() {
        separate(index, lines, into: &out)
        write(item, lines, into: &out)
      }
      out += lines && !items.isEmpty ? "\n]" : "]"
    case .object(let object):
      out += "{"
      for (index, pair) in object.enumerated() {
        separate(index, lines, into: &out)
        quote(pair.key, into: &out)
        out += ": "
        write(pair.value, lines, into: &out)
      }
      out += lines && !object.isEmpty ? "\n}" : "}"
    }
  }

  private static func separate(_ index: Int, _ lines: Bool, into out: inout String) {
    if index > 0 { out += lines ? "," : ", " }
    if lines { out += "\n" }
  }

  private static func quote(_ text: String, into out: inout String) {
    out += "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: out += "\\\""
      case 0x5C: out += "\\\\"
      case 0x0A: out += "\\n"
      case 0x0D: out += "\\r"
      case 0x09: out += "\\t"
      case 0x08: out += "\\b"
      case 0x0C: out += "\\f"
      case 0x20...0x7E: out.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    out += "\""
  }
}
