import AWS

extension JMESPathInterpreter {
  mutating func call(_ name: String, _ arguments: [Expression], _ value: AWSValue)
    throws(JMESPathError) -> AWSValue
  {
    var given: [JMESPathArgument] = []
    for argument in arguments {
      if case .reference(let inner) = argument {
        given.append(.expression(inner))
      } else {
        given.append(.value(try visit(argument, value)))
      }
    }
    try JMESPathFunctions.check(name, given)
    var values: [AWSValue] = []
    var expression: Expression?
    for argument in given {
      switch argument {
      case .value(let value): values.append(value)
      case .expression(let inner): expression = inner
      }
    }
    if let expression {
      return try apply(name, expression, values.first?.list ?? [])
    }
    guard let first = values.first else {
      throw JMESPathError(.invalidArity, "`\(name)` takes at least 1 argument, not 0")
    }
    switch name {
    case "abs", "ceil", "floor", "avg", "sum", "to_number": return arithmetic(name, first)
    case "split", "starts_with", "ends_with", "from_json":
      return try text(name, first, values.count > 1 ? values[1] : .null)
    case "contains": return try contains(first, values[1])
    case "join":
      return .string(
        (values[1].list ?? []).compactMap(PythonValue.text)
          .joined(separator: PythonValue.text(first) ?? ""))
    case "keys": return .list((first.object?.keys ?? []).map { .string($0) })
    case "values": return .list((first.object ?? [:]).map(\.value))
    case "length": return length(first)
    case "merge":
      var merged = AWSObject()
      for object in values { for (key, value) in object.object ?? [:] { merged[key] = value } }
      return .object(merged)
    case "not_null": return values.first { $0 != .null } ?? .null
    case "reverse":
      if case .list(let items) = first { return .list(items.reversed()) }
      var reversed = String.UnicodeScalarView()
      reversed.append(contentsOf: (PythonValue.text(first) ?? "").unicodeScalars.reversed())
      return .string(String(reversed))
    case "max": return extreme(first.list ?? [], largest: true)
    case "min": return extreme(first.list ?? [], largest: false)
    case "sort": return .list(sorted(first.list ?? [], by: first.list ?? []))
    case "to_array": return first.list == nil ? .list([first]) : first
    case "to_string":
      if let text = PythonValue.text(first) { return .string(text) }
      try count(first)
      return .string(PythonJSON.text(first))
    case "type": return .string(JMESPathFunctions.kind(of: first).name)
    default: throw JMESPathError(.unknownFunction, "there is no function `\(name)`")
    }
  }

  // MARK: Functions of an expression

  private mutating func apply(_ name: String, _ expression: Expression, _ items: [AWSValue])
    throws(JMESPathError) -> AWSValue
  {
    var keys: [AWSValue] = []
    for item in items { keys.append(try visit(expression, item)) }
    if name == "map" { return .list(keys) }
    guard let first = keys.first else { return name == "sort_by" ? .list([]) : .null }
    let kind = JMESPathFunctions.kind(of: first)
    for key in keys {
      let other = JMESPathFunctions.kind(of: key)
      guard [.number, .string].contains(other.kind), other.kind == kind.kind else {
        throw JMESPathError(
          .invalidType,
          "`\(name)` needs keys that are all numbers or all strings, not \(other.name)")
      }
    }
    switch name {
    case "sort_by": return .list(sorted(items, by: keys))
    case "max_by": return items[extremeIndex(keys, largest: true)]
    default: return items[extremeIndex(keys, largest: false)]
    }
  }

  private func less(_ a: AWSValue, _ b: AWSValue) -> Bool {
    if let x = PythonValue.number(a), let y = PythonValue.number(b) { return x < y }
    return PythonValue.precedes(PythonValue.text(a) ?? "", PythonValue.text(b) ?? "")
  }

  /// Equal keys keep their order.
  private func sorted(_ items: [AWSValue], by keys: [AWSValue]) -> [AWSValue] {
    keys.indices.sorted { a, b in
      if less(keys[a], keys[b]) { return true }
      return a < b && !less(keys[b], keys[a])
    }.map { items[$0] }
  }

  /// The first of the largest or smallest.
  private func extremeIndex(_ keys: [AWSValue], largest: Bool) -> Int {
    var best = 0
    for index in keys.indices.dropFirst()
    where largest ? less(keys[best], keys[index]) : less(keys[index], keys[best]) {
      best = index
    }
    return best
  }

  private func extreme(_ items: [AWSValue], largest: Bool) -> AWSValue {
    items.isEmpty ? .null : items[extremeIndex(items, largest: largest)]
  }

  // MARK: Numbers

  private func arithmetic(_ name: String, _ value: AWSValue) -> AWSValue {
    switch (name, value) {
    case ("abs", .integer(let number)):
      return number == .min ? .double(-Double(number)) : .integer(abs(number))
    case ("abs", .double(let number)): return .double(abs(number))
    case ("ceil", .double(let number)): return whole(number.rounded(.up))
    case ("floor", .double(let number)): return whole(number.rounded(.down))
    case ("sum", .list(let items)): return sum(items)
    case ("avg", .list(let items)):
      return items.isEmpty ? .null : .double((sum(items).double ?? 0) / Double(items.count))
    case ("to_number", .string(let text)): return PythonJSON.number(text) ?? .null
    case ("to_number", .integer), ("to_number", .double), ("ceil", _), ("floor", _): return value
    default: return .null
    }
  }

  private func whole(_ number: Double) -> AWSValue {
    Int64(exactly: number).map { .integer($0) } ?? .double(number)
  }

  private func sum(_ items: [AWSValue]) -> AWSValue {
    var total: AWSValue = 0
    for item in items {
      if let a = total.integer, let b = item.integer {
        let (sum, overflow) = a.addingReportingOverflow(b)
        total = overflow ? .double(Double(a) + Double(b)) : .integer(sum)
      } else {
        total = .double((total.double ?? 0) + (item.double ?? 0))
      }
    }
    return total
  }

  // MARK: Strings

  private mutating func text(_ name: String, _ first: AWSValue, _ second: AWSValue)
    throws(JMESPathError) -> AWSValue
  {
    let a = PythonValue.text(first) ?? ""
    let b = PythonValue.text(second) ?? ""
    switch name {
    case "starts_with": return .bool(a.utf8.starts(with: b.utf8))
    case "ends_with": return .bool(a.utf8.reversed().starts(with: b.utf8.reversed()))
    case "from_json": return (try? JSON.parse(a)) ?? .null
    default:
      guard !a.isEmpty else { throw JMESPathError(.invalidValue, "`split` needs a separator") }
      let parts = PythonJSON.split(b, by: a)
      try step(parts.count)
      return .list(parts.map { .string($0) })
    }
  }

  private mutating func contains(_ subject: AWSValue, _ search: AWSValue) throws(JMESPathError)
    -> AWSValue
  {
    if case .list(let items) = subject {
      try step(items.count)
      return .bool(items.contains { PythonValue.equal($0, search) })
    }
    guard let part = PythonValue.text(search) else {
      throw JMESPathError(.invalidType, "`contains` looks for strings in a string only")
    }
    let text = PythonValue.text(subject) ?? ""
    return .bool(PythonJSON.find(Array(part.utf8), in: Array(text.utf8)))
  }

  /// Strings by their code points.
  private func length(_ value: AWSValue) -> AWSValue {
    switch value {
    case .list(let items): .integer(Int64(items.count))
    case .object(let object): .integer(Int64(object.count))
    default: .integer(Int64((PythonValue.text(value) ?? "").unicodeScalars.count))
    }
  }
}
