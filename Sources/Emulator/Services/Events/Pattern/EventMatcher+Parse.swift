import AWS
import PolicyLanguage

extension EventMatcher {
  init(_ value: AWSValue) throws(AWSError) {
    switch value {
    case .string, .integer, .double, .bool, .null: self = .equals(value)
    case .object(let object): self = try Self.operation(object)
    default:
      throw EventsError.pattern(
        "Match value must be String, number, true, false, or null")
    }
  }

  private static func operation(_ object: AWSObject) throws(AWSError) -> EventMatcher {
    guard object.count == 1, let (name, operand) = object.first(where: { _ in true }) else {
      throw EventsError.pattern("Only one key allowed in match expression")
    }
    switch name {
    case "prefix":
      let (text, ignoringCase) = try foldable(name, operand)
      return .prefix(text, ignoringCase: ignoringCase)
    case "suffix":
      let (text, ignoringCase) = try foldable(name, operand)
      return .suffix(text, ignoringCase: ignoringCase)
    case "equals-ignore-case": return .equalsIgnoringCase(try text(name, operand))
    case "wildcard": return .wildcard(try EventWildcard(text(name, operand)))
    case "numeric": return .numeric(try bounds(operand))
    case "cidr":
      let text = try text(name, operand)
      guard text.contains("/"), let network = IPNetwork(text) else {
        throw EventsError.pattern("Malformed CIDR, one '/' required")
      }
      return .cidr(network)
    case "exists":
      guard let flag = operand.bool else {
        throw EventsError.pattern("exists match pattern must be either true or false.")
      }
      return .exists(flag)
    case "anything-but": return .anythingBut(try unwanted(operand))
    default: throw EventsError.pattern("Unrecognized match type \(name)")
    }
  }

  private static func text(_ name: String, _ operand: AWSValue) throws(AWSError) -> String {
    guard let text = operand.string else {
      throw EventsError.pattern("\(name) match pattern must be a string")
    }
    return text
  }

  /// `"x"` or `{"equals-ignore-case": "x"}`.
  private static func foldable(_ name: String, _ operand: AWSValue) throws(AWSError)
    -> (String, Bool)
  {
    if let inner = operand.object {
      guard inner.count == 1, let text = inner["equals-ignore-case"]?.string else {
        throw EventsError.pattern(
          "Unsupported anything-but pattern: \(inner.keys.joined(separator: ", "))")
      }
      return (text, true)
    }
    return (try text(name, operand), false)
  }

  /// `["<", 10]` or `[">", 0, "<=", 5]`.
  private static func bounds(_ operand: AWSValue) throws(AWSError) -> [NumericBound] {
    guard let items = operand.list else {
      throw EventsError.pattern("Value of numeric must be an array.")
    }
    var bounds: [NumericBound] = []
    for index in stride(from: 0, to: items.count, by: 2) {
      guard let comparison = items[index].string,
        ["<", "<=", ">", ">=", "="].contains(comparison)
      else { throw EventsError.pattern("Unrecognized numeric range operator: \(items[index])") }
      guard index + 1 < items.count, let number = items[index + 1].double else {
        throw EventsError.pattern("Value of \(comparison) must be numeric")
      }
      guard abs(number) <= 5_000_000_000 else {
        throw EventsError.pattern("Value must be between -5.0E9 and 5.0E9, inclusive")
      }
      bounds.append(NumericBound(comparison: comparison, number: number))
    }
    let starts = bounds.first?.comparison
    guard bounds.count == 1
      || (bounds.count == 2 && (starts == ">" || starts == ">=")
        && ["<", "<="].contains(bounds[1].comparison))
    else { throw EventsError.pattern("Too many elements in numeric expression") }
    if bounds.count == 2, bounds[0].number >= bounds[1].number {
      throw EventsError.pattern("Bottom must be less than top")
    }
    return bounds
  }

  private static func unwanted(_ operand: AWSValue) throws(AWSError) -> [EventMatcher] {
    switch operand {
    case .string, .integer, .double: return [.equals(operand)]
    case .list(let items):
      guard !items.isEmpty else { throw EventsError.pattern("Empty arrays are not allowed") }
      let areTexts = items.allSatisfy { $0.string != nil }
      guard areTexts || items.allSatisfy({ $0.double != nil }) else {
        throw EventsError.pattern("Inside anything but list, start|null|boolean is not supported.")
      }
      return items.map { .equals($0) }
    case .object(let object):
      guard object.count == 1, let (name, inner) = object.first(where: { _ in true }),
        ["prefix", "suffix", "equals-ignore-case", "wildcard"].contains(name)
      else {
        throw EventsError.pattern(
          "Unsupported anything-but pattern: \(object.keys.joined(separator: ", "))")
      }
      var matchers: [EventMatcher] = []
      for item in inner.list ?? [inner] { matchers.append(try operation([name: item])) }
      guard !matchers.isEmpty else { throw EventsError.pattern("Empty arrays are not allowed") }
      return matchers
    default:
      throw EventsError.pattern(
        "Value of anything-but must be an array or single string/number value.")
    }
  }
}
