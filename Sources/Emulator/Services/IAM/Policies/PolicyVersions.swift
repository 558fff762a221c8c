import AWS

extension IAMService {
  /// At most five versions are kept.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
  enum CreatePolicyVersion: OperationHandler {
    struct Input: OperationInput {
      static let members = ["PolicyArn", "PolicyDocument", "SetAsDefault"]
      let arn: String
      let document: String
      let isDefault: Bool

      init(_ members: Members) throws(AWSError) {
        arn = try PolicyInput(members).arn
        document = members.string("PolicyDocument") ?? ""
        isDefault = members.bool("SetAsDefault") ?? false
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(policy: input.arn)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var policy = try call.iam.changeablePolicy(input.arn, call.account)
      try IAMDocument.checkManaged(input.document)
      if try call.iam.versions(of: policy, call.account).count >= quota {
        throw IAMError.limitExceeded(
          "A managed policy can have up to \(quota) versions. Before you create a new version, you "
            + "must delete an existing version.")
      }
      let version = IAMStore.PolicyVersion(
        number: policy.nextVersion, document: input.document, created: call.iamDate)
      try call.iam.insert(version, of: policy, call.account)
      policy.nextVersion += 1
      policy.updated = call.iamDate
      if input.isDefault { policy.defaultVersion = version.number }
      try call.iam.update(policy, call.account)
      let answer = version.answer(ofDefault: policy.defaultVersion, withDocument: false)
      return ["PolicyVersion": .object(answer)]
    }

    private static let quota = 5
  }

  struct PolicyVersionInput: OperationInput {
    static let members = ["PolicyArn", "VersionId"]
    let arn: String
    let id: String
    /// nil for an id that no version can have.
    let number: Int?

    init(_ members: Members) throws(AWSError) {
      arn = try PolicyInput(members).arn
      id = members.string("VersionId") ?? ""
      let digits = id.dropFirst()
      let isSound =
        id.hasPrefix("v") && digits.first != "0" && !digits.isEmpty
        && digits.utf8.allSatisfy { (48...57).contains($0) }
      guard isSound else {
        throw IAMError.constraint(
          id, "versionId",
          #"satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"#)
      }
      number = Int(digits)
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
  enum GetPolicyVersion: OperationHandler {
    static func perform(_ input: PolicyVersionInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let policy = try call.iam.existingPolicy(input.arn, call.account)
      let version = try call.existingVersion(input, of: policy)
      let answer = version.answer(ofDefault: policy.defaultVersion, withDocument: true)
      return ["PolicyVersion": .object(answer)]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
  enum ListPolicyVersions: OperationHandler {
    static func perform(_ input: PolicyPageInput, _ call: inout Call) throws(AWSError) -> AWSObject
    {
      let policy = try call.iam.existingPolicy(input.arn, call.account)
      // Newest first: the key counts down.
      return input.page.answer("Versions", try call.iam.versions(of: policy, call.account)) {
        String(1_000_000_000 - $0.number)
      } value: {
        .object($0.answer(ofDefault: policy.defaultVersion, withDocument: false))
      }
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
  enum SetDefaultPolicyVersion: OperationHandler {
    static func perform(_ input: PolicyVersionInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      var policy = try call.iam.changeablePolicy(input.arn, call.account)
      policy.defaultVersion = try call.existingVersion(input, of: policy).number
      policy.updated = call.iamDate
      try call.iam.update(policy, call.account)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html
  enum DeletePolicyVersion: OperationHandler {
    static func perform(_ input: PolicyVersionInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      var policy = try call.iam.changeablePolicy(input.arn, call.account)
      let version = try call.existingVersion(input, of: policy)
      if version.number == policy.defaultVersion {
        throw IAMError.deleteConflict("Cannot delete the default version of a policy.")
      }
      try call.iam.deleteVersion(version.number, of: policy, call.account)
      policy.updated = call.iamDate
      try call.iam.update(policy, call.account)
      return [:]
    }
  }
}

extension Call {
  fileprivate func existingVersion(
    _ input: IAMService.PolicyVersionInput, of policy: IAMStore.Policy
  ) throws(AWSError) -> IAMStore.PolicyVersion {
    if let number = input.number, let version = try iam.version(number, of: policy, account) {
      return version
    }
    throw IAMError.noSuchEntity(
      "Policy \(input.arn) version \(input.id) does not exist or is not attachable.")
  }
}
