/// A value as AWS speaks it, whatever the wire: what a request carries, what an answer says, what
/// a rule looks at.
///
/// Equality ignores the order of an object's members and takes `1` and `1.0` as different.
package enum AWSValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case timestamp(Timestamp)
  case list([AWSValue])
  case object(AWSObject)
}

extension AWSValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByFloatLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(arrayLiteral elements: AWSValue...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, AWSValue)...) {
    self = .object(AWSObject(distinct: elements))
  }
}

extension AWSValue {
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }
  package var integer: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }
  package var double: Double? {
    switch self {
    case .double(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
  package var timestamp: Timestamp? {
    if case .timestamp(let value) = self { value } else { nil }
  }
  package var list: [AWSValue]? {
    if case .list(let value) = self { value } else { nil }
  }
  package var object: AWSObject? {
    if case .object(let value) = self { value } else { nil }
  }
  package var isNull: Bool { self == .null }

  /// A member of an object; nil for any other value.
  package subscript(name: String) -> AWSValue? { object?[name] }

  /// Whether it is an object with a member that is this text, by code points.
  package func has(_ name: String, _ text: String) -> Bool {
    guard case .object(let object) = self else { return false }
    return object.has(name, text)
  }

  /// The member at the end of a path of names; nil where the path breaks off.
  package func at(_ path: String...) -> AWSValue? {
    var here: AWSValue? = self
    for name in path { here = here?[name] }
    return here
  }
}
