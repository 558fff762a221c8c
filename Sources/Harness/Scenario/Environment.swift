/// The accounts that a run starts with, made by real calls before its clock starts.
package struct Environment: Sendable {
  package var name = ""
  /// Twelve digits by the name that files use; the first is where things happen unless said.
  package var accounts: [(name: String, id: String)] = []
  /// The first is where things happen unless said.
  package var regions: [String] = []
  package var actors: [Actor] = []
  package var trails: [TrailSetup] = []
  package var resources: [ScriptedCall] = []

  /// A real IAM user with keys of its own.
  package struct Actor: Sendable {
    package var name: String
    package var account: String
    /// Names or ARNs of managed policies.
    package var policies: [String]
    /// Actions that an inline policy allows on everything.
    package var allowed: [String]
  }

  /// A trail with its bucket and that bucket's policy.
  package struct TrailSetup: Sendable {
    package var name: String
    package var account: String
    package var isMultiRegion: Bool
  }

  func account(_ name: String?) -> String {
    name.flatMap { wanted in accounts.first { $0.name == wanted }?.id }
      ?? accounts.first?.id ?? ""
  }
}
