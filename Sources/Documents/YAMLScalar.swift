/// What a plain YAML scalar stands for by PyYAML's resolver (YAML 1.1,
/// https://yaml.org/type/index.html), without its dates, which stay strings.
enum YAMLScalar {
  enum Failure: Error {
    /// A number that PyYAML would read, but 64 bits can't hold or that has no digits.
    case unreadableNumber
  }

  static func resolve(_ text: String) throws(Failure) -> Node.Kind {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
    case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
    default: break
    }
    guard let first = text.utf8.first,
      (48...57).contains(first) || first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
        || first == UInt8(ascii: ".")
    else { return .string(text) }
    let bytes = Array(text.utf8)
    if let number = try integer(bytes) { return .integer(number) }
    if let number = double(bytes) { return .double(number) }
    return .string(text)
  }

  /// Whether it is one of YAML 1.1's timestamps (https://yaml.org/type/timestamp.html).
  static func isDate(_ text: String) -> Bool {
    guard let first = text.utf8.first, isDigit(first), text.utf8.count <= 40 else { return false }
    var rest = Array(text.utf8)[...]
    func digits(_ count: ClosedRange<Int>) -> Int? {
      let run = rest.prefix(while: isDigit)
      guard count.contains(run.count) else { return nil }
      rest = rest.dropFirst(run.count)
      return run.count
    }
    func take(_ character: Character) -> Bool {
      guard rest.first == character.asciiValue else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard digits(4...4) != nil, take("-"), let month = digits(1...2), take("-"),
      let day = digits(1...2)
    else { return false }
    if rest.isEmpty { return month == 2 && day == 2 }
    if !take("T"), !take("t") {
      guard take(" ") || take("\t") else { return false }
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }
    guard digits(1...2) != nil, take(":"), digits(2...2) != nil, take(":"), digits(2...2) != nil
    else { return false }
    if take(".") { rest = rest.drop(while: isDigit) }
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    if rest.isEmpty || take("Z") { return rest.isEmpty }
    guard take("+") || take("-"), digits(1...2) != nil else { return false }
    return rest.isEmpty || take(":") && digits(2...2) != nil && rest.isEmpty
  }

  /// nil when the text isn't an integer.
  static func integer(_ text: [UInt8]) throws(Failure) -> Int64? {
    var digits = text[...]
    var negative = false
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      digits = digits.dropFirst()
    }
    guard let first = digits.first, isDigit(first) else { return nil }
    if digits.contains(UInt8(ascii: ":")) { return try sexagesimal(digits, negative) }
    var radix = 10
    if first == UInt8(ascii: "0"), digits.count > 1 {
      switch digits[digits.startIndex + 1] {
      case UInt8(ascii: "b"): (radix, digits) = (2, digits.dropFirst(2))
      case UInt8(ascii: "x"): (radix, digits) = (16, digits.dropFirst(2))
      default: (radix, digits) = (8, digits.dropFirst())
      }
      guard !digits.isEmpty else { return nil }
    }
    let allowed = { (byte: UInt8) -> Bool in
      guard byte != UInt8(ascii: "_") else { return true }
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return false }
      return digit < radix
    }
    guard digits.allSatisfy(allowed) else { return nil }
    let plain = digits.filter { $0 != UInt8(ascii: "_") }
    if plain.isEmpty, radix == 8 { return 0 }
    let signed = (negative ? "-" : "") + String(decoding: plain, as: UTF8.self)
    guard let number = Int64(signed, radix: radix) else { throw .unreadableNumber }
    return number
  }

  private static func sexagesimal(_ text: ArraySlice<UInt8>, _ negative: Bool) throws(Failure)
    -> Int64?
  {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts[0].first != UInt8(ascii: "0"),
      parts[0].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }),
      parts.dropFirst().allSatisfy(isSixtieth)
    else { return nil }
    var total: Int64 = 0
    for part in parts {
      let digits = String(decoding: part.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
      guard let digit = Int64(digits) else { throw .unreadableNumber }
      let (product, overflow) = total.multipliedReportingOverflow(by: 60)
      let (sum, carried) = product.addingReportingOverflow(digit)
      if overflow || carried { throw .unreadableNumber }
      total = sum
    }
    return negative ? -total : total
  }

  /// `[0-5]?[0-9]`
  private static func isSixtieth(_ part: ArraySlice<UInt8>) -> Bool {
    guard part.allSatisfy(isDigit), let first = part.first else { return false }
    return part.count == 1 || part.count == 2 && first <= UInt8(ascii: "5")
  }

  /// nil when the text isn't a floating-point number: `1e5` is none, `1.0e+5` is one.
  static func double(_ text: [UInt8]) -> Double? {
    var rest = text[...]
    var sign = 1.0
    var signed = false
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      sign = first == UInt8(ascii: "-") ? -1 : 1
      signed = true
      rest = rest.dropFirst()
    }
    switch String(decoding: rest, as: UTF8.self) {
    case ".inf", ".Inf", ".INF": return sign * .infinity
    case ".nan", ".NaN", ".NAN": return signed ? nil : .nan
    default: break
    }
    if rest.contains(UInt8(ascii: ":")) { return sexagesimalDouble(rest).map { sign * $0 } }
    let whole = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
    if let first = whole.first, !isDigit(first) { return nil }
    if whole.isEmpty && signed { return nil }
    rest = rest.dropFirst(whole.count)
    guard rest.first == UInt8(ascii: ".") else { return nil }
    rest = rest.dropFirst()
    let fraction = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
    if whole.isEmpty {
      guard let first = fraction.first, isDigit(first) else { return nil }
    }
    rest = rest.dropFirst(fraction.count)
    guard rest.isEmpty || isExponent(rest) else { return nil }
    func plain(_ part: ArraySlice<UInt8>) -> String {
      String(decoding: part.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }
    let digits =
      "\(whole.isEmpty ? "0" : plain(whole)).\(plain(fraction).isEmpty ? "0" : plain(fraction))"
    return Double(digits + String(decoding: rest, as: UTF8.self)).map { sign * $0 }
  }

  /// `[eE][-+][0-9]+`
  private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 3, let first = text.first, first | 0x20 == UInt8(ascii: "e") else {
      return false
    }
    let sign = text[text.startIndex + 1]
    return (sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"))
      && text.dropFirst(2).allSatisfy(isDigit)
  }

  /// `[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*`
  private static func sexagesimalDouble(_ text: ArraySlice<UInt8>) -> Double? {
    guard let dot = text.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    let parts = text[..<dot].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let fraction = text[(dot + 1)...]
    guard parts.count > 1, let first = parts[0].first, isDigit(first),
      parts[0].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }),
      parts.dropFirst().allSatisfy(isSixtieth),
      fraction.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") })
    else { return nil }
    var total = 0.0
    for (index, part) in parts.enumerated() {
      var digits = String(decoding: part.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
      if index == parts.count - 1 {
        let decimals = fraction.filter { $0 != UInt8(ascii: "_") }
        digits += "." + (decimals.isEmpty ? "0" : String(decoding: decimals, as: UTF8.self))
      }
      guard let number = Double(digits) else { return nil }
      total = total * 60 + number
    }
    return total
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
