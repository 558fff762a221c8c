import AWS

extension JMESPathInterpreter {
  mutating func call(_ function: JMESPathFunction, _ arguments: [Expression], _ value: AWSValue)
    throws(JMESPathError) -> AWSValue
  {
    var values: [AWSValue] = []
    values.reserveCapacity(arguments.count)
    var expression: Expression?
    for argument in arguments {
      if case .reference(let inner) = argument {
        expression = inner
      } else {
        values.append(try visit(argument, value))
      }
    }
    try function.checkCount(arguments.count)
    var next = 0
    for (index, argument) in arguments.enumerated() {
      if case .reference = argument {
        try function.checkExpression(at: index)
      } else {
        try function.check(values[next], at: index)
        next += 1
      }
    }
    let first = values.first ?? .null
    let second = values.count > 1 ? values[1] : .null
    if let expression { return try apply(function, expression, first.list ?? []) }
    switch function {
    case .abs, .ceil, .floor, .avg, .sum, .toNumber: return try number(function, first)
    case .split, .startsWith, .endsWith, .fromJSON, .join, .toString:
      return try text(function, first, second)
    case .contains: return try contains(first, second)
    case .keys:
      let keys = first.object?.keys ?? []
      try step(keys.count)
      return .list(keys.map { .string($0) })
    case .values:
      let object = first.object ?? [:]
      try step(object.count)
      return .list(object.map(\.value))
    case .length: return try length(first)
    case .merge:
      var merged = AWSObject()
      for case .object(let object) in values {
        try step(object.count)
        for (key, value) in object { merged[key] = value }
      }
      return .object(merged)
    case .notNull:
      return values.first { if case .null = $0 { false } else { true } } ?? .null
    case .reverse:
      if case .list(let items) = first {
        try step(items.count)
        return .list(items.reversed())
      }
      let text = PythonValue.text(first) ?? ""
      try step(bytes: text.utf8.count)
      var reversed = String.UnicodeScalarView()
      reversed.append(contentsOf: text.unicodeScalars.reversed())
      return .string(String(reversed))
    case .max: return try extreme(first.list ?? [], largest: true)
    case .min: return try extreme(first.list ?? [], largest: false)
    case .sort: return .list(try sorted(first.list ?? [], by: first.list ?? []))
    case .toArray: return first.list == nil ? .list([first]) : first
    case .type: return .string(JMESPathFunction.kind(of: first).name)
    // Their signatures ask for an expression.
    case .map, .maxBy, .minBy, .sortBy: return .null
    }
  }

  // MARK: Functions of an expression

  private mutating func apply(
    _ function: JMESPathFunction, _ expression: Expression, _ items: [AWSValue]
  ) throws(JMESPathError) -> AWSValue {
    var keys: [AWSValue] = []
    keys.reserveCapacity(items.count)
    var allowed: JMESPathFunction.Kinds = [.number, .string]
    for item in items {
      let key = try visit(expression, item)
      keys.append(key)
      if function == .map { continue }
      let (name, kind) = JMESPathFunction.kind(of: key)
      guard allowed.contains(kind) else {
        throw JMESPathError(
          .invalidType,
          "`\(function.rawValue)` needs keys that are all numbers or all strings, not \(name)")
      }
      allowed = kind
    }
    if function == .map { return .list(keys) }
    if keys.isEmpty { return function == .sortBy ? .list([]) : .null }
    switch function {
    case .sortBy: return .list(try sorted(items, by: keys))
    default: return items[try extremeIndex(keys, largest: function == .maxBy)]
    }
  }

  private func less(_ a: AWSValue, _ b: AWSValue) -> Bool {
    if let x = PythonValue.number(a), let y = PythonValue.number(b) { return x < y }
    return PythonValue.precedes(PythonValue.text(a) ?? "", PythonValue.text(b) ?? "")
  }

  private func byteCount(_ value: AWSValue) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .bytes(let bytes): bytes.count * 2
    default: 0
    }
  }

  /// Equal keys keep their order. A key is compared about as often as the list can be halved.
  private mutating func sorted(_ items: [AWSValue], by keys: [AWSValue]) throws(JMESPathError)
    -> [AWSValue]
  {
    let halvings = Int.bitWidth - items.count.leadingZeroBitCount
    for key in keys { try step(bytes: 8 * halvings + byteCount(key) * halvings) }
    return keys.indices.sorted { a, b in
      if less(keys[a], keys[b]) { return true }
      return a < b && !less(keys[b], keys[a])
    }.map { items[$0] }
  }

  /// The first of the largest or smallest.
  private mutating func extremeIndex(_ keys: [AWSValue], largest: Bool) throws(JMESPathError)
    -> Int
  {
    var best = 0
    for index in keys.indices.dropFirst() {
      try step(bytes: byteCount(keys[index]))
      let isBetter = largest ? less(keys[best], keys[index]) : less(keys[index], keys[best])
      if isBetter { best = index }
    }
    return best
  }

  private mutating func extreme(_ items: [AWSValue], largest: Bool) throws(JMESPathError)
    -> AWSValue
  {
    items.isEmpty ? .null : items[try extremeIndex(items, largest: largest)]
  }

  // MARK: Numbers

  private mutating func number(_ function: JMESPathFunction, _ value: AWSValue)
    throws(JMESPathError) -> AWSValue
  {
    switch (function, value) {
    case (.abs, .integer(let number)):
      return number == .min ? .double(-Double(number)) : .integer(Swift.abs(number))
    case (.abs, .double(let number)): return .double(Swift.abs(number))
    case (.ceil, .double(let number)): return try whole(number.rounded(.up))
    case (.floor, .double(let number)): return try whole(number.rounded(.down))
    case (.sum, .list(let items)):
      try step(items.count)
      return sum(items)
    case (.avg, .list(let items)):
      try step(items.count)
      return items.isEmpty ? .null : .double((sum(items).double ?? 0) / Double(items.count))
    case (.toNumber, .integer), (.toNumber, .double), (.ceil, _), (.floor, _): return value
    case (.toNumber, _):
      guard let text = PythonValue.text(value) else { return .null }
      try step(bytes: text.utf8.count)
      return PythonJSON.number(text) ?? .null
    default: return .null
    }
  }

  private func whole(_ number: Double) throws(JMESPathError) -> AWSValue {
    guard number.isFinite else {
      throw JMESPathError(.invalidValue, "there is no whole number next to \(number)")
    }
    return Int64(exactly: number).map { .integer($0) } ?? .double(number)
  }

  /// Whole as long as all are, in 128 bits, so that only the total may be too large.
  private func sum(_ items: [AWSValue]) -> AWSValue {
    var whole: Int128 = 0
    var index = 0
    while index < items.count, case .integer(let number) = items[index] {
      whole += Int128(number)
      index += 1
    }
    if index == items.count, let total = Int64(exactly: whole) { return .integer(total) }
    return .double(items[index...].reduce(Double(whole)) { $0 + ($1.double ?? 0) })
  }

  // MARK: Strings

  private mutating func text(
    _ function: JMESPathFunction, _ first: AWSValue, _ second: AWSValue
  ) throws(JMESPathError) -> AWSValue {
    if function == .toString, PythonValue.text(first) == nil {
      var writer = PythonJSONWriter(limit: bytesLeft)
      let isWhole = writer.append(first)
      try step(bytes: writer.text.utf8.count)
      guard isWhole else { throw Self.tooMuch }
      return .string(writer.text)
    }
    let a = PythonValue.text(first) ?? ""
    try step(bytes: a.utf8.count)
    if function == .toString { return .string(a) }
    if function == .join { return .string(try joined(second.list ?? [], a)) }
    let b = PythonValue.text(second) ?? ""
    try step(bytes: b.utf8.count)
    switch function {
    case .startsWith: return .bool(a.utf8.starts(with: b.utf8))
    case .endsWith: return .bool(a.utf8.reversed().starts(with: b.utf8.reversed()))
    case .fromJSON: return (try? JSON.parse(a)) ?? .null
    default:
      guard !a.isEmpty else { throw JMESPathError(.invalidValue, "`split` needs a separator") }
      let parts = TextSearch(a).split(b)
      try step(parts.count)
      return .list(parts.map { .string($0) })
    }
  }

  private mutating func joined(_ items: [AWSValue], _ separator: String) throws(JMESPathError)
    -> String
  {
    var out = ""
    for (index, item) in items.enumerated() {
      let text = PythonValue.text(item) ?? ""
      try step(bytes: text.utf8.count + separator.utf8.count)
      if index > 0 { out += separator }
      out += text
    }
    return out
  }

  private mutating func contains(_ subject: AWSValue, _ search: AWSValue) throws(JMESPathError)
    -> AWSValue
  {
    if case .list(let items) = subject {
      for item in items where try same(item, search) { return true }
      return false
    }
    guard let part = PythonValue.text(search) else {
      throw JMESPathError(.invalidType, "`contains` looks for strings in a string only")
    }
    let text = PythonValue.text(subject) ?? ""
    try step(bytes: text.utf8.count + part.utf8.count)
    return .bool(TextSearch(part).isIn(text))
  }

  /// Strings by their code points.
  private mutating func length(_ value: AWSValue) throws(JMESPathError) -> AWSValue {
    switch value {
    case .list(let items): return .integer(Int64(items.count))
    case .object(let object): return .integer(Int64(object.count))
    default:
      let text = PythonValue.text(value) ?? ""
      try step(bytes: text.utf8.count)
      return .integer(Int64(text.unicodeScalars.count))
    }
  }
}
