import AWS
import Documents
import JMESPath

extension PolicyLoader {
  /// The keys that every kind of value filter has.
  static let valueKeys = [
    "type", "key", "op", "value", "value_type", "value_from", "value_path", "value_regex",
    "default", "tag_key_transforms",
  ]

  /// `{key: value}`
  mutating func shortValue(_ pair: Node.Pair, at place: SourcePosition, on type: ResourceType?)
    -> ValueFilter?
  {
    guard let key = pair.key.scalarText else {
      error(pair.key.position, "a filter's key can't be \(pair.key.kindName)", "expected a string")
      return nil
    }
    if pair.value.mapping != nil || pair.value.sequence?.isEmpty == false {
      error(
        pair.value.position, "`\(key)` can't be compared with \(pair.value.kindName)",
        "expected a single value, or a filter with `type: value`")
      return nil
    }
    let selector = KeySelector(key)
    checkKey(selector, pair.key.position)
    guard let comparison = comparison(source(of: pair.value), nil, nil, place) else {
      return nil
    }
    return ValueFilter(
      position: place, key: selector, comparison: comparison,
      hydrations: hydrations(in: key, on: type))
  }

  /// A filter of the long form, on `fixedKey` where the filter's kind decides what is compared.
  mutating func value(
    _ reader: inout MappingReader, on type: ResourceType?, fixedKey: String? = nil,
    defaultKey: String? = nil, needsValue: Bool = true
  ) -> ValueFilter? {
    for key in Self.valueKeys { reader.allow(key) }
    // Nothing reads it there either: it only must be a mapping.
    reader.check("default", .mapping)
    let place = reader.position
    let before = errorCount(reader)
    let keyText = reader.string("key")
    let transforms = (reader.strings("tag_key_transforms") ?? []).compactMap { name in
      let transform = TagTransform(rawValue: name)
      if transform == nil {
        reader.error(
          at: reader.node("tag_key_transforms")?.position, "unknown transform `\(name)`",
          suggestion: Spelling.suggestion(
            for: name, among: TagTransform.allCases.map(\.rawValue)))
      }
      return transform
    }
    if fixedKey == nil, keyText == nil, defaultKey == nil, reader.node["key"] == nil {
      reader.error("\(reader.subject) has no `key`", suggestion: "expected `key`")
    }
    var selector = KeySelector(fixedKey ?? keyText ?? defaultKey ?? "", transforms: transforms)
    if fixedKey == nil, !selector.text.isEmpty {
      checkKey(selector, reader.node("key")?.position ?? place)
    }
    if let regex = reader.string("value_regex") {
      selector.capture = capture(regex, &reader)
    }
    let op = reader.choice("op", as: FilterOperator.self)
    let valueType = reader.choice("value_type", as: ValueType.self)
    let source = source(&reader, op, valueType, needsValue: needsValue)
    guard let source, before == errorCount(reader),
      let comparison = comparison(source, op, valueType, reader.node("value")?.position ?? place)
    else { return nil }
    let path = reader.string("value_path") ?? ""
    var needed = hydrations(in: selector.text + " " + path, on: type)
    if valueType == .expr, let text = reader.string("value") {
      needed += hydrations(in: text, on: type)
    }
    return ValueFilter(
      position: place, key: selector, comparison: comparison, hydrations: needed)
  }

  private mutating func comparison(
    _ source: Comparison.Source, _ op: FilterOperator?, _ type: ValueType?, _ place: SourcePosition
  ) -> Comparison? {
    do throws(FilterProblem) {
      return try Comparison(source, op: op, type: type)
    } catch {
      self.error(place, error.message)
      return nil
    }
  }

  private mutating func source(
    _ reader: inout MappingReader, _ op: FilterOperator?, _ type: ValueType?, needsValue: Bool
  ) -> Comparison.Source? {
    if type == .date, reader.node["value"].flatMap({ DateForm.date($0.value) }) == nil {
      // As there, also where the value comes from elsewhere.
      let node = reader.node("value")
      let shown = node.map { $0.scalarText?.shortened ?? $0.kindName } ?? "nothing"
      reader.error(
        at: node?.position, "`\(shown)` is no date",
        suggestion: "expected `value` to be a date such as `2024-05-06`")
      return nil
    }
    if let node = reader.node("value_from") {
      return values(from: node, &reader).map { .fixed($0) }
    }
    if let node = reader.node("value_path") {
      guard let text = reader.string("value_path") else { return nil }
      do throws(JMESPathError) {
        return .path(try JMESPathExpression(text))
      } catch {
        reader.error(at: node.position, "`value_path` is no JMESPath: \(error.message)")
        return nil
      }
    }
    guard let node = reader.node("value") else {
      if needsValue {
        reader.error(
          "\(reader.subject) has no `value`",
          suggestion: "expected `value`, `value_from` or `value_path`")
      }
      return needsValue ? nil : .fixed(.null)
    }
    if node.mapping != nil {
      reader.error(
        at: node.position, "`value` can't be a mapping",
        suggestion: "expected a string, a number, a boolean or a list")
      return nil
    }
    if let op, [.regex, .regexCase].contains(op), node.string == nil, type != .swap {
      reader.error(
        at: node.position, "a regular expression can't be \(node.kindName)",
        suggestion: "expected a string")
      return nil
    }
    return source(of: node)
  }

  /// A value that stands in the policy, its variables filled in already.
  func source(of node: Node) -> Comparison.Source { .fixed(.value(node.value)) }

  private func capture(_ text: String, _ reader: inout MappingReader) -> Pattern? {
    let place = reader.node("value_regex")?.position
    do throws(FilterProblem) {
      let pattern = try Pattern(text, isCaseless: false)
      if pattern.groups == 1 { return pattern }
      reader.error(
        at: place, "`value_regex` has \(pattern.groups) groups", suggestion: "expected one group")
    } catch {
      reader.error(at: place, error.message)
    }
    return nil
  }

  mutating func checkKey(_ key: KeySelector, _ place: SourcePosition) {
    if let syntax = key.syntaxError {
      diagnostics.append(
        Diagnostic(
          place, "key `\(key.text)` is no JMESPath: \(syntax.message)",
          suggestion: "it finds only a member of that very name", severity: .warning))
    }
    for name in key.unknownFunctions {
      error(
        place, "there is no function `\(name)`",
        Spelling.suggestion(for: name, among: JMESPathExpression.functionNames))
    }
  }

  /// The further calls that a key needs: those for the members that it names.
  func hydrations(in text: String, on type: ResourceType?) -> [Hydration] {
    guard let type else { return [] }
    if text.hasPrefix("tag:") { return type.tagHydrations }
    guard !type.furtherMembers.isEmpty else { return [] }
    let words = Set(
      text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }.map(String.init))
    return type.furtherMembers.filter { words.contains($0.member) }.map(\.hydration)
  }
}
