/// Writes a value as compact JSON.
enum JSONWriter {
  static func append(_ value: AWSValue, sorted: Bool, to out: inout [UInt8]) {
    switch value {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
    case .integer(let number): out.append(contentsOf: String(number).utf8)
    case .double(let number): append(number, to: &out)
    case .string(let text): append(text, to: &out)
    case .bytes(let bytes): append(Base64.encode(bytes), to: &out)
    case .timestamp(let time): append(time.iso8601, to: &out)
    case .list(let items):
      out.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        append(item, sorted: sorted, to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let object): append(object, sorted: sorted, to: &out)
    }
  }

  static func append(_ object: AWSObject, sorted: Bool, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "{"))
    var first = true
    func member(_ name: String, _ value: AWSValue, _ out: inout [UInt8]) {
      if !first { out.append(UInt8(ascii: ",")) }
      first = false
      append(name, to: &out)
      out.append(UInt8(ascii: ":"))
      append(value, sorted: sorted, to: &out)
    }
    if sorted {
      for (name, value) in object.sorted(by: { $0.key < $1.key }) { member(name, value, &out) }
    } else {
      for (name, value) in object { member(name, value, &out) }
    }
    out.append(UInt8(ascii: "}"))
  }

  /// Whole doubles keep their `.0`, so that they read back as doubles; what JSON can't say is null.
  private static func append(_ number: Double, to out: inout [UInt8]) {
    out.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
  }

  static func append(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for index in 0..<bytes.count {
        let byte = bytes[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
        start = index + 1
        appendEscaped(byte, to: &out)
      }
      out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func appendEscaped(_ byte: UInt8, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
    case 0x0A: out.append(UInt8(ascii: "n"))
    case 0x0D: out.append(UInt8(ascii: "r"))
    case 0x09: out.append(UInt8(ascii: "t"))
    default:
      out.append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
      for digit in [byte >> 4, byte & 15] {
        out.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
