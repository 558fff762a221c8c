import AWS

/// What a replacement field of a text can stand for, with Python's ways of writing it down.
enum FormatValue {
  case value(AWSValue)
  /// A time, which takes the codes of strftime.
  case time(Timestamp)
  /// A field that somebody later fills in: it stays as it stands, its format too.
  case later(String)

  /// Why a text can't be filled in.
  enum Failure: Error {
    /// A KeyError or IndexError in Python: the dialect leaves the whole text as it is.
    case unknown
    /// Any other exception, which ends its run.
    case broken(String)
    /// It would become longer than it may: a bound of ours.
    case tooLarge
  }

  /// About how many bytes or values it is.
  var weight: Int {
    if case .value(let value) = self { Self.weight(value) } else { 32 }
  }

  private static func weight(_ value: AWSValue) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .list(let items): items.reduce(1) { $0 + weight($1) }
    case .object(let object): object.reduce(1) { $0 + $1.key.utf8.count + weight($1.value) }
    default: 1
    }
  }

  /// `object[key]` or `object.attribute`.
  func step(_ step: FormatString.Step) throws(Failure) -> FormatValue {
    switch (self, step) {
    case (.value(.object(let object)), .index(let key)):
      guard let value = object[key], Int(key) == nil else { throw .unknown }
      return .value(value)
    case (.value(.list(let items)), .index(let key)):
      guard let index = Int(key), index >= 0 else {
        throw .broken("a list has no member `\(key)`")
      }
      guard index < items.count else { throw .unknown }
      return .value(items[index])
    case (.value(.string(let text)), .index(let key)), (.later(let text), .index(let key)):
      guard let index = Int(key), index >= 0 else {
        throw .broken("a text has no member `\(key)`")
      }
      let scalars = text.unicodeScalars
      guard index < scalars.count else { throw .unknown }
      return .value(
        .string(String(scalars[scalars.index(scalars.startIndex, offsetBy: index)])))
    case (.time(let time), .attribute(let name)):
      let date = CalendarTime(time)
      let parts = [
        "year": date.year, "month": date.month, "day": date.day, "hour": date.hour,
        "minute": date.minute, "second": date.second,
        "microsecond": Int(time.microseconds - time.seconds * 1_000_000),
      ]
      guard let part = parts[name] else { throw .broken("a time has no `\(name)`") }
      return .value(.integer(Int64(part)))
    case (.value(.object), .attribute(let name)):
      throw .broken("`.\(name)` finds nothing; expected `[\(name)]`")
    case (_, .attribute(let name)): throw .broken("`.\(name)` finds nothing")
    case (_, .index(let name)): throw .broken("`[\(name)]` finds nothing")
    }
  }

  /// `!r`, `!s` and `!a`.
  func converted(_ conversion: Character?) throws(Failure) -> FormatValue {
    guard let conversion else { return self }
    switch conversion {
    case "s": return .value(.string(text))
    case "r", "a": return .value(.string(representation))
    default: throw .broken("there is no conversion `!\(conversion)`")
    }
  }

  /// `format(object, spec)`
  func formatted(_ spec: String) throws(Failure) -> String {
    switch self {
    case .later(let name): return spec.isEmpty ? "{\(name)}" : "{\(name):\(spec)}"
    case .time(let time): return TimeFormat.text(time, spec)
    case .value(let value):
      if spec.isEmpty { return text }
      let layout = try TextLayout(spec)
      switch value {
      case .string(let text): return try layout.text(text)
      case .integer(let number): return try layout.number(String(number))
      case .bool(let flag): return try layout.number(flag ? "1" : "0")
      default: throw .broken("the format `\(spec)` doesn't fit the value")
      }
    }
  }

  /// `str(object)`
  private var text: String {
    switch self {
    case .later(let name): "{\(name)}"
    case .time(let time): TimeFormat.plain(time)
    case .value(.string(let text)): text
    case .value: representation
    }
  }

  /// `repr(object)`
  private var representation: String {
    switch self {
    case .later(let name): Python.representation(.string("{\(name)}"))
    case .time(let time): TimeFormat.plain(time)
    case .value(let value): Python.representation(value)
    }
  }
}

extension Python {
  /// `repr(x)`
  static func representation(_ value: AWSValue) -> String {
    switch value {
    case .string(let text):
      let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
      var out = String(quote)
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        case "\\": out += "\\\\"
        case "'" where quote == "'": out += "\\'"
        default: out.unicodeScalars.append(scalar)
        }
      }
      return out + String(quote)
    case .list(let items): return "[" + items.map(representation).joined(separator: ", ") + "]"
    case .object(let object):
      let pairs = object.map { "\(representation(.string($0.key))): \(representation($0.value))" }
      return "{" + pairs.joined(separator: ", ") + "}"
    default: return Python.text(value)
    }
  }
}

/// A format for texts and whole numbers
/// (https://docs.python.org/3/library/string.html#format-specification-mini-language): fill,
/// alignment, width and precision.
struct TextLayout {
  private var fill: Unicode.Scalar = " "
  private var align: Unicode.Scalar?
  private var width = 0
  private var precision: Int?
  private var kind: Unicode.Scalar?

  /// Wider is nobody's wish, and a short text must not make a huge one.
  private static let limit = 4096

  init(_ spec: String) throws(FormatValue.Failure) {
    var rest = Array(spec.unicodeScalars)[...]
    let aligns: [Unicode.Scalar] = ["<", ">", "^", "="]
    if rest.count > 1, aligns.contains(rest[rest.startIndex + 1]) {
      (fill, align) = (rest[rest.startIndex], rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
    } else if let first = rest.first, aligns.contains(first) {
      align = first
      rest = rest.dropFirst()
    }
    if rest.first == "0" {
      rest = rest.dropFirst()
      if align == nil { fill = "0" }
    }
    func number() -> Int? {
      let digits = rest.prefix { (48...57).contains($0.value) }
      rest = rest.dropFirst(digits.count)
      return Int(String(String.UnicodeScalarView(digits)))
    }
    width = number() ?? 0
    if rest.first == "." {
      rest = rest.dropFirst()
      precision = number()
      if precision == nil { throw .broken("the format `\(spec)` has no precision") }
    }
    kind = rest.popFirst()
    guard rest.isEmpty, width <= Self.limit, precision ?? 0 <= Self.limit else {
      throw .broken("`\(spec)` is no format")
    }
  }

  func text(_ text: String) throws(FormatValue.Failure) -> String {
    guard kind == nil || kind == "s" else { throw .broken("a text has no format `\(kind ?? "s")`") }
    guard align != "=" else { throw .broken("a text can't be aligned with `=`") }
    let scalars = Array(text.unicodeScalars.prefix(precision ?? .max))
    return padded(scalars, align ?? "<")
  }

  func number(_ text: String) throws(FormatValue.Failure) -> String {
    guard kind == nil || kind == "d", precision == nil else {
      throw .broken("a whole number has no format `\(kind ?? ".")`")
    }
    var digits = Array(text.unicodeScalars)
    if align == "=" || align == nil && fill == "0", digits.first == "-" {
      digits.removeFirst()
      let inner = TextLayout(fill: fill, width: width - 1).padded(digits, ">")
      return "-" + inner
    }
    return padded(digits, align == "=" ? ">" : align ?? ">")
  }

  private init(fill: Unicode.Scalar, width: Int) {
    self.fill = fill
    self.width = width
  }

  private func padded(_ text: [Unicode.Scalar], _ align: Unicode.Scalar) -> String {
    let missing = max(0, width - text.count)
    let left = align == ">" ? missing : align == "^" ? missing / 2 : 0
    var out = String.UnicodeScalarView()
    out.append(contentsOf: repeatElement(fill, count: left))
    out.append(contentsOf: text)
    out.append(contentsOf: repeatElement(fill, count: missing - left))
    return String(out)
  }
}
