import CPCRE2

/// A regular expression of Python's, run by PCRE2 with limits on matching and depth. It matches at
/// the start of a text, as Python's `re.match` does.
final class Pattern: Sendable {
  let source: String
  private nonisolated(unsafe) let code: OpaquePointer
  private nonisolated(unsafe) let limits: OpaquePointer
  let groups: Int

  /// Steps that a match may take, and how deep it may go back.
  static let matchLimit: UInt32 = 200_000
  static let depthLimit: UInt32 = 5_000
  /// UTF-8 bytes of the expression.
  static let lengthLimit = 8_192

  init(_ source: String, isCaseless: Bool) throws(FilterProblem) {
    self.source = source
    guard source.utf8.count <= Self.lengthLimit else {
      throw FilterProblem("the regular expression is longer than \(Self.lengthLimit) bytes")
    }
    let text = Array(try PythonPattern.translate(source).utf8)
    let options =
      PCRE2_ANCHORED | PCRE2_UTF | PCRE2_UCP | (isCaseless ? UInt32(PCRE2_CASELESS) : 0)
    var error: Int32 = 0
    var offset = 0
    guard let code = pcre2_compile_8(text, text.count, options, &error, &offset, nil),
      let limits = pcre2_match_context_create_8(nil)
    else {
      throw FilterProblem("`\(source)` is no regular expression: \(Self.message(error))")
    }
    pcre2_set_match_limit_8(limits, Self.matchLimit)
    pcre2_set_depth_limit_8(limits, Self.depthLimit)
    var count: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    self.code = code
    self.limits = limits
    groups = Int(count)
  }

  deinit {
    pcre2_match_context_free_8(limits)
    pcre2_code_free_8(code)
  }

  private static func message(_ error: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(error, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
  }

  func matches(_ text: String) throws(FilterProblem) -> Bool { try match(text) != nil }

  /// The first group; nil when nothing matches or the group takes no part.
  func firstGroup(_ text: String) throws(FilterProblem) -> String? {
    guard let bounds = try match(text), let range = bounds.first else { return nil }
    return String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  /// The bytes of the first group in a list, empty where it takes no part; nil without a match.
  private func match(_ text: String) throws(FilterProblem) -> [Range<Int>]? {
    var text = text
    var result: Int32 = 0
    var group: [Range<Int>] = []
    let data = pcre2_match_data_create_8(2, nil)
    defer { pcre2_match_data_free_8(data) }
    text.withUTF8 { bytes in
      result = pcre2_match_8(
        code, bytes.baseAddress, bytes.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, limits)
      guard result >= 0, groups >= 1, let bounds = pcre2_get_ovector_pointer_8(data),
        // A group that takes no part has bounds of -1.
        bounds[2] >= 0, bounds[2] <= bounds[3], bounds[3] <= bytes.count
      else { return }
      group = [bounds[2]..<bounds[3]]
    }
    if result == PCRE2_ERROR_NOMATCH { return nil }
    guard result >= 0 else {
      throw FilterProblem("`\(source)` was given up: \(Self.message(result))")
    }
    return group
  }
}

/// Python's syntax in PCRE2's, where the two read a text differently.
enum PythonPattern {
  static func translate(_ source: String) throws(FilterProblem) -> String {
    let text = Array(source.unicodeScalars)
    var out = String.UnicodeScalarView()
    var index = 0
    var inSet = false
    func refuse(_ what: String) -> FilterProblem {
      FilterProblem("`\(source)` is no regular expression of Python's: \(what)")
    }
    while index < text.count {
      let scalar = text[index]
      let next = index + 1 < text.count ? text[index + 1] : nil
      switch scalar {
      case "\\":
        guard let next else { throw refuse("it ends in a backslash") }
        switch next {
        case "Z" where !inSet: out.append(contentsOf: "\\z".unicodeScalars)
        case "u", "U":
          let count = next == "u" ? 4 : 8
          let digits = text[(index + 2)...].prefix(count)
          guard digits.count == count, digits.allSatisfy({ $0.properties.isHexDigit && $0.isASCII })
          else { throw refuse("`\\\(next)` needs \(count) hexadecimal digits") }
          out.append(contentsOf: "\\x{".unicodeScalars)
          out.append(contentsOf: digits)
          out.append("}")
          index += count
        case "a"..."z", "A"..."Z":
          guard "AbBdDsSwWntrfvax".unicodeScalars.contains(next) else {
            throw refuse("it has no escape `\\\(next)`")
          }
          if inSet, "AB".unicodeScalars.contains(next) {
            throw refuse("it has no escape `\\\(next)` in a set")
          }
          out.append(scalar)
          out.append(next)
        default:
          out.append(scalar)
          out.append(next)
        }
        index += 2
        continue
      case "[":
        if inSet {
          if let next, ":.=".unicodeScalars.contains(next) { out.append("\\") }
          out.append("[")
        } else {
          inSet = true
          out.append("[")
          if next == "^" {
            out.append("^")
            index += 1
          }
          // A bracket right at the start is a member.
          if index + 1 < text.count, text[index + 1] == "]" {
            out.append(contentsOf: "\\]".unicodeScalars)
            index += 1
          }
        }
      case "]":
        inSet = false
        out.append(scalar)
      case "(" where !inSet:
        if next == "*" { throw refuse("there is nothing to repeat at `(*`") }
        if next == "?" {
          let after = index + 2 < text.count ? text[index + 2] : " "
          let third = index + 3 < text.count ? text[index + 3] : " "
          let isKnown =
            ":=!#>(".unicodeScalars.contains(after)
            || after == "<" && (third == "=" || third == "!")
            || after == "P" && (third == "<" || third == "=")
            || "imsx-".unicodeScalars.contains(after)
          guard isKnown else { throw refuse("it has no `(?\(after)`") }
          if "imsx".unicodeScalars.contains(after), index > 0,
            let end = text[index...].firstIndex(where: { $0 == ")" || $0 == ":" }),
            text[end] == ")"
          {
            throw refuse("flags for all of it stand only at its start")
          }
        }
        out.append(scalar)
      case "{" where !inSet && next == ",":
        out.append(contentsOf: "{0".unicodeScalars)
      default: out.append(scalar)
      }
      index += 1
    }
    return String(out)
  }
}
