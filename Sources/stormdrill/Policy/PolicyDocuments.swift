import Documents
import PolicyLanguage

/// Policy documents from files, JSON or, where the name says so, YAML.
enum PolicyDocuments {
  /// What keeps a file from being a policy, with line and column, in AWS's words where it has any.
  struct Unreadable: Error {
    let diagnostics: [Diagnostic]
  }

  static func read(_ file: String, as grammar: PolicyGrammar) throws -> PolicyDocument {
    let text = try Files.text(file)
    guard !file.hasSuffix(".yaml"), !file.hasSuffix(".yml") else {
      let document = Document.parse(text, file: file)
      guard let node = document.node else {
        throw Unreadable(diagnostics: document.diagnostics)
      }
      do throws(PolicyError) {
        return try PolicyDocument.parse(node.value, as: grammar)
      } catch {
        throw Unreadable(
          diagnostics: document.diagnostics + [PolicyProblem.diagnostic(error, in: node)])
      }
    }
    do throws(PolicyError) {
      return try PolicyDocument.parse(text, as: grammar)
    } catch {
      let place = error.position(in: text)
      throw Unreadable(
        diagnostics: [
          Diagnostic(
            SourcePosition(file: file, line: place.line, column: place.column), error.message,
            suggestion: error.problem.expected(grammar))
        ])
    }
  }
}
