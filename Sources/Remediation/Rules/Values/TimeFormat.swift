import AWS

/// How Cloud Custodian writes a time into a text: `{now:+3d%Y-%m-%d}` is Python's strftime
/// (https://docs.python.org/3/library/datetime.html#format-codes) after `+N` days, hours (`h`) or
/// minutes (`M`) have been added. Times are UTC and, as there, don't say so.
enum TimeFormat {
  /// `str(datetime)`: `2026-01-31 09:05:03.000120`.
  static func plain(_ time: Timestamp) -> String {
    let micros = microsecond(time)
    return render("%Y-%m-%d %H:%M:%S", time) + (micros == 0 ? "" : "." + pad(micros, 6))
  }

  static func text(_ time: Timestamp, _ format: String) -> String {
    if format.isEmpty { return plain(time) }
    var time = time
    var pattern: [UInt8] = []
    let bytes = Array(format.utf8)
    var index = 0
    while index < bytes.count {
      let digits = bytes[(index + 1)...].prefix { (48...57).contains($0) }
      let end = index + 1 + digits.count
      if bytes[index] == UInt8(ascii: "+"), !digits.isEmpty, end < bytes.count,
        let unit = units[bytes[end]],
        let count = Int64(String(decoding: digits, as: UTF8.self)), count < 1_000_000
      {
        time += .seconds(count * unit)
        index = end + 1
      } else {
        pattern.append(bytes[index])
        index += 1
      }
    }
    return pattern.isEmpty && !bytes.isEmpty
      ? plain(time) : render(String(decoding: pattern, as: UTF8.self), time)
  }

  private static let units: [UInt8: Int64] = [
    UInt8(ascii: "M"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
  ]

  private static let days = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static func microsecond(_ time: Timestamp) -> Int {
    Int(((time.microseconds % 1_000_000) + 1_000_000) % 1_000_000)
  }

  private static func pad(_ number: Int, _ width: Int, _ fill: Character = "0") -> String {
    let text = String(number)
    return String(repeating: fill, count: max(0, width - text.count)) + text
  }

  private static func render(_ format: String, _ time: Timestamp) -> String {
    var out = ""
    var rest = format[...]
    while let first = rest.first {
      rest = rest.dropFirst()
      guard first == "%", var code = rest.first else {
        out.append(first)
        continue
      }
      var isBare = false
      if code == "-", let next = rest.dropFirst().first {
        isBare = true
        rest = rest.dropFirst()
        code = next
      }
      rest = rest.dropFirst()
      guard let text = field(code, time) else {
        out += isBare ? "%-\(code)" : "%\(code)"
        continue
      }
      guard isBare, text.allSatisfy(\.isNumber) else {
        out += text
        continue
      }
      let kept = text.drop { $0 == "0" }
      out += kept.isEmpty ? "0" : String(kept)
    }
    return out
  }

  /// The Thursday of a day's week, whose year the week counts for (ISO 8601).
  private static func thursday(_ time: Timestamp, _ weekday: Int) -> CalendarTime {
    let shift = Int64(3 - (weekday + 6) % 7)
    let date = CalendarTime(Timestamp(seconds: time.seconds + shift * 86_400))
    return CalendarTime(year: date.year, month: date.month, day: date.day)
  }

  /// What one code stands for; nil for one that isn't known, which stays as it is.
  private static func field(_ code: Character, _ time: Timestamp) -> String? {
    let date = CalendarTime(time)
    let start = CalendarTime(year: date.year, month: 1, day: 1).timestamp
    let dayOfYear = Int((time.seconds - start.seconds) / 86_400)
    let weekday = date.weekday
    let hour = date.hour % 12 == 0 ? 12 : date.hour % 12
    switch code {
    case "Y": return String(date.year)
    case "C": return pad(date.year / 100, 2)
    case "y": return pad(date.year % 100, 2)
    case "m": return pad(date.month, 2)
    case "d": return pad(date.day, 2)
    case "e": return pad(date.day, 2, " ")
    case "H": return pad(date.hour, 2)
    case "k": return pad(date.hour, 2, " ")
    case "I": return pad(hour, 2)
    case "l": return pad(hour, 2, " ")
    case "M": return pad(date.minute, 2)
    case "S": return pad(date.second, 2)
    case "f": return pad(microsecond(time), 6)
    case "j": return pad(dayOfYear + 1, 3)
    case "p": return date.hour < 12 ? "AM" : "PM"
    case "P": return date.hour < 12 ? "am" : "pm"
    case "a": return String(days[weekday].prefix(3))
    case "A": return days[weekday]
    case "b", "h": return String(months[date.month - 1].prefix(3))
    case "B": return months[date.month - 1]
    case "w": return String(weekday)
    case "u": return String(weekday == 0 ? 7 : weekday)
    case "U": return pad((dayOfYear + 7 - weekday) / 7, 2)
    case "W": return pad((dayOfYear + 7 - (weekday + 6) % 7) / 7, 2)
    case "G": return String(thursday(time, weekday).year)
    case "V":
      let middle = thursday(time, weekday)
      let first = CalendarTime(year: middle.year, month: 1, day: 1).timestamp
      return pad(Int((middle.timestamp.seconds - first.seconds) / 86_400) / 7 + 1, 2)
    case "s": return String(time.seconds)
    case "F": return render("%Y-%m-%d", time)
    case "T", "X": return render("%H:%M:%S", time)
    case "R": return render("%H:%M", time)
    case "D", "x": return render("%m/%d/%y", time)
    case "r": return render("%I:%M:%S %p", time)
    case "c": return render("%a %b %e %H:%M:%S %Y", time)
    case "z", "Z": return ""
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    default: return nil
    }
  }
}
