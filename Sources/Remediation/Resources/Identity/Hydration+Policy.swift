import AWS

extension Hydration {
  static let policyMember = "c7n:policy"

  /// `c7n:policy`: the version of a policy that counts, with its document.
  static let policyDefaultVersion = Hydration(policyMember) { document, setting in
    guard document[policyMember] == nil else { return nil }
    return ReadCall(
      policyVersion(document["DefaultVersionId"] ?? .null, of: document, setting),
      goneCodes: ["NoSuchEntity"]
    ) { document, pages in
      var version = pages?.first("PolicyVersion")?.object ?? [:]
      if let text = try? PolicyText.document(version["Document"]) {
        version["Document"] = .object(text)
      }
      document[policyMember] = .object(version)
    }
  }

  /// The texts of all of a policy's versions by their ids, so that they can be put back.
  static let policyVersionTexts = Hydration(IdentityMember.versionDocuments) {
    document, setting in
    guard let versions = document[IdentityMember.versions]?.list else {
      return ReadCall(
        ResourceType.iam(
          "ListPolicyVersions", ["PolicyArn": document["Arn"] ?? .null], setting.scope),
        pagination: .marker, goneCodes: ["NoSuchEntity"]
      ) { document, pages in
        document[IdentityMember.versions] = .list(
          (pages ?? []).items("Versions").map { .object($0) })
      }
    }
    let known = document[IdentityMember.versionDocuments]?.object ?? [:]
    let ids = versions.compactMap { $0["VersionId"]?.string }
    guard let id = ids.first(where: { known[$0] == nil }) else { return nil }
    return ReadCall(
      policyVersion(.string(id), of: document, setting), absentCodes: ["NoSuchEntity"]
    ) { document, pages in
      var known = document[IdentityMember.versionDocuments]?.object ?? [:]
      let version = pages?.first("PolicyVersion")
      known[id] = PolicyText.text(version?["Document"]) ?? .null
      document[IdentityMember.versionDocuments] = .object(known)
    }
  }

  private static func policyVersion(
    _ id: AWSValue, of policy: AWSObject, _ setting: ReadSetting
  ) -> APICall {
    ResourceType.iam(
      "GetPolicyVersion", ["PolicyArn": policy["Arn"] ?? .null, "VersionId": id], setting.scope)
  }

  /// What the tagging API tells of a policy's tags.
  static let policyTags = Hydration.member(
    "Tags", absent: [],
    call: { document, setting in
      APICall(
        service: "resourcegroupstaggingapi", operation: "GetResources",
        input: ["ResourceARNList": [document["Arn"] ?? .null]],
        scope: ResourceType.globalScope(document, setting.scope))
    }, value: { $0.items("ResourceTagMappingList").first?["Tags"] ?? [] })

  /// `c7n:Users`: who is in a group.
  static let groupUsers = Hydration.member(
    IdentityMember.users, goneCodes: ["NoSuchEntity"], pagination: .marker,
    call: { document, setting in
      ResourceType.iam("GetGroup", IdentityKind.group.input(document), setting.scope)
    }, value: { .list($0.items("Users").map { .object($0) }) })

  /// The instance profiles that a role is in.
  static let roleInstanceProfiles = identityList(
    .role, "ListInstanceProfilesForRole", "InstanceProfiles",
    as: IdentityMember.instanceProfiles)
}
