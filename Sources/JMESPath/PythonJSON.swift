package import AWS

/// Texts as Python's json, int and float write and read them.
package enum PythonJSON {
  /// `json.dumps(number)`, which is `repr(number)` but for what isn't finite.
  package static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    let text = "\(number)"
    // Python writes an exponent from 16 digits on, Swift a little later.
    guard abs(number) >= 1e16, text.hasSuffix(".0") else { return text }
    let digits = text.dropFirst(number < 0 ? 1 : 0).dropLast(2)
    var fraction = digits.dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let point = fraction.isEmpty ? "" : "."
    return (number < 0 ? "-" : "") + digits.prefix(1) + point + fraction
      + "e+\(digits.utf8.count - 1)"
  }

  /// `int(text)`, or else `float(text)`: spaces around and single underscores between digits are
  /// allowed. Integers beyond 64 bits become doubles.
  package static func number(_ text: String) -> AWSValue? {
    if let number = integer(text) { return .integer(number) }
    return double(text).map { .double($0) }
  }

  /// `int(text)`; nil also beyond 64 bits.
  package static func integer(_ text: String) -> Int64? {
    digits(text).flatMap { Int64($0) }
  }

  /// `float(text)`
  package static func double(_ text: String) -> Double? {
    guard let plain = digits(text) else { return nil }
    let lower = plain.lowercased()
    var unsigned = lower[...]
    if let sign = unsigned.first, sign == "+" || sign == "-" { unsigned = unsigned.dropFirst() }
    switch unsigned {
    case "inf", "infinity": return lower.hasPrefix("-") ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard unsigned.utf8.allSatisfy({ (48...57).contains($0) || "+-.e".utf8.contains($0) }),
      let first = unsigned.first, first == "." || first.isNumber
    else { return nil }
    // Swift's reader wants a digit on each side of the point.
    var text = lower
    if let point = text.firstIndex(of: ".") {
      let after = text.index(after: point)
      if after == text.endIndex || !text[after].isNumber { text.insert("0", at: after) }
      if point == text.startIndex || !text[text.index(before: point)].isNumber {
        guard unsigned.dropFirst().first?.isNumber == true else { return nil }
        text.insert("0", at: point)
      }
    }
    return Double(text)
  }

  /// The text without spaces around it and underscores between its digits, all of these as ASCII;
  /// nil where an underscore stands elsewhere.
  private static func digits(_ text: String) -> String? {
    var scalars = text.unicodeScalars[...]
    // `int` and `float` know fewer ASCII spaces than `isspace`.
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      PythonValue.isSpace(scalar) && !(0x1C...0x1F).contains(scalar.value)
    }
    while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    let underscore = UInt8(ascii: "_")
    for scalar in scalars {
      if scalar.isASCII {
        out.append(UInt8(scalar.value))
      } else if scalar.properties.numericType == .decimal,
        let digit = scalar.properties.numericValue
      {
        out.append(48 + UInt8(digit))
      } else {
        return nil
      }
    }
    for index in out.indices where out[index] == underscore {
      guard index > 0, index + 1 < out.count, (48...57).contains(out[index - 1]),
        (48...57).contains(out[index + 1])
      else { return nil }
    }
    return out.isEmpty ? nil : String(decoding: out.filter { $0 != underscore }, as: UTF8.self)
  }
}
