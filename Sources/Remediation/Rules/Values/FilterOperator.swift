import AWS
import JMESPath

/// The comparison of a value filter, under all of its names.
enum FilterOperator: String, Sendable, CaseIterable {
  case eq, equal, ne
  case notEqual = "not-equal"
  case gt
  case greaterThan = "greater-than"
  case ge, gte, le, lte, lt
  case lessThan = "less-than"
  case glob, regex
  case regexCase = "regex-case"
  case `in`, ni
  case notIn = "not-in"
  case contains, difference, intersect, mod

  /// The same operator under its first name.
  var canonical: FilterOperator {
    switch self {
    case .equal: .eq
    case .notEqual: .ne
    case .greaterThan: .gt
    case .gte: .ge
    case .lte: .le
    case .lessThan: .lt
    case .notIn: .ni
    default: self
    }
  }

  /// `op(x, y)` as Python evaluates it, TypeError being false.
  func holds(_ x: Operand, _ y: Operand, pattern: Pattern?) throws(FilterProblem) -> Bool {
    do throws(OperatorFailure) {
      return try apply(x, y, pattern)
    } catch {
      switch error {
      case .type: return false
      case .problem(let problem): throw problem
      }
    }
  }

  /// The same about a count, where the dialect doesn't catch the TypeError.
  func holds(count: Int, _ wanted: AWSValue) throws(FilterProblem) -> Bool {
    try holdsStrictly(.integer(Int64(count)), wanted)
  }

  /// The same where the dialect doesn't catch the TypeError, so that it is a problem.
  func holdsStrictly(_ x: AWSValue, _ y: AWSValue) throws(FilterProblem) -> Bool {
    do throws(OperatorFailure) {
      return try apply(.value(x), .value(y), nil)
    } catch {
      switch error {
      case .type: throw FilterProblem("`\(rawValue)` can't compare the two")
      case .problem(let problem): throw problem
      }
    }
  }

  enum OperatorFailure: Error {
    case type
    case problem(FilterProblem)
  }

  private func apply(_ x: Operand, _ y: Operand, _ pattern: Pattern?) throws(OperatorFailure)
    -> Bool
  {
    switch canonical {
    case .eq: return try Python.equal(x, y)
    case .ne: return !(try Python.equal(x, y))
    case .gt: return try Python.less(y, x)
    case .lt: return try Python.less(x, y)
    case .ge: return try Python.lessOrEqual(y, x)
    case .le: return try Python.lessOrEqual(x, y)
    case .in: return try Python.contains(y, x)
    case .ni: return !(try Python.contains(y, x))
    case .contains: return try Python.contains(x, y)
    case .difference:
      let own = try Python.elements(x)
      let other = try Python.elements(y)
      return own.contains { !Python.has(other, $0) }
    case .intersect:
      let own = try Python.elements(x)
      let other = try Python.elements(y)
      return own.contains { Python.has(other, $0) }
    case .mod: return try Python.hasRemainder(x, y)
    case .glob:
      guard case .value(.string(let text)) = x else { return false }
      guard case .value(.string(let glob)) = y else { throw .type }
      return Glob.matches(text, glob)
    case .regex, .regexCase:
      guard case .value(.string(let text)) = x else { return false }
      guard case .value(.string(let source)) = y else { throw .type }
      do throws(FilterProblem) {
        let ready: Pattern
        if let pattern {
          ready = pattern
        } else {
          ready = try Pattern(source, isCaseless: self == .regex)
        }
        return try ready.matches(text)
      } catch {
        throw .problem(error)
      }
    default: throw .type
    }
  }
}
