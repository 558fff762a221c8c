package import AWS

/// JMESPath (https://jmespath.org/specification.html) over AWS values: compiled once, evaluated
/// often, and the two functions `split` and `from_json` that Cloud Custodian adds.
///
/// Neighbours: filters, trigger ids and `rules query` evaluate these. Invariants: where the
/// specification leaves room it behaves as jmespath.py 1.1, in which the policies that people have
/// are run; an expression is bounded in length and depth when compiled, and in steps when
/// evaluated. Timestamps and bytes behave as the strings that JSON makes of them.
package struct JMESPathExpression: Sendable {
  package let text: String
  let root: Expression
  /// Whether a result may be larger than what went in.
  private let canGrow: Bool

  /// UTF-8 bytes.
  package static let lengthLimit = 32_768
  /// How deep expressions may stand in one another.
  package static let depthLimit = 200

  package init(_ text: String) throws(JMESPathError) {
    self.text = text
    guard text.utf8.count <= Self.lengthLimit else {
      throw JMESPathError(.limit, at: 0, "the expression is longer than \(Self.lengthLimit) bytes")
    }
    var parser = try JMESPathParser(text)
    root = try parser.parse()
    canGrow = parser.buildsValues
    unknownFunctions = parser.unknownFunctions
  }

  /// The functions that there are, by name.
  package static var functionNames: [String] { JMESPathFunction.allCases.map(\.rawValue).sorted() }

  /// Functions that don't exist, in the order of the text: calling one is an error.
  package let unknownFunctions: [String]

  /// The value that the expression selects; null where it finds nothing.
  ///
  /// `steps` bounds the work: nodes visited, values made, and 32 bytes of text read or written.
  package func evaluate(_ value: AWSValue, steps: Int = 2_000_000) throws(JMESPathError) -> AWSValue
  {
    if case .field(let name) = root { return value[name] ?? .null }
    var interpreter = JMESPathInterpreter(steps: steps)
    let result = try interpreter.visit(root, value)
    if canGrow { try interpreter.count(result) }
    return result
  }
}

extension JMESPathExpression: Hashable {
  package static func == (a: JMESPathExpression, b: JMESPathExpression) -> Bool {
    a.text == b.text
  }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// Why an expression can't be compiled or evaluated.
package struct JMESPathError: Error, Hashable, Sendable {
  /// The specification's classes of errors, and our bounds.
  package enum Kind: String, Hashable, Sendable {
    case syntax
    case unknownFunction = "unknown-function"
    case invalidArity = "invalid-arity"
    case invalidType = "invalid-type"
    case invalidValue = "invalid-value"
    case limit
  }

  package var kind: Kind
  /// In UTF-8 bytes from the start of the expression; 0 for errors of evaluation.
  package var offset: Int
  package var message: String

  init(_ kind: Kind, at offset: Int = 0, _ message: String) {
    self.kind = kind
    self.offset = offset
    self.message = message
  }
}

extension JMESPathError: CustomStringConvertible {
  package var description: String { "\(kind.rawValue): \(message)" }
}

/// What an expression is made of.
indirect enum Expression: Sendable {
  case current
  case field(String)
  case literal(AWSValue)
  case index(Int)
  case slice(start: Int?, stop: Int?, step: Int?)
  /// `left.right`, `left | right`, `left[0]`: the right one sees what the left one finds.
  case chain(Expression, Expression)
  case projection(Expression, Expression)
  case valueProjection(Expression, Expression)
  case filterProjection(Expression, Expression, condition: Expression)
  case flatten(Expression)
  case comparison(Comparison, Expression, Expression)
  case or(Expression, Expression)
  case and(Expression, Expression)
  case not(Expression)
  case list([Expression])
  case object([(key: String, value: Expression)])
  case function(JMESPathFunction, [Expression])
  case unknownFunction(String, [Expression])
  case reference(Expression)

  enum Comparison: Sendable { case eq, ne, lt, le, gt, ge }
}
