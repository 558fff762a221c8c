/// Reads a file of the user's into nodes.
package enum Document {
  /// What a file may be at most; beyond it there is a diagnostic instead of nodes.
  package struct Limits: Sendable {
    /// UTF-8 bytes.
    package var size = 16 << 20
    package var depth = 128
    /// After aliases and merge keys have been replaced by what they stand for.
    package var nodes = 1_000_000

    package init() {}
  }

  /// Parses JSON when the file's name ends in `.json` (RFC 8259), and YAML 1.1 as PyYAML's
  /// SafeLoader reads it otherwise: `yes`, `on` and sexagesimal numbers included, since that is
  /// how the tools whose files these are read them. Dates stay strings.
  ///
  /// - Parameter isJSON: Whether it is JSON whatever its name.
  package static func parse(
    _ text: String, file: String, isJSON: Bool = false, limits: Limits = Limits()
  ) -> (node: Node?, diagnostics: [Diagnostic]) {
    let start = SourcePosition(file: file, line: 1, column: 1)
    guard text.utf8.count <= limits.size else {
      let problem = "the file has \(text.utf8.count) bytes"
      return (nil, [Diagnostic(start, problem, suggestion: "expected at most \(limits.size)")])
    }
    if isJSON || file.hasSuffix(".json") {
      var reader = JSONDocumentReader(text, file: file, limits: limits)
      return reader.document()
    }
    var reader = YAMLDocumentReader(file: file, limits: limits)
    return reader.document(text)
  }

  /// A file's bytes as text; else what is wrong with them, and where.
  package static func text(
    _ bytes: [UInt8], file: String, limits: Limits = Limits()
  ) -> Result<String, Problem> {
    let start = SourcePosition(file: file, line: 1, column: 1)
    if bytes.count > limits.size {
      return .failure(
        Problem(
          Diagnostic(
            start, "the file has more than \(limits.size) bytes",
            suggestion: "expected at most \(limits.size)")))
    }
    if let text = String(validating: bytes, as: UTF8.self) { return .success(text) }
    let kept = Array(String(decoding: bytes, as: UTF8.self).utf8)
    let offset = zip(bytes, kept).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    return .failure(
      Problem(
        Diagnostic(
          SourcePosition(utf8Offset: offset ?? bytes.count, in: bytes, file: file),
          "a byte that is no UTF-8", suggestion: "expected the file to be saved as UTF-8")))
  }

  /// A file that can't be read as text at all.
  package struct Problem: Error {
    package let diagnostic: Diagnostic
    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
  }
}
