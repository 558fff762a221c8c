import AWS
import JMESPath

/// Python's operators on operands; `.type` stands for TypeError.
enum Python {
  typealias Failure = FilterOperator.OperatorFailure

  static func equal(_ x: Operand, _ y: Operand) throws(Failure) -> Bool {
    switch (x, y) {
    case (.value(let a), .value(let b)): return equal(a, b)
    case (.emptyTuple, .emptyTuple): return true
    case (.set(let a), .set(let b)):
      return a.allSatisfy { has(b, $0) } && b.allSatisfy { has(a, $0) }
    case (.network(let a), .network(let b)): return a == b
    case (.address(let a), .address(let b)): return a == b
    case (.version(let a), .version(let b)):
      do throws(FilterProblem) {
        return try LooseVersion.known(a).isEqual(to: LooseVersion.known(b))
      } catch { throw .problem(error) }
    default: return false
    }
  }

  /// A datetime equals no string, whatever it reads.
  static func equal(_ a: AWSValue, _ b: AWSValue) -> Bool {
    switch (a, b) {
    case (.timestamp(let x), .timestamp(let y)): x == y
    case (.timestamp, _), (_, .timestamp): false
    default: PythonValue.equal(a, b)
    }
  }

  static func less(_ x: Operand, _ y: Operand) throws(Failure) -> Bool {
    switch (x, y) {
    case (.value(let a), .value(let b)): return try less(a, b)
    case (.network(let a), .network(let b)): return a < b
    case (.address(let a), .address(let b)):
      guard a.isIPv6 == b.isIPv6 else { throw .type }
      return a < b
    case (.set(let a), .set(let b)):
      return a.count < b.count && a.allSatisfy { has(b, $0) }
    case (.version(let a), .version(let b)):
      let order: LooseVersion.Order?
      do throws(FilterProblem) {
        order = try LooseVersion.known(a).order(against: LooseVersion.known(b))
      } catch { throw .problem(error) }
      guard let order else { throw .type }
      return order == .less
    case (.emptyTuple, .emptyTuple): return false
    default: throw .type
    }
  }

  static func lessOrEqual(_ x: Operand, _ y: Operand) throws(Failure) -> Bool {
    switch (x, y) {
    case (.value(.double(let a)), _) where a.isNaN: return false
    case (_, .value(.double(let b))) where b.isNaN: return false
    case (.set, .set):
      if try equal(x, y) { return true }
      return try less(x, y)
    default: return !(try less(y, x))
    }
  }

  static func less(_ a: AWSValue, _ b: AWSValue) throws(Failure) -> Bool {
    if let x = PythonValue.number(a), let y = PythonValue.number(b) { return x < y }
    switch (a, b) {
    case (.string(let x), .string(let y)): return PythonValue.precedes(x, y)
    case (.timestamp(let x), .timestamp(let y)): return x < y
    case (.list(let x), .list(let y)):
      for (one, other) in zip(x, y) where !equal(one, other) { return try less(one, other) }
      return x.count < y.count
    default: throw .type
    }
  }

  /// `item in container`
  static func contains(_ container: Operand, _ item: Operand) throws(Failure) -> Bool {
    switch container {
    case .value(.list(let items)):
      if case .value(let one) = item { return has(items, one) }
      return false
    case .value(.string(let text)):
      guard case .value(.string(let part)) = item else { throw .type }
      return TextSearch(part).isIn(text)
    case .value(.object(let object)):
      if case .emptyTuple = item { return false }
      guard case .value(let key) = item, isHashable(key) else { throw .type }
      return key.string.map { object[$0] != nil } ?? false
    case .emptyTuple: return false
    case .set(let items):
      guard case .value(let one) = item else { return false }
      guard isHashable(one) else { throw .type }
      return has(items, one)
    case .network(let network):
      switch item {
      case .value(.null): return false
      case .network(let other): return network.contains(other)
      case .address(let address): return network.contains(address)
      case .networks: throw .problem(FilterProblem("a list of networks is in no network"))
      default: throw .type
      }
    case .networks(let items):
      switch item {
      case .value(.null): return false
      case .network(let other):
        return items.contains { one in
          if case .network(let network) = one { network.contains(other) } else { false }
        }
      case .address(let address):
        return items.contains { one in
          switch one {
          case .network(let network): network.contains(address)
          case .address(let other): !other.isIPv6 && other == address
          default: false
          }
        }
      case .networks:
        let hasNetwork = items.contains { if case .network = $0 { true } else { false } }
        if hasNetwork { throw .problem(FilterProblem("a list of networks is in no network")) }
        return false
      default: throw .type
      }
    case .value, .address, .version: throw .type
    }
  }

  /// `set(x)`, or what it is compared with: the elements of what can be gone through, each of
  /// which must be hashable.
  static func elements(_ operand: Operand) throws(Failure) -> [AWSValue] {
    switch operand {
    case .value(.list(let items)):
      guard items.allSatisfy(isHashable) else { throw .type }
      return items
    case .value(.string(let text)):
      return text.unicodeScalars.map { .string(String($0)) }
    case .value(.object(let object)): return object.keys.map { .string($0) }
    case .set(let items): return items
    case .emptyTuple: return []
    case .network:
      throw .problem(FilterProblem("the addresses of a network can't be gone through one by one"))
    default: throw .type
    }
  }

  static func has(_ items: [AWSValue], _ item: AWSValue) -> Bool {
    items.contains { equal($0, item) }
  }

  static func isHashable(_ value: AWSValue) -> Bool {
    switch value {
    case .list, .object: false
    default: true
    }
  }

  /// `bool(x % y)`
  static func hasRemainder(_ x: Operand, _ y: Operand) throws(Failure) -> Bool {
    // A string takes what it is divided by as values to fill in; a list may stay unused.
    if case .value(.string(let text)) = x, case .value(let filling) = y,
      !isHashable(filling), !text.contains("%")
    {
      return !text.isEmpty
    }
    guard case .value(let a) = x, case .value(let b) = y, let dividend = PythonValue.number(a),
      let divisor = PythonValue.number(b)
    else { throw .type }
    if divisor.asDouble == 0 { throw .problem(FilterProblem("division by zero in `mod`")) }
    if case .integer(let p) = dividend, case .integer(let q) = divisor {
      return q != -1 && p % q != 0
    }
    return dividend.asDouble.truncatingRemainder(dividingBy: divisor.asDouble) != 0
  }

  /// `str(x)` of what `int` and `float` could read; other values read as nothing.
  static func text(_ value: AWSValue) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .double(let number): PythonJSON.text(number)
    case .bool(let flag): flag ? "True" : "False"
    case .null: "None"
    default: ""
    }
  }
}
