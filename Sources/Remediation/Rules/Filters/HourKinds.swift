import AWS
import Documents

extension FilterKind {
  /// - Parameter state: the state that a resource must be in unless `state-filter` is false; nil
  ///   for types without that key.
  static func offhour(state: String? = nil) -> FilterKind {
    FilterKind(name: "offhour") { loader, reader, type, _ in
      loader.hours("off", hour: 19, weekend: [4], state, &reader, on: type)
    }
  }

  static func onhour(state: String? = nil) -> FilterKind {
    FilterKind(name: "onhour") { loader, reader, type, _ in
      loader.hours("on", hour: 7, weekend: [0], state, &reader, on: type)
    }
  }
}

extension PolicyLoader {
  /// - Parameter hour: where the policy names none.
  /// - Parameter weekend: the days on which `weekends-only` acts, 0 for Monday.
  fileprivate mutating func hours(
    _ side: String, hour: Int64, weekend: [Int], _ state: String?, _ reader: inout MappingReader,
    on type: ResourceType
  ) -> (any Filter)? {
    let before = errorCount(reader)
    let zone = reader.string("default_tz") ?? "et"
    let hour = reader.integer("\(side)hour", in: 0...23) ?? hour
    let weekends = reader.bool("weekends") ?? true
    let days =
      reader.bool("weekends-only") ?? false ? weekend : Array(weekends ? 0...4 : 0...6)
    let isOptOut = reader.bool("opt-out") ?? false
    let tag = reader.string("tag") ?? "maid_offhours"
    let fallbacks = [reader.string("fallback-schedule"), reader.string("fallback_schedule")]
    let filtersStates = state == nil ? false : reader.bool("state-filter") ?? true
    if before == errorCount(reader) { checkZone(zone, "default_tz", &reader) }
    guard let skipped = skippedDays(&reader), before == errorCount(reader) else { return nil }
    return HourFilter(
      position: reader.position, side: side, tag: tag.lowercased(),
      standard: HourSchedule(
        times: [HourSchedule.Time(days: days, hour: Int(hour))], zone: zone),
      fallback: fallbacks.lazy.compactMap { $0 }.first { !$0.isEmpty }, isOptOut: isOptOut,
      skipped: skipped, state: filtersStates ? state : nil, hydrations: type.tagHydrations)
  }

  private func checkZone(_ zone: String, _ key: String, _ reader: inout MappingReader) {
    let place = reader.node(key)?.position
    switch ZoneName.meaning(of: zone) {
    case .rule: break
    case .unknown:
      reader.error(
        at: place, "there is no time zone `\(zone)`",
        suggestion: Spelling.suggestion(for: zone, among: ZoneName.shortNames + ZoneName.all))
    case .unsupported:
      reader.error(
        at: place, "time zone `\(zone)` is not supported",
        suggestion: "expected a zone with a rule, such as `et` or `Europe/Berlin`")
    }
  }

  private mutating func skippedDays(_ reader: inout MappingReader) -> HourFilter.Days? {
    let listed = reader.strings("skip-days")
    for day in listed ?? [] where !Self.isDay(day) {
      reader.error(
        at: reader.node("skip-days")?.position, "`\(day)` is no day",
        suggestion: "expected a date such as `2024-05-06`")
    }
    guard let node = reader.node("skip-days-from") else { return .listed(listed ?? []) }
    if listed != nil {
      reader.error(
        at: node.position, "\(reader.subject) has `skip-days` and `skip-days-from`",
        suggestion: "expected one of them")
    }
    return values(from: node, &reader).map { .read($0) }
  }

  /// What begins with `2024-05-06`.
  private static func isDay(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(10))
    return bytes.count == 10
      && bytes.enumerated().allSatisfy { place, byte in
        place == 4 || place == 7 ? byte == UInt8(ascii: "-") : (48...57).contains(byte)
      }
  }
}
