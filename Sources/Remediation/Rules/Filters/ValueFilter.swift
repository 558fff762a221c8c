import AWS
import Documents
import JMESPath

/// `value`: compares what a key selects with a value, by an operator, after a conversion.
struct ValueFilter: ResourceFilter {
  let position: SourcePosition
  var key: KeySelector
  var comparison: Comparison
  /// Whether a match is noted under `c7n:MatchedFilters`.
  var notesMatches = true
  var hydrations: [Hydration] = []

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document =
      key.seesAnnotations ? run.annotated(index) : run.resources[index].document
    guard try matches(document, run.context) else { return false }
    guard notesMatches else { return true }
    if run.notes[index].matchedFilters.isEmpty {
      run.notes[index].matchedFilters = key.noted
    } else {
      run.notes[index].matchedFilters.append(key.text)
    }
    return true
  }

  func accepts(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    try matches(item, context)
  }

  func matches(_ document: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    try comparison.holds(try key.select(from: document), document, key, context)
  }

  /// The same of a list, in which a key that names a member finds nothing.
  func matches(list: [AWSValue], _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    try comparison.holds(try key.select(from: list), [:], key, context)
  }
}

/// What a value filter's key selects: a tag, a member of that very name, or else what the key finds
/// as a JMESPath expression.
struct KeySelector: Sendable {
  let text: String
  /// A list of it, which resources share.
  let noted: [String]
  private let kind: Kind
  /// `value_regex`: what its group captures takes the value's place.
  var capture: Pattern?
  /// Whether the key may name what earlier filters noted.
  let seesAnnotations: Bool

  private enum Kind: Sendable {
    case member(String)
    case tag(String, transforms: [TagTransform])
    case expression(JMESPathExpression)
    /// No JMESPath: found only where a member has that very name.
    case literal(JMESPathError)
  }

  init(_ text: String, transforms: [TagTransform] = []) {
    self.text = text
    noted = [text]
    if text.hasPrefix("tag:") {
      kind = .tag(String(text.dropFirst(4)), transforms: transforms)
    } else if Self.isIdentifier(text) {
      kind = .member(text)
    } else {
      do throws(JMESPathError) {
        kind = .expression(try JMESPathExpression(text))
      } catch {
        kind = .literal(error)
      }
    }
    seesAnnotations =
      text.contains("c7n") || text.contains("Matched") || text.contains("GlobalPermissions")
      || text.contains("CrossAccount")
  }

  private static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0 & 0xDF) || $0 == UInt8(ascii: "_")
    }
  }

  /// Why the key is no JMESPath expression; nil when it is one, or needn't be.
  var syntaxError: JMESPathError? {
    if case .literal(let error) = kind { error } else { nil }
  }
  var unknownFunctions: [String] {
    if case .expression(let expression) = kind { expression.unknownFunctions } else { [] }
  }

  func select(from document: AWSObject) throws(FilterProblem) -> AWSValue {
    let value = try selectRaw(from: document)
    guard let capture else { return value }
    guard case .string(let text) = value else { return .null }
    return try capture.firstGroup(text).map { .string($0) } ?? .null
  }

  func select(from list: [AWSValue]) throws(FilterProblem) -> AWSValue {
    guard case .expression(let expression) = kind else {
      if case .member = kind { return .null }
      throw FilterProblem("key `\(text)` can't look into a list")
    }
    let value: AWSValue
    do throws(JMESPathError) {
      value = try expression.evaluate(.list(list))
    } catch {
      throw FilterProblem("key `\(text)`: \(error.message)")
    }
    guard let capture else { return value }
    guard case .string(let text) = value else { return .null }
    return try capture.firstGroup(text).map { .string($0) } ?? .null
  }

  private func selectRaw(from document: AWSObject) throws(FilterProblem) -> AWSValue {
    switch kind {
    case .member(let name): return document[name] ?? .null
    case .tag(let name, let transforms): return try Tags.value(name, transforms, of: document)
    case .expression(let expression):
      if let value = document[text] { return value }
      do throws(JMESPathError) {
        return try expression.evaluate(.object(document))
      } catch {
        throw FilterProblem("key `\(text)`: \(error.message)")
      }
    case .literal(let error):
      if let value = document[text] { return value }
      throw FilterProblem("key `\(text)` is no JMESPath: \(error.message)")
    }
  }
}

/// Tags as lists of keys and values, or, in a few documents, as a mapping.
enum Tags {
  static func value(_ name: String, _ transforms: [TagTransform], of document: AWSObject)
    throws(FilterProblem) -> AWSValue
  {
    if let tags = document["Tags"] {
      guard case .list(let tags) = tags else { throw FilterProblem("the tags are no list") }
      if transforms.isEmpty {
        guard let place = tags.firstIndex(where: { $0.has("Key", name) }) else { return .null }
        return tags[place]["Value"] ?? .null
      }
      for tag in tags {
        guard let key = tag["Key"]?.string else { continue }
        if PythonValue.same(transforms.reduce(key) { $1.apply(to: $0) }, name) {
          return tag["Value"] ?? .null
        }
      }
      return .null
    }
    for (key, value) in (document["labels"] ?? document["tags"])?.object ?? [:]
    where PythonValue.same(transforms.reduce(key) { $1.apply(to: $0) }, name) {
      return value
    }
    return .null
  }
}

/// One of `tag_key_transforms`.
enum TagTransform: String, Sendable, CaseIterable {
  case noop, capitalize, lower, strip, title, upper, nospaces, nounderscores, nodashes

  func apply(to key: String) -> String {
    switch self {
    case .noop: key
    case .capitalize: key.prefix(1).uppercased() + key.dropFirst().lowercased()
    case .lower: key.lowercased()
    case .strip: ValueType.strip(key)
    case .title: Self.title(key)
    case .upper: key.uppercased()
    case .nospaces: String(key.filter { $0 != " " })
    case .nounderscores: String(key.filter { $0 != "_" })
    case .nodashes: String(key.filter { $0 != "-" })
    }
  }

  /// Each run of letters starts with a capital and goes on in small ones.
  private static func title(_ key: String) -> String {
    var out = ""
    var inWord = false
    for character in key {
      out += inWord ? character.lowercased() : character.uppercased()
      inWord = character.isLetter
    }
    return out
  }
}
