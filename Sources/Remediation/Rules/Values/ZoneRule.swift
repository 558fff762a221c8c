import AWS

/// The clock of a time zone by the rule that it follows now: a POSIX `TZ` string
/// (https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html). Times before the
/// rule came into force read as if it had been in force then.
struct ZoneRule: Hashable, Sendable {
  /// What the clocks show at a time: `EST`, five hours behind.
  struct Regime: Hashable, Sendable {
    var name: String
    /// Seconds east of UTC.
    var offset: Int64
  }

  /// When clocks change: `M3.2.0/2` is the second Sunday of March at two o'clock.
  struct Change: Hashable, Sendable {
    var month: Int
    /// 5 for the last.
    var week: Int
    /// 0 for Sunday.
    var weekday: Int
    /// Seconds after midnight by the clock before; may be negative, or more than a day.
    var time: Int64

    /// Seconds since 1970 by the clock before.
    func wallSeconds(in year: Int) -> Int64 {
      let first = CalendarTime(year: year, month: month, day: 1)
      let next = CalendarTime(
        year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
      let length = Int((next.timestamp.seconds - first.timestamp.seconds) / 86400)
      var day = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
      while day > length { day -= 7 }
      return CalendarTime(year: year, month: month, day: day).timestamp.seconds + time
    }
  }

  /// The other regime of a year, between two changes.
  struct Summer: Hashable, Sendable {
    var regime: Regime
    var start: Change
    var end: Change
  }

  let standard: Regime
  let summer: Summer?

  static let utc = ZoneRule(standard: Regime(name: "UTC", offset: 0), summer: nil)

  private init(standard: Regime, summer: Summer?) {
    self.standard = standard
    self.summer = summer
  }

  func regime(at time: Timestamp) -> Regime {
    guard let summer else { return standard }
    let year = CalendarTime(time + .seconds(standard.offset)).year
    let start = summer.start.wallSeconds(in: year) - standard.offset
    let end = summer.end.wallSeconds(in: year) - summer.regime.offset
    let isSummer =
      start < end
      ? time.seconds >= start && time.seconds < end : time.seconds < end || time.seconds >= start
    return isSummer ? summer.regime : standard
  }

  /// What a clock shows.
  func wallTime(at time: Timestamp) -> CalendarTime {
    CalendarTime(time + .seconds(regime(at: time).offset))
  }

  /// When a clock shows a time, given as if it were UTC; the first where it does so twice.
  func regime(showing wall: Timestamp) -> Regime {
    guard let summer else { return standard }
    let regimes = [summer.regime, standard].sorted { $0.offset > $1.offset }
    return regimes.first { regime(at: wall - .seconds($0.offset)) == $0 } ?? standard
  }
}

extension ZoneRule {
  /// The regime in which a clock shows a time, given as if it were UTC, also one that it leaves
  /// out: the regime behind the change, as Python's dateutil has it.
  func regime(atWall wall: Timestamp) -> Regime {
    guard let summer else { return standard }
    let found = regime(showing: wall)
    if regime(at: wall - .seconds(found.offset)) == found { return found }
    return summer.regime.offset > standard.offset ? summer.regime : standard
  }
}

extension ZoneRule {
  /// nil for a string in another form than `EST5EDT,M3.2.0,M11.1.0`.
  init?(posix text: String) {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard let name = reader.name(), let offset = reader.clock() else { return nil }
    let standard = Regime(name: name, offset: -offset)
    if reader.rest.isEmpty {
      self.init(standard: standard, summer: nil)
      return
    }
    guard let other = reader.name() else { return nil }
    let west = reader.rest.first == UInt8(ascii: ",") ? offset - 3600 : reader.clock()
    guard let west, let start = reader.change(), let end = reader.change(), reader.rest.isEmpty
    else { return nil }
    self.init(
      standard: standard,
      summer: Summer(regime: Regime(name: other, offset: -west), start: start, end: end))
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest = rest.dropFirst()
      return true
    }

    /// Letters, or anything in `<>`.
    mutating func name() -> String? {
      if take("<") {
        let name = rest.prefix { $0 != UInt8(ascii: ">") }
        rest = rest.dropFirst(name.count)
        return take(">") ? String(decoding: name, as: UTF8.self) : nil
      }
      let name = rest.prefix { (65...90).contains($0 & 0xDF) }
      rest = rest.dropFirst(name.count)
      return name.count < 3 ? nil : String(decoding: name, as: UTF8.self)
    }

    mutating func number() -> Int64? {
      let digits = rest.prefix { (48...57).contains($0) }
      rest = rest.dropFirst(digits.count)
      return Int64(String(decoding: digits, as: UTF8.self))
    }

    /// `-5:30`, in seconds.
    mutating func clock() -> Int64? {
      let sign: Int64 = take("-") ? -1 : 1
      guard let hours = number() else { return nil }
      var seconds = hours * 3600
      if take(":") {
        guard let minutes = number() else { return nil }
        seconds += minutes * 60
      }
      return sign * seconds
    }

    mutating func change() -> Change? {
      guard take(","), take("M"), let month = number(), take("."), let week = number(), take("."),
        let weekday = number()
      else { return nil }
      var time: Int64 = 7200
      if take("/") {
        guard let given = clock() else { return nil }
        time = given
      }
      guard (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday) else {
        return nil
      }
      return Change(month: Int(month), week: Int(week), weekday: Int(weekday), time: time)
    }
  }
}
