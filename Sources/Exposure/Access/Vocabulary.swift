import AWS
import PolicyLanguage

/// The condition keys that the policies of one resource speak of, with all that they are held
/// against: from this come the values that are worth trying.
///
/// For text operators the values are complete: they meet every combination of the patterns that any
/// value can meet. For numbers, dates and addresses they lie on, between and beyond the operands.
/// Not complete are keys held against policy variables, and sets of more than seven values.
struct Vocabulary {
  private(set) var conditions: [String: [Condition]] = [:]
  /// Resource patterns as written.
  private(set) var resources: [String] = []
  /// Keys that are used as policy variables.
  private(set) var variables: Set<String> = []
  /// What a variable's key is given, so that a value that refers to it can be made equal to it.
  static let shared = "zqshared7"
  /// The values of keys that every caller chooses himself, found once.
  private var free: [String: (values: [String], isComplete: Bool)] = [:]

  init(_ statements: [Statement]) {
    for statement in statements {
      for condition in statement.conditions {
        conditions[condition.lookupKey, default: []].append(condition)
        for value in condition.values { variables.formUnion(Template(value).names) }
      }
      for pattern in statement.resources?.patterns ?? [] {
        resources.append(pattern.text)
        variables.formUnion(Template(pattern.text).names)
      }
    }
    for (key, tests) in conditions where !Self.given.contains(key) {
      var isComplete = true
      free[key] = (anyValues(tests, [:], &isComplete), isComplete)
    }
  }

  /// Keys that are nobody's own choice.
  private static let given = Caller.identityKeys.union(Caller.networkKeys)

  var keys: Set<String> { Set(conditions.keys).union(variables) }

  struct Candidates {
    /// nil for a request without the key.
    var values: [[String]?]
    var isComplete = true
  }

  /// - Parameter variables: what stands for the policy variables within the operands.
  func candidates(
    _ key: String, _ domain: KeyDomain, variables: [String: String] = [:]
  ) -> Candidates {
    let tests = conditions[key] ?? []
    var isComplete = true
    let single: [String]
    switch domain.values {
    case .these(let values): single = values
    case .any:
      if variables.isEmpty || self.variables.isEmpty, let known = free[key] {
        single = known.values
        isComplete = known.isComplete
      } else {
        single = anyValues(tests, variables, &isComplete)
      }
    case .shaped(let shapes, let foreign):
      single = shapedValues(tests, shapes, foreign, variables, &isComplete)
    }
    var values: [[String]?] = domain.canBeAbsent ? [nil] : []
    values += single.map { [$0] }
    if case .any = domain.values, Self.mayHaveMany(key), tests.count > 1,
      tests.contains(where: { $0.relation.quantifier != .none })
    {
      values += Self.sets(of: single, upTo: tests.count, &isComplete)
    }
    return Candidates(values: values, isComplete: isComplete)
  }

  /// Whether a request may have several values of the key at once. Of the global keys these alone,
  /// of services' keys any.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  private static func mayHaveMany(_ key: String) -> Bool {
    !key.hasPrefix("aws:") || ["aws:tagkeys", "aws:calledvia"].contains(key)
  }

  /// Sets of two values and more: each condition may want one of its own.
  private static func sets(
    of values: [String], upTo most: Int, _ isComplete: inout Bool
  ) -> [[String]?] {
    let few = values.prefix(7)
    if few.count < values.count { isComplete = false }
    let subsets = (0..<(1 << few.count)).map { bits in
      few.enumerated().filter { bits & (1 << $0.offset) != 0 }.map(\.element)
    }
    return subsets.filter { $0.count > 1 && $0.count <= most }
  }

  // MARK: Values of the caller's choice

  private func anyValues(
    _ tests: [Condition], _ variables: [String: String], _ isComplete: inout Bool
  ) -> [String] {
    let operands = operands(tests, variables)
    let cells = GlobCells(of: operands.globs, textsEach: operands.fixed.isEmpty ? 1 : 3)
    if !cells.isComplete { isComplete = false }
    var values = operands.fixed + cells.values + [Self.shared]
    var numbers: [String] = []
    var dates: [String] = []
    for condition in tests {
      switch condition.relation.comparison {
      case .numeric: numbers += condition.values
      case .date: dates += condition.values
      case .bool: values += ["true", "false"]
      case .ipAddress:
        values += condition.networks.flatMap { [$0.first, $0.justBefore] }.compactMap { $0 }
      default: break
      }
    }
    return (values + Self.around(numbers: numbers) + Self.around(dates: dates)).uniqued
  }

  private func shapedValues(
    _ tests: [Condition], _ shapes: [String], _ foreign: KeyDomain.Foreign,
    _ variables: [String: String], _ isComplete: inout Bool
  ) -> [String] {
    let shapes = shapes.map { $0.hasPrefix("arn:") ? Glob(arn: $0) : Glob($0) }
    let operands = operands(tests, variables)
    let owners = owners(tests, foreign)
    let texts = operands.fixed + operands.anyCase
    let taken = Set(texts.map { $0.lowercased() })
    func isFree(_ value: String) -> Bool {
      switch foreign {
      case .none: true
      case .whole: !taken.contains(value.lowercased())
      case .upTo: !owners.contains { value.hasPrefix($0) }
      }
    }
    let cells = GlobCells(of: operands.globs, within: shapes, accepts: isFree)
    if !cells.isComplete { isComplete = false }
    // Nobody is given a value with a star in it.
    let fixed = operands.fixed.filter { value in
      isFree(value) && !value.contains("*") && !value.contains("?")
        && shapes.contains { $0.matches(value) }
    }
    return (fixed + cells.values).uniqued
  }

  /// What the text operators compare with: whole texts, patterns, and of these the ones that are
  /// whole texts in any case of letters.
  private func operands(_ tests: [Condition], _ variables: [String: String])
    -> (fixed: [String], globs: [Glob], anyCase: [String])
  {
    var fixed: [String] = []
    var anyCase: [String] = []
    var globs: [Glob] = []
    for condition in tests {
      for value in condition.values {
        let text = Template(value).filled(variables, otherwise: Self.shared)
        let glob: Glob
        switch condition.relation.comparison {
        case .stringEquals, .binary: glob = Glob(text, wildcards: false)
        case .stringEqualsIgnoreCase:
          glob = Glob(text, wildcards: false, ignoresCase: true)
          anyCase.append(text)
        case .stringLike: glob = Glob(text)
        case .arn: glob = Glob(arn: text)
        default: continue
        }
        if glob.isFixed { fixed.append(text) } else { globs.append(glob) }
      }
    }
    return (fixed.uniqued, globs.uniqued, anyCase)
  }

  private func owners(_ tests: [Condition], _ foreign: KeyDomain.Foreign) -> [String] {
    guard case .upTo(let delimiter, let occurrence) = foreign else { return [] }
    return tests.flatMap(\.values).compactMap { text in
      var left = occurrence
      var owner: [UInt8] = []
      for byte in text.utf8 {
        if [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "$")].contains(byte) { return nil }
        owner.append(byte)
        if byte == delimiter { left -= 1 }
        if left == 0 { return String(decoding: owner, as: UTF8.self) }
      }
      return nil
    }
  }

  /// Each number, its neighbours and what lies between it and the next.
  private static func around(numbers texts: [String]) -> [String] {
    let numbers = texts.compactMap(Double.init).filter(\.isFinite).sorted()
    let between = zip(numbers, numbers.dropFirst()).map { ($0 + $1) / 2 }
    return (numbers.flatMap { [$0 - 1, $0, $0 + 1] } + between).map { number in
      Int64(exactly: number).map { String($0) } ?? String(number)
    }
  }

  private static func around(dates texts: [String]) -> [String] {
    let seconds = texts.compactMap { text in
      Timestamp(iso8601: text)?.seconds ?? Int64(text)
    }.filter { abs($0) < 1 << 40 }.sorted()
    let between = zip(seconds, seconds.dropFirst()).map { ($0 + $1) / 2 }
    return (seconds.flatMap { [$0 - 1, $0, $0 + 1] } + between).map { String($0) }
  }
}

/// A text with policy variables in it.
struct Template {
  private let parts: [(text: String, name: String?)]

  init(_ text: String) {
    var parts: [(String, String?)] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "${"),
      let close = rest[open.upperBound...].firstIndex(of: "}")
    {
      let name = rest[open.upperBound..<close]
      let bare = name.split(separator: ",").first.map(String.init) ?? ""
      if ["*", "?", "$"].contains(bare) {
        parts.append((String(rest[..<rest.index(after: close)]), nil))
      } else {
        parts.append((String(rest[..<open.lowerBound]), nil))
        parts.append(("", bare.lowercased()))
      }
      rest = rest[rest.index(after: close)...]
    }
    parts.append((String(rest), nil))
    self.parts = parts.map { (text: $0.0, name: $0.1) }
  }

  var names: [String] { parts.compactMap(\.name) }

  func filled(_ values: [String: String], otherwise: String) -> String {
    parts.map { part in part.name.map { values[$0] ?? otherwise } ?? part.text }.joined()
  }
}

extension IPNetwork {
  /// The lowest address, without a prefix.
  var first: String? { text(address) }
  /// The address in front of the range; nil where it begins at zero.
  var justBefore: String? { address == 0 ? nil : text(address - 1) }

  private func text(_ address: UInt128) -> String? {
    let whole = IPNetwork(address: address, prefix: width, isIPv6: isIPv6).description
    return whole.split(separator: "/").first.map(String.init)
  }
}

extension Sequence where Element: Hashable {
  /// Each once, in the order of the first.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
