internal import Yams

/// libyaml's complaints in the words of somebody who writes policies and scenarios: what is wrong
/// there, and what would be right.
extension YAMLDocumentReader {
  private struct Plain {
    let message: String
    let suggestion: String?
    /// Whether the place that counts is where the unfinished thing begins.
    var isAtStart = false
  }

  /// - Parameter context: Where what can't be finished begins.
  func plain(
    _ problem: String, at place: SourcePosition, context: (text: String, place: SourcePosition)?,
    in text: String
  ) -> Diagnostic {
    let during = context?.text ?? ""
    guard let plain = Self.plain(problem, during, character(at: place, in: text)) else {
      let during = context.map { " (\($0.text), line \($0.place.line))" } ?? ""
      return Diagnostic(place, "not YAML: \(problem)\(during)")
    }
    let start = plain.isAtStart ? context?.place ?? place : place
    return Diagnostic(start, "not YAML: \(plain.message)", suggestion: plain.suggestion)
  }

  private func character(at place: SourcePosition, in text: String) -> Character? {
    let lines = Self.lines(of: text)
    guard lines.indices.contains(place.line - 1) else { return nil }
    return lines[place.line - 1].dropFirst(place.column - 1).first
  }

  private static func plain(_ problem: String, _ during: String, _ found: Character?) -> Plain? {
    switch problem {
    case "mapping values are not allowed in this context":
      return Plain(
        message: "a `:` where no key can be",
        suggestion: "expected a line no deeper than the one it belongs to, or quotes around text "
          + "that holds `: `")
    case "found character that cannot start any token":
      if found == "\t" {
        return Plain(message: "a tab can't indent a line", suggestion: "expected spaces")
      }
      let shown = found.map { "`\($0)`" } ?? "this"
      return Plain(
        message: "text can't begin with \(shown)", suggestion: "expected quotes around it")
    case "found unexpected end of stream" where during.contains("quoted scalar"):
      return Plain(
        message: "the quotes that open here are never closed", suggestion: "expected a quote",
        isAtStart: true)
    case "did not find expected ',' or ']'":
      return Plain(
        message: "the list that opens here goes on without a comma or isn't closed",
        suggestion: "expected `,` or `]`", isAtStart: true)
    case "did not find expected ',' or '}'":
      return Plain(
        message: "the mapping that opens here goes on without a comma or isn't closed",
        suggestion: "expected `,` or `}`", isAtStart: true)
    case "could not find expected ':'":
      return Plain(
        message: "a line that is no `key: value` among such lines",
        suggestion: "expected `:` behind a key", isAtStart: true)
    case "did not find expected key", "did not find expected '-' indicator":
      return Plain(
        message: "a line that is neither part of what stands above it nor beside it",
        suggestion: "expected it indented like the lines that it belongs to")
    case "block sequence entries are not allowed in this context":
      return Plain(
        message: "a list can't begin on the line of its key",
        suggestion: "expected `-` on a line of its own, or `[...]`")
    case "but found another document":
      return Plain(
        message: "a second document begins here",
        suggestion: "expected one, with no `---` but at its start")
    case "did not find expected node content":
      return Plain(message: "nothing that can be a value", suggestion: "expected a value")
    case "found unknown escape character":
      return Plain(
        message: "an escape that double quotes don't know",
        suggestion: "expected single quotes around text with backslashes")
    default: return nil
    }
  }
}
