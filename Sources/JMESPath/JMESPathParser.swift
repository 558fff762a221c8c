import AWS

/// Tokens to an expression, by operator precedence (Pratt, "Top down operator precedence", 1973).
struct JMESPathParser {
  private let tokens: [JMESPathToken]
  private var index = 0
  private var nesting = 0
  /// Whether it makes lists or objects of its own.
  private(set) var buildsValues = false
  private(set) var unknownFunctions: [String] = []

  /// An expression and how deep it is, so that evaluating it can't exhaust the stack.
  private struct Built {
    var expression: Expression
    var depth: Int
    /// Whether it is an index, so that a slice right after it takes a part of what it finds
    /// without projecting: jmespath.py's reading of `a[0][1:].b`.
    var isIndex = false

    init(_ expression: Expression, over parts: Built...) {
      self.expression = expression
      depth = 1 + (parts.map(\.depth).max() ?? 0)
    }
    init(_ expression: Expression, over parts: [Built]) {
      self.expression = expression
      depth = 1 + (parts.map(\.depth).max() ?? 0)
    }
    static let current = Built(.current)
  }

  /// Tokens that bind less than this end a projection.
  private static let projectionStop = 10

  init(_ text: String) throws(JMESPathError) {
    var lexer = JMESPathLexer(text)
    tokens = try lexer.tokens()
  }

  mutating func parse() throws(JMESPathError) -> Expression {
    let built = try expression(above: 0)
    guard token.kind == .end else { throw unexpected() }
    return built.expression
  }

  private var token: JMESPathToken { tokens[index] }

  private func peek(_ ahead: Int) -> JMESPathToken.Kind {
    index + ahead < tokens.count ? tokens[index + ahead].kind : .end
  }

  private mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  private func unexpected(_ expected: String? = nil) -> JMESPathError {
    let hint = expected.map { ", expected \($0)" } ?? ""
    if token.kind == .end {
      return JMESPathError(.syntax, at: token.offset, "the expression ends here\(hint)")
    }
    return JMESPathError(.syntax, at: token.offset, "unexpected token\(hint)")
  }

  private mutating func expect(_ kind: JMESPathToken.Kind, _ name: String) throws(JMESPathError) {
    guard token.kind == kind else { throw unexpected(name) }
    advance()
  }

  private func check(_ built: Built) throws(JMESPathError) -> Built {
    guard built.depth <= JMESPathExpression.depthLimit else {
      throw JMESPathError(
        .limit, at: token.offset,
        "expressions stand deeper than \(JMESPathExpression.depthLimit) in one another")
    }
    return built
  }

  private mutating func expression(above power: Int) throws(JMESPathError) -> Built {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= JMESPathExpression.depthLimit else {
      throw JMESPathError(
        .limit, at: token.offset,
        "expressions stand deeper than \(JMESPathExpression.depthLimit) in one another")
    }
    var left = try check(try start())
    while power < token.power { left = try check(try extend(left)) }
    return left
  }

  // MARK: What an expression starts with

  private mutating func start() throws(JMESPathError) -> Built {
    let first = token
    switch first.kind {
    case .literal(let value):
      advance()
      return Built(.literal(value))
    case .identifier(let name):
      advance()
      return Built(.field(name))
    case .quoted(let name):
      advance()
      if token.kind == .leftParen {
        throw JMESPathError(.syntax, at: first.offset, "a function's name stands without quotes")
      }
      return Built(.field(name))
    case .current:
      advance()
      return .current
    case .star:
      advance()
      let right = token.kind == .rightBracket ? .current : try projected(20)
      return Built(.valueProjection(.current, right.expression), over: right)
    case .filter: return try filter(.current)
    case .flatten: return try flatten(.current)
    case .leftBrace:
      advance()
      return try object()
    case .leftParen:
      advance()
      let inner = try expression(above: 0)
      try expect(.rightParen, "`)`")
      return inner
    case .not:
      advance()
      let inner = try expression(above: 45)
      return Built(.not(inner.expression), over: inner)
    case .reference:
      advance()
      let inner = try expression(above: 0)
      return Built(.reference(inner.expression), over: inner)
    case .leftBracket:
      advance()
      switch token.kind {
      case .number, .colon: return try indexed(.current)
      case .star where peek(1) == .rightBracket:
        advance()
        advance()
        let right = try projected(20)
        return Built(.projection(.current, right.expression), over: right)
      default: return try list()
      }
    default: throw unexpected("an expression")
    }
  }

  // MARK: What goes on

  private mutating func extend(_ left: Built) throws(JMESPathError) -> Built {
    switch token.kind {
    case .dot:
      advance()
      if token.kind == .star {
        advance()
        let right = try projected(40)
        return Built(.valueProjection(left.expression, right.expression), over: left, right)
      }
      let right = try afterDot(40)
      return Built(.chain(left.expression, right.expression), over: left, right)
    case .pipe:
      advance()
      let right = try expression(above: 1)
      return Built(.chain(left.expression, right.expression), over: left, right)
    case .or:
      advance()
      let right = try expression(above: 2)
      return Built(.or(left.expression, right.expression), over: left, right)
    case .and:
      advance()
      let right = try expression(above: 3)
      return Built(.and(left.expression, right.expression), over: left, right)
    case .eq: return try comparison(.eq, left)
    case .ne: return try comparison(.ne, left)
    case .lt: return try comparison(.lt, left)
    case .le: return try comparison(.le, left)
    case .gt: return try comparison(.gt, left)
    case .ge: return try comparison(.ge, left)
    case .flatten: return try flatten(left)
    case .filter: return try filter(left)
    case .leftParen: return try function(left)
    case .leftBracket:
      advance()
      switch token.kind {
      case .number, .colon: return try indexed(left)
      default:
        try expect(.star, "`*`, a number or a slice")
        try expect(.rightBracket, "`]`")
        let right = try projected(20)
        return Built(.projection(left.expression, right.expression), over: left, right)
      }
    default: throw unexpected()
    }
  }

  private mutating func comparison(_ kind: Expression.Comparison, _ left: Built)
    throws(JMESPathError) -> Built
  {
    advance()
    let right = try expression(above: 5)
    return Built(.comparison(kind, left.expression, right.expression), over: left, right)
  }

  private mutating func flatten(_ left: Built) throws(JMESPathError) -> Built {
    advance()
    let right = try projected(9)
    return Built(
      .projection(.flatten(left.expression), right.expression),
      over: Built(.current, over: left), right)
  }

  private mutating func filter(_ left: Built) throws(JMESPathError) -> Built {
    advance()
    let condition = try expression(above: 0)
    try expect(.rightBracket, "`]`")
    let right = token.kind == .flatten ? .current : try projected(21)
    return Built(
      .filterProjection(left.expression, right.expression, condition: condition.expression),
      over: left, right, condition)
  }

  private mutating func function(_ left: Built) throws(JMESPathError) -> Built {
    guard case .field(let name) = left.expression else {
      throw JMESPathError(.syntax, at: token.offset, "only a plain name can be called")
    }
    advance()
    var arguments: [Built] = []
    while token.kind != .rightParen {
      arguments.append(try expression(above: 0))
      if token.kind == .comma { advance() }
    }
    advance()
    buildsValues = true
    guard let function = JMESPathFunction(rawValue: name) else {
      unknownFunctions.append(name)
      return Built(.unknownFunction(name, arguments.map(\.expression)), over: arguments)
    }
    return Built(.function(function, arguments.map(\.expression)), over: arguments)
  }

  /// `[3]` or `[1:5:2]`, after the bracket.
  private mutating func indexed(_ left: Built) throws(JMESPathError) -> Built {
    if case .number(let position) = token.kind, peek(1) != .colon {
      advance()
      try expect(.rightBracket, "`]`")
      var index = Built(.chain(left.expression, .index(position)), over: left, .current)
      index.isIndex = true
      return index
    }
    var parts: [Int?] = [nil, nil, nil]
    var part = 0
    while token.kind != .rightBracket {
      switch token.kind {
      case .colon where part < 2: part += 1
      case .number(let number): parts[part] = number
      default: throw unexpected("a number, `:` or `]`")
      }
      advance()
    }
    advance()
    let slice = Expression.chain(
      left.expression, .slice(start: parts[0], stop: parts[1], step: parts[2]))
    if left.isIndex {
      var index = Built(slice, over: left, .current)
      index.isIndex = true
      return index
    }
    let right = try projected(20)
    return Built(.projection(slice, right.expression), over: Built(.current, over: left), right)
  }

  private mutating func list() throws(JMESPathError) -> Built {
    buildsValues = true
    var items: [Built] = []
    while true {
      items.append(try expression(above: 0))
      if token.kind == .rightBracket { break }
      try expect(.comma, "`,` or `]`")
    }
    advance()
    return Built(.list(items.map(\.expression)), over: items)
  }

  private mutating func object() throws(JMESPathError) -> Built {
    buildsValues = true
    var keys: [String] = []
    var values: [Built] = []
    while true {
      switch token.kind {
      case .identifier(let name), .quoted(let name): keys.append(name)
      default: throw unexpected("a key")
      }
      advance()
      try expect(.colon, "`:`")
      values.append(try expression(above: 0))
      if token.kind == .comma {
        advance()
      } else if token.kind == .rightBrace {
        advance()
        break
      }
    }
    let pairs = zip(keys, values).map { (key: $0, value: $1.expression) }
    return Built(.object(pairs), over: values)
  }

  /// What a projection does with each of its values.
  private mutating func projected(_ power: Int) throws(JMESPathError) -> Built {
    if token.power < Self.projectionStop { return .current }
    switch token.kind {
    case .leftBracket, .filter: return try expression(above: power)
    case .dot:
      advance()
      return try afterDot(power)
    default: throw unexpected()
    }
  }

  private mutating func afterDot(_ power: Int) throws(JMESPathError) -> Built {
    switch token.kind {
    case .identifier, .quoted, .star: return try expression(above: power)
    case .leftBracket:
      advance()
      return try list()
    case .leftBrace:
      advance()
      return try object()
    default: throw unexpected("a name, `*`, `[` or `{`")
    }
  }
}
