import AWS

extension KMSService {
  /// Material that KMS makes itself, in one region.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
  enum CreateKey: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "Policy", "Description", "KeyUsage", "CustomerMasterKeySpec", "KeySpec", "Origin",
        "BypassPolicyLockoutSafetyCheck", "Tags.TagKey", "Tags.TagValue", "MultiRegion",
      ]
      let policy: String?
      let description: String
      let usage: String?
      let spec: String
      let bypasses: Bool
      let tags: [AWSObject]

      init(_ members: Members) throws(AWSError) {
        policy = members.string("Policy")
        description = members.string("Description") ?? ""
        usage = members.string("KeyUsage")
        let (old, new) = (members.string("CustomerMasterKeySpec"), members.string("KeySpec"))
        if let old, let new, old != new {
          throw KMSError.validation(
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. "
              + "CustomerMasterKeySpec is deprecated.")
        }
        spec = new ?? old ?? KeySpec.symmetric
        bypasses = members.bool("BypassPolicyLockoutSafetyCheck") ?? false
        tags = members.objects("Tags") ?? []
        if let origin = members.string("Origin"), origin != "AWS_KMS" {
          throw KeyForm.unserved("keys of the origin `\(origin)`")
        }
        if members.bool("MultiRegion") == true {
          throw KeyForm.unserved("multi-region keys")
        }
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      var keys = AccessCheck.requestTags(KMSTags.pairs(input.tags))
      keys["kms:CallerAccount"] = [call.caller.account]
      keys["kms:KeySpec"] = [input.spec]
      keys["kms:KeyUsage"] = [try KeyForm.usage(input)]
      keys["kms:KeyOrigin"] = ["AWS_KMS"]
      keys["kms:MultiRegion"] = ["false"]
      keys["kms:BypassPolicyLockoutSafetyCheck"] = [input.bypasses ? "true" : "false"]
      let create = AccessCheck("kms:CreateKey", context: keys)
      if input.tags.isEmpty { return [create] }
      let anyKey = KMSAlias.arn("key/*", call.scope)
      return [create, AccessCheck("kms:TagResource", on: anyKey, context: keys)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let usage = try KeyForm.usage(input)
      let material =
        input.spec == KeySpec.symmetric ? call.world.secret(AESGCM.keySize) : []
      var key = KMSKey(
        call.world.uuid(), call.scope, policyText: input.policy ?? KeyPolicy.standard(call.scope),
        description: input.description, spec: input.spec, usage: usage, material: material,
        at: call.now)
      if let policy = input.policy {
        try call.checkKeyPolicy(policy, of: key, bypassesLockoutCheck: input.bypasses)
      }
      try KMSTags.set(input.tags, on: &key)
      try call.keys.put(key)
      call.record.resources = [
        ["accountId": .string(key.account), "type": "AWS::KMS::Key", "ARN": .string(key.arn)]
      ]
      return ["KeyMetadata": .object(key.metadata)]
    }
  }
}

/// What a request says of a new key.
private enum KeyForm {
  static func unserved(_ what: String) -> AWSError {
    AWSError("UnsupportedOperationException", "stormdrill does not serve \(what)")
  }

  static func usage(_ input: KMSService.CreateKey.Input) throws(AWSError) -> String {
    let usages = KeySpec.usages(of: input.spec)
    guard let usage = input.usage ?? usages.usual else {
      throw KMSError.validation(
        "You must specify a KeyUsage value for all KMS keys except for symmetric encryption "
          + "keys.")
    }
    guard usages.allowed.contains(usage) else {
      throw KMSError.validation("KeyUsage \(usage) is not compatible with KeySpec \(input.spec)")
    }
    return usage
  }
}

extension World {
  /// Bytes for keys and nonces, from the world's seed: they protect nothing real.
  func secret(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }
}
