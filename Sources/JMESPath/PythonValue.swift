package import AWS

/// How Python, in which the policies of the field are run, compares and orders values. Timestamps
/// and bytes count as the strings that JSON makes of them.
package enum PythonValue {
  /// `x == y`: numbers by value, `True` as 1, whatever their depth.
  package static func equal(_ x: AWSValue, _ y: AWSValue) -> Bool {
    switch (x, y) {
    case (.string(let a), .string(let b)): return same(a, b)
    case (.null, .null): return true
    case (.list(let a), .list(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { equal($0, $1) }
    case (.object(let a), .object(let b)):
      return a.count == b.count
        && a.allSatisfy { member in b[member.key].map { equal(member.value, $0) } ?? false }
    default:
      if let a = number(x), let b = number(y) { return a == b }
      if let a = text(x), let b = text(y) { return same(a, b) }
      return false
    }
  }

  /// A number as Python sees it, booleans included.
  package enum Number {
    case integer(Int64)
    case double(Double)

    package var asDouble: Double {
      switch self {
      case .integer(let value): Double(value)
      case .double(let value): value
      }
    }

    static func == (a: Number, b: Number) -> Bool {
      switch (a, b) {
      case (.integer(let x), .integer(let y)): x == y
      case (.integer(let x), .double(let y)), (.double(let y), .integer(let x)):
        Int64(exactly: y) == x
      case (.double(let x), .double(let y)): x == y
      }
    }

    package static func < (a: Number, b: Number) -> Bool {
      switch (a, b) {
      case (.integer(let x), .integer(let y)): x < y
      default: a.asDouble < b.asDouble
      }
    }
  }

  package static func number(_ value: AWSValue) -> Number? {
    switch value {
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    case .bool(let flag): .integer(flag ? 1 : 0)
    default: nil
    }
  }

  /// Strings, and what counts as one.
  package static func text(_ value: AWSValue) -> String? {
    switch value {
    case .string(let text): text
    case .timestamp(let time): time.iso8601
    case .bytes(let bytes): Base64.encode(bytes)
    default: nil
    }
  }

  /// By code points: Swift's `==` takes composed and decomposed characters as the same.
  package static func same(_ a: String, _ b: String) -> Bool {
    a.utf8.count == b.utf8.count && a == b && a.utf8.elementsEqual(b.utf8)
  }

  /// `character.isspace()`
  package static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }

  /// `a < b` of strings: by code points, which is the order of their UTF-8 bytes.
  package static func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  /// `bool(x)`
  package static func isTrue(_ value: AWSValue) -> Bool {
    switch value {
    case .null: false
    case .bool(let flag): flag
    case .integer(let number): number != 0
    case .double(let number): number != 0
    case .string(let text): !text.isEmpty
    case .bytes(let bytes): !bytes.isEmpty
    case .timestamp: true
    case .list(let items): !items.isEmpty
    case .object(let object): !object.isEmpty
    }
  }
}
