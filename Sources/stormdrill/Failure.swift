import Documents

/// Why a command ends without having done what it was asked to: wrong usage or a broken file.
struct Failure: Error, CustomStringConvertible {
  let status: Int32
  let description: String

  init(_ description: String, status: Int32 = 2) {
    self.description = description
    self.status = status
  }

  /// All that is wrong with the user's files, a line each.
  init(_ diagnostics: [Diagnostic]) {
    self.init(diagnostics.inFileOrder.map(\.description).joined(separator: "\n"))
  }
}
