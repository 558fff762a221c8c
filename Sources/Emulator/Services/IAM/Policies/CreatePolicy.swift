import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
  enum CreatePolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "PolicyName", "Path", "PolicyDocument", "Description", "Tags.Key", "Tags.Value",
      ]
      let name: String
      let path: String
      let document: String
      let description: String?
      let tags: IAMTags

      init(_ members: Members) throws(AWSError) {
        name = members.string("PolicyName") ?? ""
        try IAMName.check(name, "policyName")
        path = members.string("Path") ?? "/"
        try IAMName.checkPath(path)
        document = members.string("PolicyDocument") ?? ""
        description = members.string("Description")
        tags = try IAMTags(members.objects("Tags") ?? [])
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [call.iamCreation("policy", input.path, input.name, input.tags)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try IAMDocument.checkManaged(input.document)
      let others = try call.iam.customerPolicies(call.account)
      if others.contains(where: { $0.name.lowercased() == input.name.lowercased() }) {
        throw IAMError.alreadyExists(
          "A policy called \(input.name) already exists. Duplicate names are not allowed.")
      }
      if others.count >= quota { throw IAMError.quota("PoliciesPerAccount", quota) }
      let policy = IAMStore.Policy(
        arn: call.iamARN("policy", input.path, input.name), name: input.name, path: input.path,
        id: call.world.uniqueID("ANPA"), description: input.description, created: call.iamDate,
        updated: call.iamDate, defaultVersion: 1, nextVersion: 2, tags: input.tags)
      try call.iam.insert(policy, call.account)
      try call.iam.insert(
        IAMStore.PolicyVersion(number: 1, document: input.document, created: call.iamDate),
        of: policy, call.account)
      var answer = try call.iam.answer(policy, call.account, isListed: true)
      answer.set("Tags", policy.tags.answerUnlessEmpty)
      return ["Policy": .object(answer)]
    }

    /// AWS's default, adjustable there.
    private static let quota = 1500
  }
}

extension IAMDocument {
  /// A managed policy: an identity policy of at most 6,144 characters.
  static func checkManaged(_ document: String) throws(AWSError) {
    try checkIdentity(document)
    if size(document) > 6144 { throw IAMError.quota("PolicySize", 6144) }
  }
}

extension IAMStore {
  /// As answers show a policy; lists leave description and tags out.
  func answer(_ policy: Policy, _ account: String, isListed: Bool = false) throws(AWSError)
    -> AWSObject
  {
    var answer: AWSObject = [
      "PolicyName": .string(policy.name), "PolicyId": .string(policy.id),
      "Arn": .string(policy.arn), "Path": .string(policy.path),
      "DefaultVersionId": .string("v\(policy.defaultVersion)"),
    ]
    answer["AttachmentCount"] = .integer(
      Int64(try attachmentCount(ofPolicy: policy.arn, account)))
    answer["PermissionsBoundaryUsageCount"] = .integer(
      Int64(try boundaries(policy.arn, account).count))
    answer["IsAttachable"] = true
    if !isListed { answer.set("Description", policy.description.map(AWSValue.string)) }
    answer["CreateDate"] = .timestamp(policy.created)
    answer["UpdateDate"] = .timestamp(policy.updated)
    if !isListed { answer["Tags"] = .list(policy.tags.answer) }
    return answer
  }
}
