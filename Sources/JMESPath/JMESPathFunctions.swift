import AWS

/// What a function is given: a value, or an expression to apply.
enum JMESPathArgument {
  case value(AWSValue)
  case expression(Expression)
}

/// The functions by name, with the types of their arguments.
enum JMESPathFunctions {
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
  }

  static let signatures: [String: Signature] = [
    "abs": Signature(arguments: [.number]),
    "avg": Signature(arguments: [.numbers]),
    "ceil": Signature(arguments: [.number]),
    "contains": Signature(arguments: [[.array, .string], .any]),
    "ends_with": Signature(arguments: [.string, .string]),
    "floor": Signature(arguments: [.number]),
    "from_json": Signature(arguments: [.string]),
    "join": Signature(arguments: [.string, .strings]),
    "keys": Signature(arguments: [.object]),
    "length": Signature(arguments: [[.string, .array, .object]]),
    "map": Signature(arguments: [.expression, .array]),
    "max": Signature(arguments: [[.numbers, .strings]]),
    "max_by": Signature(arguments: [.array, .expression]),
    "merge": Signature(arguments: [.object], isVariadic: true),
    "min": Signature(arguments: [[.numbers, .strings]]),
    "min_by": Signature(arguments: [.array, .expression]),
    "not_null": Signature(arguments: [.any], isVariadic: true),
    "reverse": Signature(arguments: [[.array, .string]]),
    "sort": Signature(arguments: [[.numbers, .strings]]),
    "sort_by": Signature(arguments: [.array, .expression]),
    "split": Signature(arguments: [.string, .string]),
    "starts_with": Signature(arguments: [.string, .string]),
    "sum": Signature(arguments: [.numbers]),
    "to_array": Signature(arguments: [.any]),
    "to_number": Signature(arguments: [.any]),
    "to_string": Signature(arguments: [.any]),
    "type": Signature(arguments: [.any]),
    "values": Signature(arguments: [.object]),
  ]

  static let names = Set(signatures.keys)

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

  /// Throws unless the arguments are as many and of such types as the function takes.
  static func check(_ name: String, _ arguments: [JMESPathArgument]) throws(JMESPathError) {
    guard let signature = signatures[name] else {
      throw JMESPathError(.unknownFunction, "there is no function `\(name)`")
    }
    let expected = signature.arguments.count
    guard signature.isVariadic ? arguments.count >= expected : arguments.count == expected else {
      throw JMESPathError(
        .invalidArity,
        "`\(name)` takes \(signature.isVariadic ? "at least " : "")\(expected) "
          + "argument\(expected == 1 ? "" : "s"), not \(arguments.count)")
    }
    for (index, argument) in arguments.enumerated() {
      try check(name, argument, signature.arguments[min(index, expected - 1)])
    }
  }

  private static func check(_ name: String, _ argument: JMESPathArgument, _ allowed: Kinds)
    throws(JMESPathError)
  {
    guard case .value(let value) = argument else {
      guard allowed.contains(.expression) else {
        throw JMESPathError(.invalidType, "`\(name)` takes no expression here")
      }
      return
    }
    let (found, kind) = kind(of: value)
    if allowed.contains(kind) { return }
    guard case .list(let items) = value else {
      throw JMESPathError(.invalidType, "`\(name)` can't take a value of type \(found)")
    }
    let areNumbers =
      allowed.contains(.numbers)
      && (!allowed.contains(.strings) || items.first.map { Self.kind(of: $0).kind } == .number)
    let wanted: Kinds = areNumbers ? .number : .string
    guard allowed.contains(.numbers) || allowed.contains(.strings) else {
      throw JMESPathError(.invalidType, "`\(name)` can't take a value of type \(found)")
    }
    for item in items where Self.kind(of: item).kind != wanted {
      throw JMESPathError(
        .invalidType,
        "`\(name)` can't take a list with a value of type \(Self.kind(of: item).name)")
    }
  }
}
