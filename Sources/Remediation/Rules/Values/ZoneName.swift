/// The names of time zones that policies and tags use: Cloud Custodian's short ones, and those of
/// IANA's database. As there, a name is looked up as it stands among the short ones, or in small
/// letters among those with unusual capitals (`us/eastern`), or else with its words capitalised.
enum ZoneName {
  /// What a name means.
  enum Meaning {
    case rule(ZoneRule)
    case unknown
    /// Cloud Custodian knows it.
    case unsupported
  }

  private static let aliases: [String: String] = [
    "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "ast": "America/Phoenix", "at": "America/Phoenix",
    "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York",
    "cst": "America/Chicago", "cdt": "America/Chicago", "ct": "America/Chicago",
    "mst": "America/Denver", "mdt": "America/Denver", "mt": "America/Denver",
    "gmt": "Etc/GMT", "gt": "Etc/GMT", "bst": "Europe/London", "ist": "Europe/Dublin",
    "cet": "Europe/Berlin", "it": "Asia/Kolkata", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
    "sgt": "Asia/Singapore", "aet": "Australia/Sydney", "brt": "America/Sao_Paulo",
    "nzst": "Pacific/Auckland", "utc": "Etc/UTC",
  ]
  private static let lunar = [
    "Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron",
  ]

  private static let rules: [String: ZoneRule] = {
    var rules: [String: ZoneRule] = [:]
    for line in ZoneTable.text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words.first, let rule = ZoneRule(posix: String(first)) else { continue }
      for name in words.dropFirst() { rules[String(name)] = rule }
    }
    return rules
  }()

  /// The names whose capitals `title` would change, by their small letters.
  private static let unusual: [String: String] = {
    var names: [String: String] = [:]
    for name in Array(rules.keys) + lunar where TagTransform.title.apply(to: name) != name {
      let small = name.lowercased()
      if aliases[small] == nil { names[small] = name }
    }
    return names
  }()

  /// The names in `ZoneTable`.
  static var all: [String] { rules.keys.sorted() }
  static var shortNames: [String] { aliases.keys.sorted() }

  /// The shortest of the short names that mean a zone, or else one with the same clock.
  static func shortName(for name: String) -> String? {
    let zone = TagTransform.title.apply(to: name)
    let exact = aliases.filter { $0.value == zone }.keys
    let alike = rules[zone].map { rule in aliases.filter { rules[$0.value] == rule }.keys }
    return [Array(exact), Array(alike ?? [:].keys)].lazy.compactMap { names in
      names.min { ($0.count, $0) < ($1.count, $1) }
    }.first
  }

  static func meaning(of name: String) -> Meaning {
    let found = short(name) ?? TagTransform.title.apply(to: name)
    if let rule = rules[found] { return .rule(rule) }
    if lunar.contains(found) { return .unsupported }
    // What holds a digit might be a rule of its own, such as `utc+3`.
    return found.utf8.contains { (48...57).contains($0) } ? .unsupported : .unknown
  }

  /// The zone that a short name, or one in small letters, stands for.
  static func short(_ name: String) -> String? { aliases[name] ?? unusual[name] }

  /// The rule of a short name alone: all that `tz` of marks may name.
  static func shortRule(_ name: String) -> ZoneRule? { short(name).flatMap { rules[$0] } }
}
