import AWS
import Documents
import JMESPath

/// `cross-account` of snapshots and images: with whom they are shared, other than the account
/// itself and those allowed. `all` is everyone.
struct SharingFilter: ResourceFilter {
  static let note = "c7n:CrossAccountViolations"

  let position: SourcePosition
  /// Where the permissions stand.
  let member: String
  /// The members that name whom a permission is for; the first of them that is there does.
  let principals: [String]
  /// Accounts, organizations or units that are allowed, `all` possibly among them.
  let allowed: [AWSValue]
  /// Whether only `all` counts.
  let everyoneOnly: Bool
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let permissions = run.resources[index].document[member]?.list else {
      throw FilterProblem("the resource was read without `\(member)`")
    }
    let context = run.context
    let fine = allowed.map { Template.expand($0, context) } + [.string(context.account)]
    let shared = permissions.map { permission in
      principals.lazy.compactMap { permission[$0] }.first(where: PythonValue.isTrue) ?? .null
    }
    let foreign = shared.uniqued.filter {
      !fine.contains($0) && (!everyoneOnly || $0 == "all")
    }
    guard !foreign.isEmpty else { return false }
    // In an order of their own, so that plans don't depend on AWS's.
    run.notes[index].others[Self.note] = .list(
      foreign.sorted { ($0.string ?? "") < ($1.string ?? "") })
    return true
  }
}

extension FilterKind {
  /// - Parameter ignored: keys that the dialect takes and doesn't look at here.
  static func sharing(
    _ member: String, principals: [String], takesEveryoneOnly: Bool = false,
    ignored: [String] = [], _ hydration: Hydration
  ) -> FilterKind {
    FilterKind(name: "cross-account") { loader, reader, _, _ in
      var allowed: [AWSValue] = (reader.strings("whitelist") ?? []).map { .string($0) }
      if let node = reader.node("whitelist_from"),
        let operand = loader.values(from: node, &reader)
      {
        allowed += (try? Python.elements(operand)) ?? []
      }
      for key in ignored {
        guard let node = reader.node(key) else { continue }
        reader.checkWhitelist(key)
        reader.diagnostics.append(
          Diagnostic(
            node.position, "`\(key)` has no effect here: permissions name accounts, no statements",
            suggestion: "expected `whitelist` or `everyone_only`", severity: .warning))
      }
      return SharingFilter(
        position: reader.position, member: member, principals: principals, allowed: allowed,
        everyoneOnly: takesEveryoneOnly ? reader.bool("everyone_only") ?? false : false,
        hydrations: [hydration])
    }
  }

  /// What policies' statements are judged by.
  static let ofStatements = [
    "actions", "return_allowed", "whitelist_conditions", "whitelist_orgids",
    "whitelist_orgids_from", "whitelist_org_units", "whitelist_org_units_from", "whitelist_vpce",
    "whitelist_vpce_from", "whitelist_vpc", "whitelist_vpc_from", "whitelist_patterns",
    "whitelist_patterns_from",
  ]
}
