extension Timestamp {
  /// `2023-07-10T12:10:08Z`; with a fraction, `2023-07-10T12:10:08.250Z`, where there is one.
  package var iso8601: String {
    let time = CalendarTime(self)
    let date = "\(pad(time.year, 4))-\(pad(time.month, 2))-\(pad(time.day, 2))"
    let clock = "\(pad(time.hour, 2)):\(pad(time.minute, 2)):\(pad(time.second, 2))"
    let fraction = microseconds - seconds * 1_000_000
    if fraction == 0 { return "\(date)T\(clock)Z" }
    if fraction % 1000 == 0 { return "\(date)T\(clock).\(pad(Int(fraction / 1000), 3))Z" }
    return "\(date)T\(clock).\(pad(Int(fraction), 6))Z"
  }

  /// Reads `2023-07-10T12:10:08Z`, with a fraction, with `+02:00`, or the date alone (midnight);
  /// without a zone it is UTC; nil for anything else.
  package init?(iso8601 text: String) {
    var rest = Substring(text)
    func number(_ digits: Int, _ rest: inout Substring) -> Int? {
      guard rest.utf8.count >= digits,
        rest.prefix(digits).utf8.allSatisfy({ (48...57).contains($0) })
      else { return nil }
      defer { rest = rest.dropFirst(digits) }
      return Int(rest.prefix(digits))
    }
    func take(_ character: Character, _ rest: inout Substring) -> Bool {
      guard rest.first == character else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4, &rest), take("-", &rest), let month = number(2, &rest),
      take("-", &rest), let day = number(2, &rest), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var time = CalendarTime(year: year, month: month, day: day)
    if rest.isEmpty {
      self = time.timestamp
      return
    }
    guard take("T", &rest) || take(" ", &rest), let hour = number(2, &rest), take(":", &rest),
      let minute = number(2, &rest), take(":", &rest), let second = number(2, &rest),
      hour < 24, minute < 60, second < 61
    else { return nil }
    (time.hour, time.minute, time.second) = (hour, minute, second)
    var microseconds: Int64 = 0
    if take(".", &rest) {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, let value = Int64(digits.prefix(6)) else { return nil }
      microseconds = value
      for _ in digits.prefix(6).count..<6 { microseconds *= 10 }
      rest = rest.dropFirst(digits.count)
    }
    var offset: Int64 = 0
    if !take("Z", &rest), let sign = rest.first, sign == "+" || sign == "-" {
      rest = rest.dropFirst()
      guard let hours = number(2, &rest) else { return nil }
      _ = take(":", &rest)
      guard let minutes = number(2, &rest) else { return nil }
      offset = Int64(hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }
    self.init(microseconds: time.timestamp.microseconds + microseconds - offset * 1_000_000)
  }

  /// `20230710T121008Z`, as signatures and log file names want it.
  package var basicISO8601: String {
    let time = CalendarTime(self)
    return "\(pad(time.year, 4))\(pad(time.month, 2))\(pad(time.day, 2))"
      + "T\(pad(time.hour, 2))\(pad(time.minute, 2))\(pad(time.second, 2))Z"
  }
}

/// Leading zeros up to a width.
private func pad(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
