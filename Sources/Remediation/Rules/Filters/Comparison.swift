import AWS
import JMESPath

/// The value side of a value filter: sentinel words, value type, operator.
struct Comparison: Sendable {
  enum Source: Sendable {
    case fixed(Operand)
    /// `value_path`: selected from the same resource.
    case path(JMESPathExpression)
    /// A text with `{account_id}` or `{region}` in it.
    case template(AWSValue)
  }

  var source: Source
  var op: FilterOperator?
  var type: ValueType?
  /// The fixed value after its own conversion, where that doesn't depend on the time.
  private var converted: Operand?
  /// The fixed regular expression.
  private var pattern: Pattern?

  init(_ source: Source, op: FilterOperator? = nil, type: ValueType? = nil) throws(FilterProblem) {
    self.source = source
    self.op = op
    self.type = type
    guard case .fixed(let value) = source else { return }
    if let op, [.regex, .regexCase].contains(op), type != .swap, type != .expr,
      case .value(.string(let text)) = value
    {
      pattern = try Pattern(text, isCaseless: op == .regex)
    }
    if type == .cidr { converted = try? ValueType.network(value) }
  }

  func holds(
    _ found: AWSValue, _ document: AWSObject, _ key: KeySelector, _ context: EvaluationContext
  ) throws(FilterProblem) -> Bool {
    // The two commonest forms, without any conversion.
    if type == nil, op == nil, case .fixed(.value(let wanted)) = source {
      guard case .string(let word) = wanted else { return Python.equal(found, wanted) }
      switch word {
      case "absent": if found == .null { return true }
      case "present": if found != .null { return true }
      case "not-null": if PythonValue.isTrue(found) { return true }
      case "empty": if !PythonValue.isTrue(found) { return true }
      default: break
      }
      return Python.equal(found, wanted)
    }
    var left = Operand.value(found)
    var right = try wanted(document, context)
    if found == .null, op == .in || op == .notIn { left = .emptyTuple }
    if let type {
      (right, left) = try type.convert(
        wanted: right, converted: converted, found: left, document, key, context)
    }
    if left.isNull, try right.is("absent") { return true }
    if !left.isNull, try right.is("present") { return true }
    if try right.is("not-null"), left.isTrue { return true }
    if try right.is("empty"), !left.isTrue { return true }
    if let op { return try op.holds(left, right, pattern: pattern) }
    return try FilterOperator.eq.holds(left, right, pattern: nil)
  }

  private func wanted(_ document: AWSObject, _ context: EvaluationContext) throws(FilterProblem)
    -> Operand
  {
    switch source {
    case .fixed(let value): return value
    case .path(let expression):
      do throws(JMESPathError) {
        return .value(try expression.evaluate(.object(document)))
      } catch {
        throw FilterProblem("value_path `\(expression.text)`: \(error.message)")
      }
    case .template(let value): return .value(Template.expand(value, context))
    }
  }
}

/// `{account_id}` and `{region}` in the texts of a policy.
enum Template {
  static func isNeeded(in value: AWSValue) -> Bool {
    switch value {
    case .string(let text): text.contains("{account_id}") || text.contains("{region}")
    case .list(let items): items.contains(where: isNeeded)
    case .object(let object): object.contains { isNeeded(in: $0.value) }
    default: false
    }
  }

  static func expand(
    _ value: AWSValue, _ context: EvaluationContext, _ more: [(String, String)] = []
  ) -> AWSValue {
    switch value {
    case .string(let text): .string(expand(text, context, more))
    case .list(let items): .list(items.map { expand($0, context, more) })
    case .object(let object):
      .object(AWSObject(object.map { ($0.key, expand($0.value, context, more)) }))
    default: value
    }
  }

  static func expand(
    _ text: String, _ context: EvaluationContext, _ more: [(String, String)] = []
  ) -> String {
    guard text.contains("{") else { return text }
    var out = text
    for (name, value) in [("account_id", context.account), ("region", context.region)] + more {
      out = replace("{\(name)}", with: value, in: out)
    }
    return out
  }

  static func replace(_ part: String, with other: String, in text: String) -> String {
    var out: [UInt8] = []
    let bytes = Array(text.utf8)
    let mark = Array(part.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: mark) {
        out += Array(other.utf8)
        index += mark.count
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
