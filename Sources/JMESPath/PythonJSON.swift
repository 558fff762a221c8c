package import AWS

/// Texts as Python's json, int and float write and read them.
package enum PythonJSON {
  /// `json.dumps(value, separators=(',', ':'))`: ASCII only.
  static func text(_ value: AWSValue) -> String {
    var out = ""
    append(value, to: &out)
    return out
  }

  private static func append(_ value: AWSValue, to out: inout String) {
    switch value {
    case .null: out += "null"
    case .bool(let flag): out += flag ? "true" : "false"
    case .integer(let number): out += String(number)
    case .double(let number): out += text(number)
    case .string, .bytes, .timestamp: append(PythonValue.text(value) ?? "", to: &out)
    case .list(let items):
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += "," }
        append(item, to: &out)
      }
      out += "]"
    case .object(let object):
      out += "{"
      var separator = ""
      for (key, value) in object {
        out += separator
        append(key, to: &out)
        out += ":"
        append(value, to: &out)
        separator = ","
      }
      out += "}"
    }
  }

  private static func append(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{8}": out += "\\b"
      case "\u{C}": out += "\\f"
      case " "..."~": out.unicodeScalars.append(scalar)
      default:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    out += "\""
  }

  /// `repr(number)`
  package static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return "\(number)"
  }

  /// `int(text)`, or else `float(text)`: spaces around and single underscores between digits are
  /// allowed. Integers beyond 64 bits become doubles.
  package static func number(_ text: String) -> AWSValue? {
    if let number = integer(text) { return .integer(number) }
    return double(text).map { .double($0) }
  }

  /// `int(text)`; nil also beyond 64 bits.
  package static func integer(_ text: String) -> Int64? {
    digits(text).flatMap { Int64($0) }
  }

  /// `float(text)`
  package static func double(_ text: String) -> Double? {
    guard let plain = digits(text) else { return nil }
    let lower = plain.lowercased()
    var unsigned = lower[...]
    if let sign = unsigned.first, sign == "+" || sign == "-" { unsigned = unsigned.dropFirst() }
    switch unsigned {
    case "inf", "infinity": return lower.hasPrefix("-") ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard unsigned.utf8.allSatisfy({ (48...57).contains($0) || "+-.e".utf8.contains($0) }),
      let first = unsigned.first, first == "." || first.isNumber
    else { return nil }
    // Swift's reader wants a digit on each side of the point.
    var text = lower
    if let point = text.firstIndex(of: ".") {
      let after = text.index(after: point)
      if after == text.endIndex || !text[after].isNumber { text.insert("0", at: after) }
      if point == text.startIndex || !text[text.index(before: point)].isNumber {
        guard unsigned.dropFirst().first?.isNumber == true else { return nil }
        text.insert("0", at: point)
      }
    }
    return Double(text)
  }

  /// The text without spaces around it and underscores between its digits; nil where an
  /// underscore stands elsewhere.
  private static func digits(_ text: String) -> String? {
    let spaces: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, spaces.contains(first) { bytes = bytes.dropFirst() }
    while let last = bytes.last, spaces.contains(last) { bytes = bytes.dropLast() }
    let underscore = UInt8(ascii: "_")
    for index in bytes.indices where bytes[index] == underscore {
      guard index > bytes.startIndex, index + 1 < bytes.endIndex,
        (48...57).contains(bytes[index - 1]), (48...57).contains(bytes[index + 1])
      else { return nil }
    }
    return bytes.isEmpty ? nil : String(decoding: bytes.filter { $0 != underscore }, as: UTF8.self)
  }

  /// `text.split(separator)`, every part kept.
  static func split(_ text: String, by separator: String) -> [String] {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    var parts: [String] = []
    var start = 0
    var index = 0
    while index + mark.count <= bytes.count {
      if bytes[index..<(index + mark.count)].elementsEqual(mark) {
        parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
        index += mark.count
        start = index
      } else {
        index += 1
      }
    }
    parts.append(String(decoding: bytes[start...], as: UTF8.self))
    return parts
  }

  package static func find(_ part: [UInt8], in text: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    guard text.count >= part.count else { return false }
    for start in 0...(text.count - part.count) where text[start] == first {
      if text[start..<(start + part.count)].elementsEqual(part) { return true }
    }
    return false
  }
}
