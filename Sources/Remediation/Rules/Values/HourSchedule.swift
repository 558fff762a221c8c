import AWS

/// When resources go off or on, as a tag says it: `off=[(M-F,21),(U,18)];on=[(M-F,6)];tz=pt`.
struct HourSchedule: Hashable, Sendable {
  struct Time: Hashable, Sendable {
    /// 0 for Monday.
    var days: [Int]
    var hour: Int
  }

  /// For the side that is asked about, `off` or `on`.
  var times: [Time]
  var zone: String

  /// What a tag's text asks for, or the policy's own schedule where it names neither `off` nor
  /// `on`; nil for what can't be read.
  ///
  /// - Parameter side: `off` or `on`.
  static func read(_ text: String, side: String, standard: HourSchedule) -> HourSchedule? {
    let text = text.split(separator: ";").joined(separator: ";")
    var loose: [String: String] = [:]
    for piece in text.split(whereSeparator: { $0 == " " || $0 == ";" }) {
      let parts = piece.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      if parts.count == 2 { loose[parts[0]] = parts[1] }
    }
    guard loose.keys.allSatisfy({ ["on", "off", "tz"].contains($0) }) else { return nil }
    guard loose[side] != nil else {
      return HourSchedule(times: standard.times, zone: loose["tz"] ?? standard.zone)
    }
    var schedule = HourSchedule(times: [], zone: "")
    for piece in text.split(separator: ";") {
      let parts = piece.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { return nil }
      if parts[0] == "tz" {
        schedule.zone = parts[1]
      } else {
        guard let times = times(parts[1]) else { return nil }
        if parts[0] == side { schedule.times = times }
      }
    }
    if schedule.zone.isEmpty { schedule.zone = standard.zone }
    return schedule
  }

  /// `[(m-f,21),(u,18)]`
  private static func times(_ text: String) -> [Time]? {
    var times: [Time] = []
    let flat = String(text.filter { $0 != "[" && $0 != "]" })
    for part in pieces(of: flat, between: ",(") {
      let tokens = part.filter { $0 != "(" && $0 != ")" }
        .split(separator: ",", omittingEmptySubsequences: false)
      guard tokens.count == 2, !tokens[1].isEmpty,
        tokens[1].utf8.allSatisfy({ (48...57).contains($0) }), let hour = Int(tokens[1]),
        (0...23).contains(hour), let days = days(String(tokens[0]))
      else { return nil }
      times.append(Time(days: days, hour: hour))
    }
    return times
  }

  private static func pieces(of text: String, between separator: String) -> [String] {
    var pieces = [""]
    var rest = text[...]
    while let character = rest.first {
      if rest.hasPrefix(separator) {
        rest = rest.dropFirst(separator.count)
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
        rest = rest.dropFirst()
      }
    }
    return pieces
  }

  private static let dayNames = ["m", "t", "w", "h", "f", "s", "u"]

  /// `m`, or `f-m`, which goes round the end of the week.
  private static func days(_ text: String) -> [Int]? {
    if let day = dayNames.firstIndex(of: text) { return [day] }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
      .compactMap { dayNames.firstIndex(of: String($0)) }
    guard ends.count == 2 else { return nil }
    return ends[0] > ends[1] ? Array(ends[0]...6) + Array(0...ends[1]) : Array(ends[0]...ends[1])
  }
}
