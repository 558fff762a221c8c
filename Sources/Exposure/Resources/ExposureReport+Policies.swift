package import AWS
package import PolicyLanguage

extension ExposureReport {
  /// Who outside can use a queue. SQS takes unsigned requests.
  ///
  /// - Parameter arn: `arn:aws:sqs:eu-west-1:111122223333:orders`
  package static func ofQueue(
    _ arn: String, policy: PolicyDocument, owner: ResourceOwner,
    settings: ExposureSettings = ExposureSettings()
  ) -> ExposureReport {
    func scope(_ capability: Capability, _ names: String...) -> CapabilityScope {
      CapabilityScope(capability, names.map { "sqs:\($0)" }, on: [arn])
    }
    let scopes = [
      scope(.read, "ReceiveMessage"),
      scope(.write, "SendMessage", "DeleteMessage", "PurgeQueue", "ChangeMessageVisibility"),
      scope(.inspect, "GetQueueAttributes", "GetQueueUrl", "ListQueueTags"),
      scope(
        .administer, "SetQueueAttributes", "AddPermission", "RemovePermission", "DeleteQueue",
        "TagQueue", "UntagQueue"),
    ]
    return AccessQuestion(
      policy: policy, scopes: scopes, owner: owner, settings: settings, takesUnsigned: true
    ).report()
  }

  /// Who outside can become a role.
  ///
  /// An identity provider that issues tokens to its owner's people alone (SAML, a private OIDC
  /// issuer) lets in nobody outside; GitHub, Google and the like are asked about by what a stranger
  /// gets from them. A service that a trust policy names acts for any account unless conditions
  /// hold it to one: services that pass roles, as EC2 and Lambda do, take roles of their own
  /// account only, so `deputies` of a role is a weaker finding than of a bucket.
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
  package static func ofRole(
    _ arn: String, trust: PolicyDocument, owner: ResourceOwner,
    settings: ExposureSettings = ExposureSettings()
  ) -> ExposureReport {
    let actions = [
      "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML",
    ]
    return AccessQuestion(
      policy: trust, scopes: [CapabilityScope(.assume, actions, on: [arn])], owner: owner,
      settings: settings, takesUnsigned: false, takesWebIdentities: true
    ).report()
  }

  /// Who outside can use a KMS key, by its policy and its grants. KMS takes no unsigned request.
  ///
  /// - Parameter grants: as ListGrants returns them.
  package static func ofKey(
    _ arn: String, policy: PolicyDocument, grants: [AWSObject] = [], owner: ResourceOwner,
    settings: ExposureSettings = ExposureSettings()
  ) -> ExposureReport {
    var report = AccessQuestion(
      policy: policy, scopes: KeyActions.scopes(arn), owner: owner, settings: settings,
      takesUnsigned: false
    ).report()
    for grant in grants {
      guard let id = grant["GrantId"]?.string,
        let account = (grant["GranteePrincipal"]?.string).flatMap(ARN.init)?.account,
        account != owner.account, !account.isEmpty
      else { continue }
      let operations = (grant["Operations"]?.list ?? []).compactMap(\.string)
      for capability in Set(operations.map(KeyActions.capability)).sorted() {
        report.add(.account(account), capability, Grant(origin: .keyGrant(id)))
      }
    }
    report.accesses = report.accesses.inOrder
    return report
  }

  /// Who outside can use any other resource by the policy on it: a topic, a secret, a function, a
  /// repository.
  ///
  /// The actions are those of the policy itself, one for each combination of its patterns.
  ///
  /// - Parameters:
  ///   - service: the prefix of its actions: `sns`.
  ///   - takesUnsigned: SNS and function URLs do, most services don't.
  package static func of(
    _ arn: String, service: String, policy: PolicyDocument, takesUnsigned: Bool,
    owner: ResourceOwner, settings: ExposureSettings = ExposureSettings()
  ) -> ExposureReport {
    let patterns = policy.statements.flatMap(\.actions.patterns).map {
      Glob($0.text, ignoresCase: true)
    }.uniqued
    let cells = GlobCells(of: patterns, within: [Glob("\(service):?*", ignoresCase: true)])
    let scope = CapabilityScope(.use, cells.values, on: [arn, "\(arn)/?*", "\(arn):?*"])
    var report = AccessQuestion(
      policy: policy, scopes: [scope], owner: owner, settings: settings,
      takesUnsigned: takesUnsigned
    ).report()
    if !cells.isComplete { report.undecided.append("the policy's actions are too many to tell") }
    return report
  }

  mutating func add(_ party: Party, _ capability: Capability, _ grant: Grant) {
    let index = accesses.firstIndex { $0.party == party && $0.capability == capability }
    if let index {
      accesses[index].grants.append(grant)
    } else {
      accesses.append(
        Access(
          party: party, capability: capability, grants: [grant], isPublic: party.isEveryone))
    }
  }
}

/// KMS's actions by what they lead to.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
enum KeyActions {
  static func scopes(_ arn: String) -> [CapabilityScope] {
    [
      CapabilityScope(.use, using.map { "kms:\($0)" }, on: [arn]),
      CapabilityScope(.inspect, inspecting.map { "kms:\($0)" }, on: [arn]),
      CapabilityScope(.administer, administering.map { "kms:\($0)" }, on: [arn]),
    ]
  }

  /// Of a grant's operation. Who may make grants may give himself the rest.
  static func capability(of operation: String) -> Capability {
    administering.contains(operation)
      ? .administer : inspecting.contains(operation) ? .inspect : .use
  }

  private static let using = [
    "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "ReEncryptFrom",
    "ReEncryptTo", "Sign", "Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret",
  ]

  private static let inspecting = [
    "DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "GetPublicKey", "ListGrants",
    "ListKeyPolicies", "ListResourceTags",
  ]

  private static let administering = [
    "PutKeyPolicy", "CreateGrant", "RevokeGrant", "RetireGrant", "ScheduleKeyDeletion",
    "CancelKeyDeletion", "DisableKey", "EnableKey", "EnableKeyRotation", "DisableKeyRotation",
    "UpdateKeyDescription", "ImportKeyMaterial", "DeleteImportedKeyMaterial", "TagResource",
    "UntagResource", "ReplicateKey", "UpdatePrimaryRegion",
  ]
}
