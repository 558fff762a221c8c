import AWS
import Documents

/// `offhour` and `onhour`: whether this is the hour at which a resource is to go off or on, by its
/// tag, or else by the policy. Zones are those of `ZoneName`.
struct HourFilter: ResourceFilter {
  enum Days: Sendable {
    case listed([String])
    /// `skip-days-from`
    case read(Operand)
  }

  let position: SourcePosition
  /// `off` or `on`.
  let side: String
  /// In small letters.
  let tag: String
  let standard: HourSchedule
  let fallback: String?
  /// Whether resources without the tag follow the policy's own schedule.
  let isOptOut: Bool
  let skipped: Days
  /// The states that a resource may be in; nil for any.
  var state: String?
  var hydrations: [Hydration] = []

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    if let state, document["State"]?["Name"]?.string != state { return false }
    guard let text = try tagText(document) ?? (isOptOut ? "" : nil), text != "off",
      let schedule = HourSchedule.read(text, side: side, standard: standard)
    else { return false }
    let rule: ZoneRule
    switch ZoneName.meaning(of: schedule.zone) {
    case .rule(let found): rule = found
    case .unknown: return false
    case .unsupported: throw FilterProblem("time zone `\(schedule.zone)` is not supported")
    }
    let now = rule.wallTime(at: run.context.now)
    if try isSkipped(now) { return false }
    let weekday = (now.weekday + 6) % 7
    return schedule.times.contains { $0.hour == now.hour && $0.days.contains(weekday) }
  }

  private func isSkipped(_ now: CalendarTime) throws(FilterProblem) -> Bool {
    let day = String(CalendarTime(year: now.year, month: now.month, day: now.day).timestamp.iso8601
      .prefix(10))
    switch skipped {
    case .listed(let days): return days.contains(day)
    case .read(let operand):
      do throws(FilterOperator.OperatorFailure) {
        return try Python.contains(operand, .value(.string(day)))
      } catch {
        // The dialect takes a failure here for a schedule that can't be read.
        return true
      }
    }
  }

  /// The schedule in the tag, or `fallback-schedule`; nil where there is neither.
  private func tagText(_ document: AWSObject) throws(FilterProblem) -> String? {
    var found = fallback.map { AWSValue.string($0) }
    switch document["Tags"] {
    case nil: break
    case .list(let tags)?:
      for item in tags {
        guard let key = item["Key"]?.string else { throw FilterProblem("a tag has no `Key`") }
        guard key.lowercased() == tag else { continue }
        guard let value = item["Value"] else { throw FilterProblem("tag `\(key)` has no `Value`") }
        found = value
        break
      }
    default: throw FilterProblem("the tags are no list")
    }
    if found == fallback.map({ .string($0) }), let labels = document["labels"]?.object {
      if let label = labels[tag], label != .null, label != "" { found = label }
    }
    switch found {
    case nil, .null?, .bool(false)?: return nil
    case .string(let text)?:
      return Self.trimmed(Self.trimmed(Self.unescaped(text.lowercased()), "'"), "\"")
    default: throw FilterProblem("tag `\(tag)` is no text")
    }
  }

  /// Signs that some services refuse in tags may be written by their numbers: `u28` for `(`.
  private static func unescaped(_ text: String) -> String {
    guard text.contains("u2") || text.contains("u3") || text.contains("u5") else { return text }
    var text = text
    for sign in ["(", ")", "[", "]", ",", ";", "=", "/", "-"] {
      let code = "u" + String(sign.unicodeScalars.first?.value ?? 0, radix: 16)
      text = replacing(code, with: sign, in: text)
    }
    return text
  }

  private static func replacing(_ part: String, with other: String, in text: String) -> String {
    var out = ""
    var rest = text[...]
    while let character = rest.first {
      if rest.hasPrefix(part) {
        out += other
        rest = rest.dropFirst(part.count)
      } else {
        out.append(character)
        rest = rest.dropFirst()
      }
    }
    return out
  }

  private static func trimmed(_ text: String, _ mark: Character) -> String {
    var rest = text[...]
    while rest.first == mark { rest = rest.dropFirst() }
    while rest.last == mark { rest = rest.dropLast() }
    return String(rest)
  }
}
