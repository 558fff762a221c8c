/// A condition operator with what stands before and after it: `ForAllValues:StringLikeIfExists`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
package struct ConditionOperator: Hashable, Sendable {
  package var comparison: Comparison
  /// StringNotEquals, NotIpAddress ...
  package var isNegated: Bool
  /// Holds when the request has no such key.
  package var ifExists: Bool
  package var quantifier: Quantifier

  package enum Comparison: Hashable, Sendable {
    case stringEquals
    case stringEqualsIgnoreCase
    case stringLike
    case numeric(Order)
    case date(Order)
    case bool
    case binary
    case ipAddress
    /// ArnEquals and ArnLike are one and the same.
    case arn
    case null
  }

  package enum Order: Hashable, Sendable {
    case equal
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual

    var name: String {
      switch self {
      case .equal: "Equals"
      case .less: "LessThan"
      case .lessOrEqual: "LessThanEquals"
      case .greater: "GreaterThan"
      case .greaterOrEqual: "GreaterThanEquals"
      }
    }

    func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
      switch self {
      case .equal: a == b
      case .less: a < b
      case .lessOrEqual: a <= b
      case .greater: a > b
      case .greaterOrEqual: a >= b
      }
    }
  }

  package enum Quantifier: Hashable, Sendable {
    case none
    case forAllValues
    case forAnyValue
  }

  /// nil for a name that AWS doesn't know; letters count without case.
  package init?(_ name: String) {
    var rest = name.lowercased()
    quantifier = .none
    for (prefix, known) in [
      ("forallvalues:", Quantifier.forAllValues), ("foranyvalue:", .forAnyValue),
    ] where rest.hasPrefix(prefix) {
      quantifier = known
      rest.removeFirst(prefix.count)
    }
    ifExists = rest.hasSuffix("ifexists")
    if ifExists { rest.removeLast("ifexists".count) }
    guard let (comparison, isNegated) = Self.named[rest] else { return nil }
    if comparison == .null, ifExists || quantifier != .none { return nil }
    self.comparison = comparison
    self.isNegated = isNegated
  }

  /// As AWS writes it: `ForAnyValue:StringNotLikeIfExists`.
  package var name: String {
    let prefix =
      switch quantifier {
      case .none: ""
      case .forAllValues: "ForAllValues:"
      case .forAnyValue: "ForAnyValue:"
      }
    return prefix + baseName + (ifExists ? "IfExists" : "")
  }

  private var baseName: String {
    let not = isNegated ? "Not" : ""
    return switch comparison {
    case .stringEquals: "String\(not)Equals"
    case .stringEqualsIgnoreCase: "String\(not)EqualsIgnoreCase"
    case .stringLike: "String\(not)Like"
    case .numeric(let order): "Numeric\(not)\(order.name)"
    case .date(let order): "Date\(not)\(order.name)"
    case .bool: "Bool"
    case .binary: "BinaryEquals"
    case .ipAddress: "\(not)IpAddress"
    case .arn: "Arn\(not)Like"
    case .null: "Null"
    }
  }

  private static let named: [String: (Comparison, Bool)] = [
    "stringequals": (.stringEquals, false),
    "stringnotequals": (.stringEquals, true),
    "stringequalsignorecase": (.stringEqualsIgnoreCase, false),
    "stringnotequalsignorecase": (.stringEqualsIgnoreCase, true),
    "stringlike": (.stringLike, false),
    "stringnotlike": (.stringLike, true),
    "numericequals": (.numeric(.equal), false),
    "numericnotequals": (.numeric(.equal), true),
    "numericlessthan": (.numeric(.less), false),
    "numericlessthanequals": (.numeric(.lessOrEqual), false),
    "numericgreaterthan": (.numeric(.greater), false),
    "numericgreaterthanequals": (.numeric(.greaterOrEqual), false),
    "dateequals": (.date(.equal), false),
    "datenotequals": (.date(.equal), true),
    "datelessthan": (.date(.less), false),
    "datelessthanequals": (.date(.lessOrEqual), false),
    "dategreaterthan": (.date(.greater), false),
    "dategreaterthanequals": (.date(.greaterOrEqual), false),
    "bool": (.bool, false),
    "binaryequals": (.binary, false),
    "ipaddress": (.ipAddress, false),
    "notipaddress": (.ipAddress, true),
    "arnequals": (.arn, false),
    "arnlike": (.arn, false),
    "arnnotequals": (.arn, true),
    "arnnotlike": (.arn, true),
    "null": (.null, false),
  ]
}
