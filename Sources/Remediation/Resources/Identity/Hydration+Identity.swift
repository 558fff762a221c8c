import AWS

extension Hydration {
  /// The managed policies attached to a user, role or group.
  static func attachedPolicies(_ kind: IdentityKind) -> Hydration {
    identityList(
      kind, "ListAttached\(kind.policies)", "AttachedPolicies", as: kind.attachedMember)
  }

  /// `c7n:InlinePolicies`: the names of its inline policies.
  static func inlinePolicies(_ kind: IdentityKind) -> Hydration {
    .member(
      IdentityMember.inlinePolicies, absent: [], goneCodes: ["NoSuchEntity"], pagination: .marker,
      call: { document, setting in
        ResourceType.iam("List\(kind.policies)", kind.input(document), setting.scope)
      }, value: { pages in .list(pages.flatMap { $0["PolicyNames"]?.list ?? [] }) })
  }

  /// The texts of its inline policies by their names, so that they can be put back.
  static func inlineDocuments(_ kind: IdentityKind) -> Hydration {
    Hydration(IdentityMember.inlineDocuments) { document, setting in
      if let call = inlinePolicies(kind).nextCall(document, setting) { return call }
      let known = document[IdentityMember.inlineDocuments]?.object ?? [:]
      let names = document[IdentityMember.inlinePolicies]?.list ?? []
      guard let name = names.lazy.compactMap(\.string).first(where: { known[$0] == nil }) else {
        return nil
      }
      var input = kind.input(document)
      input["PolicyName"] = .string(name)
      return ReadCall(
        ResourceType.iam("Get\(kind.rawValue)Policy", input, setting.scope),
        absentCodes: ["NoSuchEntity"]
      ) { document, pages in
        var known = document[IdentityMember.inlineDocuments]?.object ?? [:]
        known[name] = PolicyText.text(pages?.first("PolicyDocument")) ?? .null
        document[IdentityMember.inlineDocuments] = .object(known)
      }
    }
  }

  /// A list that one call tells.
  static func identityList(
    _ kind: IdentityKind, _ operation: String, _ answerMember: String, as member: String
  ) -> Hydration {
    .member(
      member, goneCodes: ["NoSuchEntity"], pagination: .marker,
      call: { document, setting in
        ResourceType.iam(operation, kind.input(document), setting.scope)
      }, value: { .list($0.items(answerMember).map { .object($0) }) })
  }
}
