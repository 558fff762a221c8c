extension Timestamp {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Mon, 10 Jul 2023 12:10:08 GMT` (RFC 9110, section 5.6.7); a fraction is cut off.
  package var httpDate: String {
    let time = CalendarTime(self)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(Self.days[time.weekday]), \(two(time.day)) \(Self.months[time.month - 1]) "
      + "\(time.year) \(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT"
  }

  /// nil for anything but the form above; the day of the week is not held against the date.
  package init?(httpDate text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT" || parts[5] == "+0000",
      let day = Int(parts[1]), (1...31).contains(day),
      let month = Self.months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), (1...9999).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
      (0..<61).contains(clock[2])
    else { return nil }
    self =
      CalendarTime(
        year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1],
        second: clock[2]
      ).timestamp
  }

  /// Seconds since 1970 with their fraction, as JSON services write them: `1688991008.25`.
  package var epochText: String {
    let fraction = microseconds - seconds * 1_000_000
    if fraction == 0 { return String(seconds) }
    if seconds < 0 { return "\(Double(microseconds) / 1_000_000)" }
    var digits = String(fraction + 1_000_000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(seconds).\(digits)"
  }

  /// Rounded to the nearest microsecond; nil outside the years 1 to 9999.
  package init?(epochSeconds: Double) {
    guard epochSeconds.isFinite, (-62_135_596_800..<253_402_300_800).contains(epochSeconds) else {
      return nil
    }
    self.init(microseconds: Int64((epochSeconds * 1_000_000).rounded()))
  }
}
