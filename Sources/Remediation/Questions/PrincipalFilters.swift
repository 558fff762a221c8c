import AWS
import Documents

/// `administrator` on users and roles: whether a principal may do everything by its own policies,
/// whatever these are called and however they are put together.
struct AdministratorFilter: ResourceFilter {
  let position: SourcePosition
  let kind: IdentityKind

  var hydrations: [Hydration] { [.rights(kind)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    try PrincipalRights(run.resources[index], kind, run.context).isAdministrator
  }

  static func kind(_ kind: IdentityKind) -> FilterKind {
    FilterKind(name: "administrator") { _, reader, _, _ in
      AdministratorFilter(position: reader.position, kind: kind)
    }
  }
}

/// `privilege-escalation` on users and roles: whether a principal that is no administrator can make
/// itself one, or take another's rights; notes the ways with what is allowed.
struct EscalationFilter: ResourceFilter {
  static let member = "stormdrill:EscalationPaths"

  let position: SourcePosition
  let kind: IdentityKind
  let paths: [EscalationPath]
  /// Whether administrators match too.
  let countsAdministrators: Bool

  var hydrations: [Hydration] { [.rights(kind)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let rights = try PrincipalRights(run.resources[index], kind, run.context)
    if !countsAdministrators, rights.isAdministrator { return false }
    let open = paths.compactMap { path in path.isOpen(to: rights).map { (path.name, $0) } }
    guard !open.isEmpty else { return false }
    run.notes[index].others[Self.member] = .list(
      open.map { name, needs in
        [
          "Path": .string(name),
          "Allowed": .list(
            needs.map { ["Action": .string($0.action), "Resource": .string($0.resource)] }),
        ]
      })
    return true
  }

  static func kind(_ kind: IdentityKind) -> FilterKind {
    FilterKind(name: "privilege-escalation") { _, reader, _, _ in
      func names(_ key: String) -> [String]? {
        let names = reader.strings(key)
        for name in names ?? [] where !EscalationPath.names.contains(name) {
          reader.refusedChoices[key] = EscalationPath.names
          reader.error(
            at: reader.node(key)?.position, "there is no path `\(name)`",
            suggestion: Spelling.suggestion(for: name, among: EscalationPath.names))
        }
        return names
      }
      let wanted = names("paths") ?? EscalationPath.names
      let ignored = names("ignore") ?? []
      return EscalationFilter(
        position: reader.position, kind: kind,
        paths: EscalationPath.all.filter {
          wanted.contains($0.name) && !ignored.contains($0.name)
        },
        countsAdministrators: reader.bool("include-administrators") ?? false)
    }
  }
}
