import AWS
import Documents

/// `iam-role-tag-mirror`: whether a resource and its role agree on what a key selects, usually a
/// tag. Without a role that counts nothing matches.
struct RoleTagFilter: ResourceFilter {
  let position: SourcePosition
  let key: KeySelector
  let match: NetworkLocationFilter.Match
  let missingIsFine: Bool
  let ignored: [(key: KeySelector, value: AWSValue)]
  let allowed: [AWSValue]

  static let annotation = "c7n:IamRoleTagMirror"

  var hydrations: [Hydration] { [.instanceRole] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.annotated(index)
    guard let role = document[RelatedKind.instanceRoles.member]?.list?.first?.object,
      let name = role["RoleName"]?.string
    else { return false }
    for (key, value) in ignored {
      if Python.equal(try key.select(from: role), value) { return false }
    }
    let roleValue = try key.select(from: role)
    let own = try key.select(from: document)
    if match == .in {
      if !missingIsFine, roleValue == .null || own == .null { return false }
      let isFine = { (value: AWSValue) in value == .null || Python.has(allowed, value) }
      return (roleValue == "" || isFine(roleValue)) && isFine(own)
    }
    var reasons: [AWSObject] = []
    let text = AWSValue.string(key.text)
    if !missingIsFine, roleValue == .null {
      reasons.append(["reason": "RoleMissingTag", "key": text, "iam-role": [name: .null]])
    }
    if !missingIsFine, own == .null {
      reasons.append(["reason": "ResourceMissingTag", "key": text, "resource": .null])
    }
    if own != .null, roleValue != .null, roleValue != "", roleValue != own {
      reasons.append([
        "reason": "TagMismatch", "key": text, "resource": own, "iam-roles": [name: roleValue],
      ])
    }
    guard match == .notEqual else { return reasons.isEmpty }
    guard !reasons.isEmpty else { return false }
    run.notes[index].others[Self.annotation] = .list(reasons.map { .object($0) })
    return true
  }
}

extension FilterKind {
  static let roleTagMirror = FilterKind(name: "iam-role-tag-mirror") { loader, reader, _, _ in
    let key = KeySelector(reader.requiredString("key"))
    loader.checkKey(key, reader.node("key")?.position ?? reader.position)
    return RoleTagFilter(
      position: reader.position, key: key,
      match: reader.choice("match", as: NetworkLocationFilter.Match.self) ?? .notEqual,
      missingIsFine: reader.bool("missing-ok") ?? false, ignored: loader.ignored(&reader),
      allowed: (reader.strings("value") ?? []).map { .string($0) })
  }
}
