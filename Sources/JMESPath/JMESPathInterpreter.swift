import AWS

/// Evaluates an expression on a value, counting its steps.
struct JMESPathInterpreter {
  private var stepsLeft: Int

  init(steps: Int) { stepsLeft = steps }

  static let tooMuch = JMESPathError(
    .limit, "the expression makes more steps than are allowed")

  private static let bytesPerStep = 32

  /// How much text the steps that are left would pay for.
  var bytesLeft: Int {
    let (bytes, overflow) = stepsLeft.multipliedReportingOverflow(by: Self.bytesPerStep)
    return overflow ? .max : bytes
  }

  mutating func step(_ count: Int = 1) throws(JMESPathError) {
    stepsLeft -= count
    if stepsLeft < 0 { throw Self.tooMuch }
  }

  /// Pays for reading or writing text.
  mutating func step(bytes: Int) throws(JMESPathError) { try step(bytes / Self.bytesPerStep + 1) }

  /// Counts what a value consists of: shared parts count each time that they occur.
  mutating func count(_ value: AWSValue) throws(JMESPathError) {
    switch value {
    case .string(let text): try step(bytes: text.utf8.count)
    case .list(let items):
      try step()
      for item in items { try count(item) }
    case .object(let object):
      try step()
      for (key, value) in object {
        try step(bytes: key.utf8.count)
        try count(value)
      }
    default: try step()
    }
  }

  mutating func visit(_ expression: Expression, _ value: AWSValue) throws(JMESPathError)
    -> AWSValue
  {
    try step()
    switch expression {
    case .current: return value
    case .field(let name):
      guard case .object(let object) = value else { return .null }
      return object[name] ?? .null
    case .literal(let literal): return literal
    case .chain(let left, let right): return try visit(right, try visit(left, value))
    case .index(let index):
      guard case .list(let items) = value else { return .null }
      let place = index < 0 ? items.count + index : index
      return items.indices.contains(place) ? items[place] : .null
    case .slice(let start, let stop, let step):
      guard case .list(let items) = value else { return .null }
      return .list(try slice(items, start, stop, step ?? 1))
    case .projection(let left, let right):
      guard case .list(let items) = try visit(left, value) else { return .null }
      return .list(try project(items, right))
    case .valueProjection(let left, let right):
      guard case .object(let object) = try visit(left, value) else { return .null }
      return .list(try project(object.map(\.value), right))
    case .filterProjection(let left, let right, let condition):
      guard case .list(let items) = try visit(left, value) else { return .null }
      var kept: [AWSValue] = []
      for item in items where !isFalse(try visit(condition, item)) {
        let found = try visit(right, item)
        if case .null = found { continue }
        kept.append(found)
      }
      return .list(kept)
    case .flatten(let inner):
      guard case .list(let items) = try visit(inner, value) else { return .null }
      var flat: [AWSValue] = []
      for item in items {
        if case .list(let more) = item { flat += more } else { flat.append(item) }
        try step(1)
      }
      try step(flat.count)
      return .list(flat)
    case .comparison(let kind, let left, let right):
      return try compare(kind, try visit(left, value), try visit(right, value))
    case .or(let left, let right):
      let first = try visit(left, value)
      return isFalse(first) ? try visit(right, value) : first
    case .and(let left, let right):
      let first = try visit(left, value)
      return isFalse(first) ? first : try visit(right, value)
    case .not(let inner): return .bool(isFalse(try visit(inner, value)))
    case .list(let items):
      if case .null = value { return .null }
      var out: [AWSValue] = []
      out.reserveCapacity(items.count)
      for item in items { out.append(try visit(item, value)) }
      return .list(out)
    case .object(let pairs):
      if case .null = value { return .null }
      var out = AWSObject()
      for pair in pairs { out[pair.key] = try visit(pair.value, value) }
      return .object(out)
    case .function(let function, let arguments): return try call(function, arguments, value)
    case .unknownFunction(let name, let arguments):
      for argument in arguments {
        if case .reference = argument { continue }
        _ = try visit(argument, value)
      }
      throw JMESPathError(.unknownFunction, "there is no function `\(name)`")
    case .reference:
      throw JMESPathError(.invalidType, "`&` stands only before an argument of a function")
    }
  }

  private mutating func project(_ items: [AWSValue], _ each: Expression) throws(JMESPathError)
    -> [AWSValue]
  {
    var out: [AWSValue] = []
    out.reserveCapacity(items.count)
    for item in items {
      let found = try visit(each, item)
      if case .null = found { continue }
      out.append(found)
    }
    return out
  }

  /// Python's `items[start:stop:step]`.
  private mutating func slice(_ items: [AWSValue], _ start: Int?, _ stop: Int?, _ step: Int)
    throws(JMESPathError) -> [AWSValue]
  {
    guard step != 0 else { throw JMESPathError(.invalidValue, "a slice can't have the step 0") }
    let count = items.count
    func bound(_ index: Int?, _ missing: Int) -> Int {
      guard var index else { return missing }
      if index < 0 { index = index < -count ? -1 : index + count }
      return step > 0 ? min(max(index, 0), count) : min(max(index, -1), count - 1)
    }
    var index = bound(start, step > 0 ? 0 : count - 1)
    let end = bound(stop, step > 0 ? count : -1)
    var out: [AWSValue] = []
    while step > 0 ? index < end : index > end {
      out.append(items[index])
      let (next, overflow) = index.addingReportingOverflow(step)
      if overflow { break }
      index = next
    }
    try self.step(out.count)
    return out
  }

  // MARK: Comparing

  /// Empty strings, lists and objects, null and false; 0 is true.
  func isFalse(_ value: AWSValue) -> Bool {
    switch value {
    case .null: true
    case .bool(let flag): !flag
    case .string(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .object(let object): object.isEmpty
    default: false
    }
  }

  private mutating func compare(
    _ kind: Expression.Comparison, _ left: AWSValue, _ right: AWSValue
  ) throws(JMESPathError) -> AWSValue {
    switch kind {
    case .eq: return .bool(try equal(left, right))
    case .ne: return .bool(!(try equal(left, right)))
    case .lt, .le, .gt, .ge: break
    }
    if isBoolean(left) || isBoolean(right) { return .null }
    let (less, more): (Bool, Bool)
    if let a = PythonValue.number(left), let b = PythonValue.number(right) {
      if a.asDouble.isNaN || b.asDouble.isNaN { return false }
      (less, more) = (a < b, b < a)
    } else if let a = PythonValue.text(left), let b = PythonValue.text(right) {
      (less, more) = (PythonValue.precedes(a, b), PythonValue.precedes(b, a))
    } else if isComparable(left), isComparable(right) {
      throw JMESPathError(.invalidType, "a number and a string have no order")
    } else {
      return .null
    }
    switch kind {
    case .lt: return .bool(less)
    case .le: return .bool(!more)
    case .gt: return .bool(more)
    default: return .bool(!less)
    }
  }

  private func isBoolean(_ value: AWSValue) -> Bool { value.bool != nil }

  private func isComparable(_ value: AWSValue) -> Bool {
    PythonValue.number(value) != nil || PythonValue.text(value) != nil
  }

  /// Python's equality, but at the top 0 and 1 are equal to no boolean: jmespath.py looks at these
  /// two numbers only, and then takes any boolean as unequal.
  private mutating func equal(_ x: AWSValue, _ y: AWSValue) throws(JMESPathError) -> Bool {
    if case .bool = x, isZeroOrOne(y) { return false }
    if case .bool = y, isZeroOrOne(x) { return false }
    return try same(x, y)
  }

  /// Python's equality, paid for.
  mutating func same(_ x: AWSValue, _ y: AWSValue) throws(JMESPathError) -> Bool {
    switch (x, y) {
    case (.list(let a), .list(let b)):
      try step()
      guard a.count == b.count else { return false }
      for (one, other) in zip(a, b) where !(try same(one, other)) { return false }
      return true
    case (.object(let a), .object(let b)):
      try step()
      guard a.count == b.count else { return false }
      for (key, value) in a {
        guard let other = b[key], try same(value, other) else { return false }
      }
      return true
    case (.string(let a), _): try step(bytes: a.utf8.count)
    default: try step()
    }
    return PythonValue.equal(x, y)
  }

  private func isZeroOrOne(_ value: AWSValue) -> Bool {
    switch value {
    case .integer(let number): number == 0 || number == 1
    case .double(let number): number == 0 || number == 1
    default: false
    }
  }
}
