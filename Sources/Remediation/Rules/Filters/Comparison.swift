import AWS
import JMESPath

/// The value side of a value filter: sentinel words, value type, operator.
struct Comparison: Sendable {
  enum Source: Sendable {
    case fixed(Operand)
    /// `value_path`: selected from the same resource.
    case path(JMESPathExpression)
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
    }
  }
}
