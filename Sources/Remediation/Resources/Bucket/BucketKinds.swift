import AWS
import Documents

extension FilterKind {
  static let bucket: [FilterKind] = [
    .crossAccount,
    FilterKind(name: "check-public-block") { _, reader, _, _ in
      var wanted: [(key: String, value: Bool)] = []
      for key in PublicBlockFilter.keys {
        if let value = reader.bool(key) { wanted.append((key, value)) }
      }
      return PublicBlockFilter(position: reader.position, wanted: wanted)
    },
    FilterKind(name: "global-grants") { _, reader, _, _ in
      reader.allow("operator")
      let website = reader.bool("allow_website") ?? true
      let permissions = reader.strings("permissions") ?? []
      let known = ["READ", "WRITE", "WRITE_ACP", "READ_ACP", "FULL_CONTROL"]
      for name in permissions where !known.contains(name) {
        reader.error(
          at: reader.node("permissions")?.position, "there is no permission `\(name)`",
          suggestion: Spelling.suggestion(for: name, among: known))
      }
      return GlobalGrantsFilter(
        position: reader.position, allowsWebsite: website, permissions: permissions)
    },
    FilterKind(name: "has-statement") { _, reader, _, _ in
      statements(&reader)
    },
  ]

  private static func statements(_ reader: inout MappingReader) -> StatementFilter {
    let ids = reader.strings("statement_ids") ?? []
    var required: [StatementFilter.Required] = []
    for node in reader.sequence("statements") ?? [] {
      guard var elements = node.value.object, node.mapping != nil else {
        reader.error(
          at: node.position, "a statement can't be \(node.kindName)",
          suggestion: "expected a mapping")
        continue
      }
      if elements["Effect"] == nil {
        reader.error(
          at: node.position, "a statement has no `Effect`", suggestion: "expected Allow or Deny")
      }
      let partial =
        elements["PartialMatch"]?.string.map { [$0] }
        ?? (elements["PartialMatch"]?.list ?? []).compactMap(\.string)
      elements = AWSObject(
        elements.filter { $0.key != "PartialMatch" }.map { ($0.key, $0.value) })
      required.append(StatementFilter.Required(elements: elements, partial: partial))
    }
    return StatementFilter(
      position: reader.position, ids: ids, statements: required, hydrations: [.bucketPolicy])
  }
}

extension ActionKind {
  static let bucket: [ActionKind] = [
    ActionKind(names: ["set-public-block"]) { _, reader, _, _ in
      var named: [(key: String, value: Bool)] = []
      for key in PublicBlockFilter.keys {
        if let value = reader.bool(key) { named.append((key, value)) }
      }
      return SetPublicBlock(
        position: reader.position, state: reader.bool("state") ?? true, named: named)
    },
    ActionKind(names: ["delete-global-grants"]) { _, reader, _, _ in
      DeleteGlobalGrants(
        position: reader.position,
        grantees: reader.strings("grantees")
          ?? [GlobalGrantsFilter.authenticatedUsers, GlobalGrantsFilter.allUsers])
    },
    ActionKind(names: ["remove-statements"]) { _, reader, _, _ in
      guard let node = reader.requiredNode("statement_ids") else { return nil }
      switch node.string {
      case "matched": return RemoveStatements(position: reader.position, which: .matched)
      case "*": return RemoveStatements(position: reader.position, which: .all)
      default: break
      }
      guard let ids = reader.strings("statement_ids") else { return nil }
      return RemoveStatements(position: reader.position, which: .ids(ids))
    },
  ]
}
