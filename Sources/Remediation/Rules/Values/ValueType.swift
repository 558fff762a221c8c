import AWS
import JMESPath

/// `value_type`: what both sides of a comparison become before it.
enum ValueType: String, Sendable, CaseIterable {
  case age, integer, expiration, normalize, size, cidr
  case cidrSize = "cidr_size"
  case swap
  case resourceCount = "resource_count"
  case expr
  case uniqueSize = "unique_size"
  case date, version, float

  /// The wanted and the found side, in this order, as the operator sees them: it is asked
  /// `op(found, wanted)`.
  func convert(
    wanted: Operand, converted: Operand?, found: Operand, _ document: AWSObject,
    _ key: KeySelector, _ context: EvaluationContext
  ) throws(FilterProblem) -> (wanted: Operand, found: Operand) {
    switch self {
    case .normalize:
      guard case .value(.string(let text)) = found else { return (wanted, found) }
      return (wanted, .value(.string(Self.strip(text).lowercased())))
    case .expr: return (try Self.selected(wanted, document, key), found)
    case .integer:
      return (wanted, .value(.integer(Self.text(found).flatMap(PythonJSON.integer) ?? 0)))
    case .float:
      return (wanted, .value(.double(Self.text(found).flatMap(PythonJSON.double) ?? 0)))
    case .size: return (wanted, .value(.integer(Int64(Self.size(found)))))
    case .uniqueSize: return (wanted, .value(.integer(Int64(Self.uniqueSize(found)))))
    case .swap: return (found, wanted)
    case .date: return (Self.date(wanted), Self.date(found))
    case .age:
      let threshold = try Self.moment(wanted, context.now, sign: -1)
      let date = Self.date(found)
      return (date.isNull ? .value(0) : date, threshold)
    case .expiration:
      let threshold = try Self.moment(wanted, context.now, sign: 1)
      let date = Self.date(found)
      return (threshold, date.isNull ? .value(0) : date)
    case .cidr:
      let network: Operand
      if let converted { network = converted } else { network = try Self.network(wanted) }
      let other = try Self.network(found)
      if case .address = network, case .network = other { return (other, network) }
      return (network, other)
    case .cidrSize:
      switch try Self.network(found) {
      case .network(let network): return (wanted, .value(.integer(Int64(network.prefix))))
      case .value: return (wanted, .value(0))
      default: throw FilterProblem("only a range of addresses has a prefix length")
      }
    case .version: return (try Self.version(wanted), try Self.version(found))
    case .resourceCount: return (wanted, found)
    }
  }

  private static func selected(
    _ wanted: Operand, _ document: AWSObject, _ key: KeySelector
  ) throws(FilterProblem) -> Operand {
    guard case .value(.string(let text)) = wanted else {
      throw FilterProblem("value_type `expr` needs a string as its value")
    }
    var selector = KeySelector(text)
    selector.capture = key.capture
    return .value(try selector.select(from: document))
  }

  /// `str(value)`, for values that a number can be read from.
  private static func text(_ operand: Operand) -> String? {
    if case .value(let value) = operand { Python.text(value) } else { nil }
  }

  static func strip(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// `len(value)`, 0 for what has no length.
  private static func size(_ operand: Operand) -> Int {
    switch operand {
    case .value(.string(let text)): text.unicodeScalars.count
    case .value(.list(let items)): items.count
    case .value(.object(let object)): object.count
    default: 0
    }
  }

  /// `len(set(value))`, 0 for what can't be one.
  private static func uniqueSize(_ operand: Operand) -> Int {
    guard let items = try? Python.elements(operand) else { return 0 }
    var unique: [AWSValue] = []
    var texts: Set<String> = []
    for item in items {
      if case .string(let text) = item {
        texts.insert(text)
      } else if !Python.has(unique, item) {
        unique.append(item)
      }
    }
    return unique.count + texts.count
  }

  private static func date(_ operand: Operand) -> Operand {
    guard case .value(let value) = operand, let date = DateForm.date(value) else { return .null }
    return .value(.timestamp(date))
  }

  /// A number of days before or after now; a date stays what it is.
  private static func moment(_ operand: Operand, _ now: Timestamp, sign: Int64)
    throws(FilterProblem) -> Operand
  {
    if case .value(.timestamp) = operand { return operand }
    guard case .value(let value) = operand, let number = PythonValue.number(value),
      abs(number.asDouble) < 700_000
    else { throw FilterProblem("the value is no number of days") }
    let shift: Int64
    switch number {
    case .integer(let days): shift = days * 86_400_000_000
    case .double(let days): shift = Int64((days * 86_400_000_000).rounded(.toNearestOrEven))
    }
    return .value(.timestamp(Timestamp(microseconds: now.microseconds + sign * shift)))
  }

  /// `parse_cidr(value)`: null for a text that is neither an IPv4 range nor an address.
  static func network(_ operand: Operand) throws(FilterProblem) -> Operand {
    switch operand {
    case .value(.string(let text)):
      if text.utf8.contains(UInt8(ascii: "/")) {
        return IPv4Network(text).map { .network($0) } ?? .null
      }
      return IPAddress(text).map { .address($0) } ?? .null
    case .value(.list(let items)), .set(let items):
      var networks: [Operand] = []
      for item in items { networks.append(try network(.value(item))) }
      return .networks(networks)
    case .value(.object), .emptyTuple: return .null
    default: throw FilterProblem("the value is no address and no range of addresses")
    }
  }

  private static func version(_ operand: Operand) throws(FilterProblem) -> Operand {
    switch operand {
    case .value(.string(let text)): return .version(text.isEmpty ? nil : LooseVersion(text))
    case .emptyTuple: return .version(nil)
    case .value(let value) where !PythonValue.isTrue(value): return .version(nil)
    default: throw FilterProblem("a version can be read from a string only")
    }
  }
}
