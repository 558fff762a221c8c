extension ActionKind {
  /// The actions that every resource type has.
  static let generic: [ActionKind] = messages + [.postFinding]
}
