import AWS
import Documents

extension PolicyLoader {
  /// `conditions`, with `region`, `start` and `end` as the conditions that they stand for.
  mutating func conditions(_ reader: inout MappingReader) -> PolicyConditions {
    var filters: [any Filter] = []
    for node in reader.sequence("conditions") ?? [] {
      if let filter = condition(node) { filters.append(filter) }
    }
    if let node = reader.node("region") {
      if node.string == nil {
        reader.check("region", .text)
      } else if let filter = comparison("region", nil, nil, node) {
        filters.append(filter)
      }
    }
    for (key, op) in [("start", FilterOperator.gte), ("end", .lte)] {
      guard let node = reader.node(key) else { continue }
      guard let text = node.string, DateForm.parse(text) != nil else {
        reader.error(
          at: node.position, "`\(key)` can't be \(shown(node))",
          suggestion: "expected a date in quotes, such as \"2026-01-31T09:00:00Z\"")
        continue
      }
      if let filter = comparison("now", op, .date, node) { filters.append(filter) }
    }
    checkZone(&reader)
    return PolicyConditions(filters: filters)
  }

  private func shown(_ node: Node) -> String {
    node.scalarText.map { "`\($0.shortened)`" } ?? node.kindName
  }

  private mutating func comparison(
    _ key: String, _ op: FilterOperator?, _ type: ValueType?, _ node: Node
  ) -> ValueFilter? {
    do throws(FilterProblem) {
      return ValueFilter(
        position: node.position, key: KeySelector(key),
        comparison: try Comparison(.fixed(.value(node.value)), op: op, type: type))
    } catch {
      self.error(node.position, error.message)
      return nil
    }
  }

  /// One condition: `{key: value}`, a group, or a filter `value` or `event`.
  private mutating func condition(_ node: Node) -> (any Filter)? {
    clauses[node.position] = node.value
    guard let pairs = node.mapping else {
      error(node.position, "a condition can't be \(node.kindName)", "expected a mapping")
      return nil
    }
    guard let typeNode = node["type"] else {
      guard pairs.count == 1 else {
        error(
          node.position, "a condition has no `type`",
          "expected `type`, or one key with its value")
        return nil
      }
      return condition(pairs[0], node.position)
    }
    let name = typeNode.string ?? ""
    guard ["value", "event"].contains(name) else {
      error(
        typeNode.position, "filter `\(name.shortened)` can't be a condition",
        "expected `value`, `event`, `and`, `or` or `not`")
      return nil
    }
    var reader = MappingReader(node, of: "filter `\(name)`")
    reader.allow("type")
    defer { diagnostics += reader.finish() }
    if node["value_type"]?.string == "resource_count" {
      reader.error("`resource_count` counts nothing in a condition", suggestion: "expected `key`")
      return nil
    }
    guard var value = value(&reader, on: nil) else { return nil }
    value.notesMatches = name == "value"
    return name == "event" ? EventFilter(value: value) : value
  }

  private mutating func condition(_ pair: Node.Pair, _ place: SourcePosition) -> (any Filter)? {
    guard let name = pair.key.string, ["and", "or", "not"].contains(name) else {
      return shortValue(pair, at: place, on: nil)
    }
    guard let nodes = pair.value.sequence else {
      error(
        pair.value.position, "`\(name)` can't be \(pair.value.kindName)",
        "expected a list of conditions")
      return nil
    }
    let inner = nodes.compactMap { condition($0) }
    switch name {
    case "and": return AndFilter(position: place, filters: inner)
    case "or": return OrFilter(position: place, filters: inner)
    default: return NotFilter(position: place, filters: inner)
    }
  }

  /// `tz` is checked and, as there, means nothing: `start` and `end` without a zone are UTC.
  private func checkZone(_ reader: inout MappingReader) {
    guard let zone = reader.string("tz"), !zone.isEmpty else { return }
    if !Self.isZone(zone) {
      reader.error(
        at: reader.node("tz")?.position, "`\(zone.shortened)` is no time zone",
        suggestion: "expected one such as `UTC` or `Europe/Berlin`")
    }
  }

  /// Whether a zone has the form of the names in the time zone database
  /// (https://www.iana.org/time-zones): one of its areas with a place, or one of its plain names.
  private static func isZone(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 1 { return zones.contains(name) }
    return areas.contains(String(parts[0])) && parts.count <= 3
      && parts.dropFirst().allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-+".contains($0)) }
      }
  }

  private static let areas: Set<String> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil",
    "Canada", "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "US",
  ]

  private static let zones: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
    "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC",
    "Universal", "W-SU", "WET", "Zulu",
  ]
}
