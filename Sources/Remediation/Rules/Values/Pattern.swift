import CPCRE2

/// A regular expression of Python's, run by PCRE2 with limits on matching and depth. It matches at
/// the start of a text, as Python's `re.match` does.
final class Pattern: Sendable {
  let source: String
  private nonisolated(unsafe) let code: OpaquePointer
  private nonisolated(unsafe) let limits: OpaquePointer
  let groups: Int

  /// Steps that a match may take, how deep it may go back, and the kibibytes it may use for that.
  static let matchLimit: UInt32 = 200_000
  static let depthLimit: UInt32 = 50_000
  static let heapLimit: UInt32 = 16_384
  /// UTF-8 bytes of the expression.
  static let lengthLimit = 8_192

  init(_ source: String, isCaseless: Bool) throws(FilterProblem) {
    self.source = source
    guard source.utf8.count <= Self.lengthLimit else {
      throw FilterProblem("the regular expression is longer than \(Self.lengthLimit) bytes")
    }
    let text = Array(try PythonPattern.translate(source, isCaseless: isCaseless).utf8)
    let settings = pcre2_compile_context_create_8(nil)
    defer { pcre2_compile_context_free_8(settings) }
    pcre2_set_newline_8(settings, UInt32(PCRE2_NEWLINE_LF))
    pcre2_set_parens_nest_limit_8(settings, 10 * UInt32(PythonPattern.nestingLimit))
    var error: Int32 = 0
    var offset = 0
    guard
      let code = pcre2_compile_8(
        text, text.count, PCRE2_ANCHORED | PCRE2_UTF, &error, &offset, settings),
      let limits = pcre2_match_context_create_8(nil)
    else {
      throw FilterProblem(
        "`\(source)` is no regular expression that is supported: \(Self.message(error))")
    }
    pcre2_set_match_limit_8(limits, Self.matchLimit)
    pcre2_set_depth_limit_8(limits, Self.depthLimit)
    pcre2_set_heap_limit_8(limits, Self.heapLimit)
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
