/// Something wrong in one of the user's files: where, what, and what would be right.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable {
    /// The file can't be used.
    case error
    /// The file is used; this part of it does what its author hardly meant.
    case warning
  }

  package var position: SourcePosition
  package var severity: Severity
  /// What is wrong: lower case, no full stop, the user's input in backticks.
  package var message: String
  /// What would be right: `expected a string`, or ``did you mean `title`?``.
  package var suggestion: String?

  package init(
    _ position: SourcePosition, _ message: String, suggestion: String? = nil,
    severity: Severity = .error
  ) {
    self.position = position
    self.severity = severity
    self.message = message
    self.suggestion = suggestion
  }
}

extension Diagnostic: CustomStringConvertible {
  package var description: String {
    "\(position): \(severity.rawValue): \(message)" + (suggestion.map { "; \($0)" } ?? "")
  }
}

extension Sequence<Diagnostic> {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// In the order of the files, without repeats.
  package var inFileOrder: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return enumerated()
      .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
      .map(\.element)
      .filter { seen.insert($0).inserted }
  }
}
