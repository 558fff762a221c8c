import AWS
import JMESPath

/// Dates as Cloud Custodian's `parse_date` reads them, in these forms: ISO 8601 with `T` or a
/// space, seconds and fraction optional; `2024/05/06`, with a time after it; `05/06/2024` (the
/// month first); `May 6, 2024`, `6 May 2024`, `Mon, 06 May 2024 12:00:00 GMT`, a clock with AM or
/// PM; `20240506T120000Z`; seconds or milliseconds since 1970 from the year 2000 on. A zone is `Z`,
/// `UTC`, `GMT` or an offset; without one it is UTC.
enum DateForm {
  /// `parse_date(value)`; nil for what is no date.
  static func date(_ value: AWSValue) -> Timestamp? {
    switch value {
    case .timestamp(let time): return time
    case .integer(let number): return epoch(Double(number))
    case .double(let number): return epoch(number)
    case .string(let text):
      if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
        return Double(text).flatMap(epoch)
      }
      return parse(text) ?? PythonJSON.double(text).flatMap(epoch)
    default: return nil
    }
  }

  private static let floor = 946_684_800.0
  private static let ceiling = 253_402_300_799.0

  private static func epoch(_ number: Double) -> Timestamp? {
    guard number > floor else { return nil }
    let seconds = number <= ceiling ? number : number / 1000
    guard seconds <= ceiling else { return nil }
    return Timestamp(microseconds: Int64((seconds * 1_000_000).rounded()))
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// nil for a text in none of the forms.
  static func parse(_ text: String) -> Timestamp? {
    var reader = Reader(text)
    reader.skipSpace()
    guard var day = reader.day() else { return nil }
    var offset: Int64 = 0
    if !reader.isAtEnd {
      guard reader.clock(&day) else { return nil }
      guard let zone = reader.zone() else { return nil }
      offset = zone
    }
    let (year, month) = (day.time.year, day.time.month)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...lengths[month - 1]).contains(day.time.day),
      day.time.hour < 24, day.time.minute < 60, day.time.second < 60, year >= 1
    else { return nil }
    return Timestamp(
      microseconds: day.time.timestamp.microseconds + day.fraction - offset * 1_000_000)
  }

  private struct Moment {
    var time: CalendarTime
    var fraction: Int64 = 0
  }

  private struct Reader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skipSpace() { rest = rest.drop { $0 == 0x20 } }

    private mutating func take(_ character: Character) -> Bool {
      guard let byte = character.asciiValue, rest.first == byte else { return false }
      rest = rest.dropFirst()
      return true
    }

    private mutating func number(_ digits: ClosedRange<Int>) -> Int? {
      let run = rest.prefix { (48...57).contains($0) }
      guard digits.contains(run.count) else { return nil }
      rest = rest.dropFirst(run.count)
      return Int(String(decoding: run, as: UTF8.self))
    }

    private mutating func word() -> String {
      let run = rest.prefix { (65...90).contains($0 & 0xDF) }
      rest = rest.dropFirst(run.count)
      return String(decoding: run, as: UTF8.self).lowercased()
    }

    private func index(of word: String, in names: [String]) -> Int? {
      word.count < 3 ? nil : names.firstIndex { word.hasPrefix($0) }
    }

    mutating func day() -> Moment? {
      func moment(_ year: Int, _ month: Int, _ day: Int) -> Moment {
        Moment(time: CalendarTime(year: year, month: month, day: day))
      }
      var start = self
      var name = word()
      if !name.isEmpty, index(of: name, in: days) != nil {
        _ = take(",")
        skipSpace()
        start = self
        name = word()
      }
      if !name.isEmpty {
        guard let month = index(of: name, in: months) else { return nil }
        _ = take(".")
        skipSpace()
        guard let day = number(1...2) else { return nil }
        _ = take(",")
        skipSpace()
        guard let year = number(4...4) else { return nil }
        return moment(year, month + 1, day)
      }
      self = start
      if rest.prefix(8).count == 8, rest.prefix(8).allSatisfy({ (48...57).contains($0) }),
        let all = number(8...8)
      {
        return moment(all / 10000, all / 100 % 100, all % 100)
      }
      if let year = number(4...4) {
        for separator in ["-", "/", "."] as [Character] where take(separator) {
          guard let month = number(1...2), take(separator), let day = number(1...2) else {
            return nil
          }
          return moment(year, month, day)
        }
        return nil
      }
      guard let first = number(1...2) else { return nil }
      for separator in ["/", "-"] as [Character] where take(separator) {
        if separator == "-", let byte = rest.first, !(48...57).contains(byte) {
          guard let month = index(of: word(), in: months), take("-"), let year = number(4...4)
          else { return nil }
          return moment(year, month + 1, first)
        }
        guard let second = number(1...2), take(separator), let year = number(4...4) else {
          return nil
        }
        return first > 12 ? moment(year, second, first) : moment(year, first, second)
      }
      skipSpace()
      guard let month = index(of: word(), in: months) else { return nil }
      _ = take(",")
      skipSpace()
      guard let year = number(4...4) else { return nil }
      return moment(year, month + 1, first)
    }

    /// `T` or a space, then `12:00`, `12:00:00.5`, `1200`, `120000`, `1:00 PM`.
    mutating func clock(_ moment: inout Moment) -> Bool {
      if !take("T") && !take("t") {
        _ = take(",")
        guard rest.first == 0x20 else { return false }
        skipSpace()
      }
      let digits = rest.prefix { (48...57).contains($0) }.count
      if digits == 4 || digits == 6 {
        guard let all = number(digits...digits) else { return false }
        (moment.time.hour, moment.time.minute) =
          digits == 4 ? (all / 100, all % 100) : (all / 10000, all / 100 % 100)
        moment.time.second = digits == 4 ? 0 : all % 100
      } else {
        guard let hour = number(1...2), take(":"), let minute = number(2...2) else { return false }
        (moment.time.hour, moment.time.minute) = (hour, minute)
        if take(":") {
          guard let second = number(2...2) else { return false }
          moment.time.second = second
        }
      }
      if take(".") {
        let run = rest.prefix { (48...57).contains($0) }
        guard !run.isEmpty else { return false }
        rest = rest.dropFirst(run.count)
        let six = (Array(run) + Array(repeating: 48, count: 6)).prefix(6)
        moment.fraction = Int64(String(decoding: six, as: UTF8.self)) ?? 0
      }
      let before = self
      skipSpace()
      switch word() {
      case "am" where moment.time.hour <= 12: moment.time.hour %= 12
      case "pm" where moment.time.hour <= 12: moment.time.hour = moment.time.hour % 12 + 12
      default: self = before
      }
      return true
    }

    /// `EST`, `AEDT`: Python reads over such names, whatever zone they mean.
    private var isZoneAbbreviation: Bool {
      (3...5).contains(rest.count) && rest.allSatisfy { (65...90).contains($0) }
    }

    /// Seconds east of UTC; nil where something unknown follows.
    mutating func zone() -> Int64? {
      skipSpace()
      if isAtEnd { return 0 }
      let before = self
      let name = word()
      if ["z", "utc", "gmt"].contains(name) { return isAtEnd ? 0 : nil }
      if isAtEnd, before.isZoneAbbreviation { return 0 }
      self = before
      guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
        return nil
      }
      rest = rest.dropFirst()
      let digits = rest.prefix { (48...57).contains($0) }.count
      var (hours, minutes) = (0, 0)
      if digits == 4 {
        guard let all = number(4...4) else { return nil }
        (hours, minutes) = (all / 100, all % 100)
      } else {
        guard let hour = number(1...2) else { return nil }
        hours = hour
        if take(":") {
          guard let minute = number(2...2) else { return nil }
          minutes = minute
        }
      }
      guard isAtEnd else { return nil }
      return Int64(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
  }
}
