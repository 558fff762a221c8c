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
  /// Whether an error is about something outside of the file that it names, such as a server that
  /// doesn't answer: what needs that can't be used, all else in the file can.
  package var isOutside = false

  package init(
    _ position: SourcePosition, _ message: String, suggestion: String? = nil,
    severity: Severity = .error
  ) {
    self.position = position
    self.severity = severity
    self.message = message.presentable
    self.suggestion = suggestion?.presentable
  }

  /// A file with more problems than this isn't read on.
  package static let limit = 1000
}

extension String {
  /// A user's input for a message, which must not become as long as the file.
  package var shortened: String {
    utf8.count > 80 && count > 80 ? prefix(77) + "..." : self
  }

  /// As it can be shown to a human: no control characters, and never as long as a hostile file.
  fileprivate var presentable: String {
    let limit = 600
    if utf8.count <= limit, !utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) {
      return self
    }
    var out = ""
    var count = 0
    for scalar in unicodeScalars {
      count += 1
      if count > limit { return out + "..." }
      if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
        out += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
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
