extension Caller {
  /// The name of the user, role or service; `root`, or empty for nobody.
  package var name: String {
    switch kind {
    case .user(let name): name
    case .assumedRole(let role, _): role
    case .federatedUser(let name): name
    case .root: "root"
    case .anonymous: ""
    case .service(let name): name
    }
  }
}
