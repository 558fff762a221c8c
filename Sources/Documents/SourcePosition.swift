/// The user's files: YAML and JSON as nodes that know their file, line and column, and the
/// diagnostics that point into them.
///
/// Neighbours: scenarios, faults and rules are decoded from these nodes with `MappingReader`, each
/// in its own target. Invariants: a file's problems are collected, not thrown at the first; what
/// comes from outside is bounded in size, depth and alias expansion.

/// A place in one of the user's files, both counts from 1; a column is a Unicode scalar.
package struct SourcePosition: Hashable, Sendable {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourcePosition: Comparable {
  package static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}

extension SourcePosition: CustomStringConvertible {
  package var description: String { "\(file):\(line):\(column)" }
}
