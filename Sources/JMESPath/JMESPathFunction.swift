import AWS

/// The functions of the specification, and `split` and `from_json`.
enum JMESPathFunction: String, CaseIterable, Sendable {
  case abs, avg, ceil, contains, floor, join, keys, length, map, max, merge, min, reverse, sort
  case split, sum, type, values
  case endsWith = "ends_with"
  case fromJSON = "from_json"
  case maxBy = "max_by"
  case minBy = "min_by"
  case notNull = "not_null"
  case sortBy = "sort_by"
  case startsWith = "starts_with"
  case toArray = "to_array"
  case toNumber = "to_number"
  case toString = "to_string"

  struct Kinds: OptionSet {
    let rawValue: Int
    static let number = Kinds(rawValue: 1)
    static let string = Kinds(rawValue: 2)
    static let boolean = Kinds(rawValue: 4)
    static let array = Kinds(rawValue: 8)
    static let object = Kinds(rawValue: 16)
    static let null = Kinds(rawValue: 32)
    static let expression = Kinds(rawValue: 64)
    /// Lists of numbers only.
    static let numbers = Kinds(rawValue: 128)
    /// Lists of strings only.
    static let strings = Kinds(rawValue: 256)
    static let any: Kinds = [.number, .string, .boolean, .array, .object, .null]
  }

  struct Signature {
    var arguments: [Kinds]
    /// Whether the last argument may come again and again.
    var isVariadic = false

    init(_ arguments: Kinds..., variadic: Bool = false) {
      self.arguments = arguments
      isVariadic = variadic
    }
  }

  var signature: Signature {
    switch self {
    case .abs, .ceil, .floor: Signature(.number)
    case .avg, .sum: Signature(.numbers)
    case .contains: Signature([.array, .string], .any)
    case .endsWith, .startsWith, .split: Signature(.string, .string)
    case .fromJSON: Signature(.string)
    case .join: Signature(.string, .strings)
    case .keys, .values: Signature(.object)
    case .length: Signature([.string, .array, .object])
    case .map: Signature(.expression, .array)
    case .max, .min, .sort: Signature([.numbers, .strings])
    case .maxBy, .minBy, .sortBy: Signature(.array, .expression)
    case .merge: Signature(.object, variadic: true)
    case .notNull: Signature(.any, variadic: true)
    case .reverse: Signature([.array, .string])
    case .toArray, .toNumber, .toString, .type: Signature(.any)
    }
  }

  static func kind(of value: AWSValue) -> (name: String, kind: Kinds) {
    switch value {
    case .null: ("null", .null)
    case .bool: ("boolean", .boolean)
    case .integer, .double: ("number", .number)
    case .string, .bytes, .timestamp: ("string", .string)
    case .list: ("array", .array)
    case .object: ("object", .object)
    }
  }

  func checkCount(_ count: Int) throws(JMESPathError) {
    let signature = signature
    let expected = signature.arguments.count
    guard signature.isVariadic ? count >= expected : count == expected else {
      throw JMESPathError(
        .invalidArity,
        "`\(rawValue)` takes \(signature.isVariadic ? "at least " : "")\(expected) "
          + "argument\(expected == 1 ? "" : "s"), not \(count)")
    }
  }

  /// Throws unless the function takes an expression as its argument at a place.
  func checkExpression(at index: Int) throws(JMESPathError) {
    let arguments = signature.arguments
    guard arguments[Swift.min(index, arguments.count - 1)].contains(.expression) else {
      throw JMESPathError(.invalidType, "`\(rawValue)` takes no expression here")
    }
  }

  /// Throws unless the function takes the value as its argument at a place.
  func check(_ value: AWSValue, at index: Int) throws(JMESPathError) {
    let arguments = signature.arguments
    let allowed = arguments[Swift.min(index, arguments.count - 1)]
    let (found, kind) = Self.kind(of: value)
    if allowed.contains(kind) { return }
    guard case .list(let items) = value,
      allowed.contains(.numbers) || allowed.contains(.strings)
    else {
      throw JMESPathError(.invalidType, "`\(rawValue)` can't take a value of type \(found)")
    }
    let areNumbers =
      allowed.contains(.numbers)
      && (!allowed.contains(.strings) || items.first.map { Self.kind(of: $0).kind } == .number)
    let wanted: Kinds = areNumbers ? .number : .string
    for item in items where Self.kind(of: item).kind != wanted {
      throw JMESPathError(
        .invalidType,
        "`\(rawValue)` can't take a list with a value of type \(Self.kind(of: item).name)")
    }
  }
}
