import AWS
import Documents
import Journal

/// What a scenario wants of the metrics.
extension ScenarioReader {
  mutating func requirements(_ reader: inout MappingReader) -> [Requirement] {
    guard let node = reader.requiredNode("expect") else { return [] }
    guard let pairs = node.mapping else {
      reader.error(
        at: node.position, "`expect` can't be \(node.kindName)",
        suggestion: "expected such as `{missed: 0}`")
      return []
    }
    var requirements = pairs.compactMap { requirement($0, &reader) }
    let violated = reader.node("expect-violated")
    for item in violated?.sequence ?? [] {
      let name = item.scalarText ?? ""
      let places = requirements.indices.filter { requirements[$0].metric == name }
      if places.isEmpty {
        reader.error(
          at: item.position, "`\(name)` is not in `expect`",
          suggestion: Spelling.suggestion(for: name, among: requirements.map(\.metric)))
      }
      for place in places { requirements[place].wantsViolation = true }
    }
    if let violated, violated.sequence == nil {
      reader.error(
        at: violated.position, "`expect-violated` can't be \(violated.kindName)",
        suggestion: "expected a list of metrics")
    }
    return requirements
  }

  private func requirement(_ pair: Node.Pair, _ reader: inout MappingReader) -> Requirement? {
    let name = pair.key.scalarText ?? ""
    guard let (_, unit) = MetricCatalog.find(name) else {
      reader.error(
        at: pair.key.position, "unknown metric `\(name)`",
        suggestion: Spelling.suggestion(for: name, among: MetricCatalog.names))
      return nil
    }
    let text = pair.value.scalarText ?? ""
    var rest = text[...]
    var comparator = ExpectationResult.Comparator.equal
    // The longer signs first, so that `<` doesn't take `<=`.
    for sign in ["<=", ">=", "==", "!=", "<", ">"] where rest.hasPrefix(sign) {
      comparator = ExpectationResult.Comparator(rawValue: sign) ?? .equal
      rest = rest.dropFirst(sign.count)
      break
    }
    while rest.first == " " { rest = rest.dropFirst() }
    guard let value = Self.value(String(rest), unit) else {
      reader.error(
        at: pair.value.position, "`\(name)` can't be held against `\(text)`",
        suggestion: Self.example(unit))
      return nil
    }
    return Requirement(
      metric: name, comparator: comparator, value: value, wantsViolation: false)
  }

  private static func value(_ text: String, _ unit: MetricDefinition.Unit) -> MetricValue? {
    switch unit {
    case .count: Int(text).map(MetricValue.count)
    case .duration: Duration(text: text).map(MetricValue.duration)
    case .fraction:
      Probability(text: text).map { MetricValue.fraction(partsPerMillion: $0.partsPerMillion) }
    }
  }

  private static func example(_ unit: MetricDefinition.Unit) -> String {
    switch unit {
    case .count: "expected a count, such as `0`, `<= 3` or `>= 1`"
    case .duration: "expected a duration, such as `< 32m`"
    case .fraction: "expected a percentage, such as `>= 95%`"
    }
  }
}
