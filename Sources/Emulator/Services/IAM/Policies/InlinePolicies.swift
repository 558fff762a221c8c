import AWS

/// For PutUserPolicy, PutRolePolicy and PutGroupPolicy.
struct PutInlineInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember, "PolicyName", "PolicyDocument"] }
  let name: String
  let policy: IAMStore.AppliedPolicy

  init(_ members: Members) throws(AWSError) {
    name = try EntityInput<Entity>(members).name
    policy = IAMStore.AppliedPolicy(
      name: try InlineInput<Entity>.policyName(members),
      document: members.string("PolicyDocument") ?? "")
  }

  func put(_ call: Call) throws(AWSError) -> AWSObject {
    try call.mustBeChangeable(Entity.kind, name)
    try IAMDocument.checkIdentity(policy.document)
    try call.iam.putInlinePolicy(policy, of: Entity.kind, name, call.account)
    return [:]
  }
}

/// For the operations that name one inline policy.
struct InlineInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember, "PolicyName"] }
  let name: String
  let policy: String

  init(_ members: Members) throws(AWSError) {
    name = try EntityInput<Entity>(members).name
    policy = try Self.policyName(members)
  }

  static func policyName(_ members: Members) throws(AWSError) -> String {
    let name = members.string("PolicyName") ?? ""
    try IAMName.check(name, "policyName")
    return name
  }

  func get(_ call: Call) throws(AWSError) -> AWSObject {
    try call.iam.mustExist(Entity.kind, name, call.account)
    let policy = try call.iam.inlinePolicy(policy, of: Entity.kind, name, call.account)
    return [
      Entity.kind.nameMember: .string(name), "PolicyName": .string(policy.name),
      "PolicyDocument": .string(IAMDocument.encoded(policy.document)),
    ]
  }

  func delete(_ call: Call) throws(AWSError) -> AWSObject {
    try call.mustBeChangeable(Entity.kind, name)
    try call.iam.deleteInlinePolicy(policy, of: Entity.kind, name, call.account)
    return [:]
  }
}

extension EntityPageInput {
  func listInline(_ call: Call) throws(AWSError) -> AWSObject {
    try call.iam.mustExist(Entity.kind, name, call.account)
    return page.answer(
      "PolicyNames", try call.iam.inlinePolicies(of: Entity.kind, name, call.account)
    ) {
      $0.name
    } value: {
      .string($0.name)
    }
  }
}

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html
  enum PutUserPolicy: OperationHandler {
    static func perform(_ input: PutInlineInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.put(call) }
  }

  enum PutRolePolicy: OperationHandler {
    static func perform(_ input: PutInlineInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.put(call) }
  }

  enum PutGroupPolicy: OperationHandler {
    static func perform(_ input: PutInlineInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.put(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
  enum GetUserPolicy: OperationHandler {
    static func perform(_ input: InlineInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.get(call) }
  }

  enum GetRolePolicy: OperationHandler {
    static func perform(_ input: InlineInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.get(call) }
  }

  enum GetGroupPolicy: OperationHandler {
    static func perform(_ input: InlineInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.get(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html
  enum DeleteUserPolicy: OperationHandler {
    static func perform(_ input: InlineInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.delete(call) }
  }

  enum DeleteRolePolicy: OperationHandler {
    static func perform(_ input: InlineInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.delete(call) }
  }

  enum DeleteGroupPolicy: OperationHandler {
    static func perform(_ input: InlineInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.delete(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
  enum ListUserPolicies: OperationHandler {
    static func perform(_ input: EntityPageInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.listInline(call) }
  }

  enum ListRolePolicies: OperationHandler {
    static func perform(_ input: EntityPageInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.listInline(call) }
  }

  enum ListGroupPolicies: OperationHandler {
    static func perform(_ input: EntityPageInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.listInline(call) }
  }
}
