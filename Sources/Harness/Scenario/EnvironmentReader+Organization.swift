import AWS
import Documents
import PolicyLanguage

/// The organization above the accounts.
extension EnvironmentReader {
  func organization(_ reader: inout MappingReader, _ environment: Environment) -> Organization? {
    reader.mapping("organization", of: "an organization") { reader in
      var organization = Organization(management: "")
      if let node = reader.requiredNode("management") {
        organization.management = Self.account(node, &reader, environment) ?? ""
      }
      organization.members = reader.sequence("members")?.compactMap { node in
        Self.account(node, &reader, environment)
      }
      if let node = reader.node("units") {
        units(node, below: nil, &organization, &reader, environment)
      }
      organization.policies += policies("service-control-policies", .service, &reader)
      organization.policies += policies("resource-control-policies", .resource, &reader)
      checkTargets(of: organization, &reader, environment)
      return organization
    }
  }

  /// `prod: {accounts: [app], units: {...}}`
  private func units(
    _ node: Node, below parent: String?, _ organization: inout Organization,
    _ reader: inout MappingReader, _ environment: Environment
  ) {
    guard let pairs = node.mapping else {
      reader.error(
        at: node.position, "`units` can't be \(node.kindName)",
        suggestion: "expected such as `{prod: {accounts: [app]}}`")
      return
    }
    for pair in pairs {
      let name = pair.key.scalarText ?? ""
      if name == "root" || organization.units.contains(where: { $0.name == name })
        || environment.accounts.contains(where: { $0.name == name })
      {
        reader.error(
          at: pair.key.position, "a second thing is called `\(name)`",
          suggestion: "expected a name of its own")
      }
      reader.decodeNode(pair.value, of: "a unit") { inner in
        let accounts = inner.sequence("accounts") ?? []
        let ids = accounts.compactMap { node -> String? in
          guard let id = Self.account(node, &inner, environment) else { return nil }
          let isPlaced = organization.units.contains { $0.accounts.contains(id) }
          if let members = organization.members, !members.contains(id) {
            inner.error(
              at: node.position, "account `\(node.scalarText ?? "")` is not a member",
              suggestion: "expected one of the organization's `members`")
          }
          if isPlaced || id == organization.management {
            inner.error(
              at: node.position, "account `\(node.scalarText ?? "")` has a place already",
              suggestion: "expected each member account once")
          }
          return id
        }
        organization.units.append(.init(name: name, parent: parent, accounts: ids))
        if let below = inner.node("units") {
          units(below, below: name, &organization, &inner, environment)
        }
      }
    }
  }

  private func policies(
    _ key: String, _ kind: Organization.ControlPolicy.Kind, _ reader: inout MappingReader
  ) -> [Organization.ControlPolicy] {
    reader.mappings(key, of: "a control policy") { reader in
      var document: Template?
      if let node = reader.requiredNode("policy") {
        document = self.document(node, .control, &reader)
      }
      return Organization.ControlPolicy(
        kind: kind, name: reader.requiredString("name"),
        document: document ?? Template(Node(.mapping([]), at: reader.position)),
        targets: reader.strings("targets", orOne: true) ?? ["root"])
    } ?? []
  }

  private func checkTargets(
    of organization: Organization, _ reader: inout MappingReader, _ environment: Environment
  ) {
    let known =
      ["root"] + organization.units.map(\.name) + environment.accounts.map(\.name)
    for key in ["service-control-policies", "resource-control-policies"] {
      for item in reader.node(key)?.sequence ?? [] {
        guard let targets = item["targets"] else { continue }
        for target in targets.sequence ?? [targets]
        where !known.contains(target.scalarText ?? "") {
          reader.error(
            at: target.position, "nothing to hang a policy on is called "
              + "`\(target.scalarText ?? target.kindName)`",
            suggestion: Spelling.suggestion(for: target.scalarText ?? "", among: known))
        }
      }
    }
  }
}
