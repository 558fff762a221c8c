import AWS

/// For the operations that attach a managed policy to, or detach it from, a user, role or group.
struct AttachmentInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember, "PolicyArn"] }
  let name: String
  let arn: String

  init(_ members: Members) throws(AWSError) {
    name = try EntityInput<Entity>(members).name
    arn = try IAMService.PolicyInput(members).arn
  }

  func attach(_ call: Call) throws(AWSError) -> AWSObject {
    try call.mustBeChangeable(Entity.kind, name)
    try call.iam.attach(arn, to: Entity.kind, name, call.account)
    return [:]
  }

  func detach(_ call: Call) throws(AWSError) -> AWSObject {
    try call.mustBeChangeable(Entity.kind, name)
    try call.iam.detach(arn, from: Entity.kind, name, call.account)
    return [:]
  }
}

/// For the lists of the managed policies of a user, role or group.
struct AttachedPageInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember, "PathPrefix"] + IAMPage.members }
  let name: String
  let pathPrefix: String
  let page: IAMPage

  init(_ members: Members) throws(AWSError) {
    name = try EntityInput<Entity>(members).name
    pathPrefix = members.string("PathPrefix") ?? "/"
    try IAMName.checkPathPrefix(pathPrefix)
    page = try IAMPage(members)
  }

  func list(_ call: Call) throws(AWSError) -> AWSObject {
    try call.iam.mustExist(Entity.kind, name, call.account)
    let policies = try call.iam.attachedPolicies(of: Entity.kind, name, call.account)
      .filter { $0.path.hasPrefix(pathPrefix) }
    return page.answer("AttachedPolicies", policies) {
      "\($0.name) \($0.arn)"
    } value: {
      ["PolicyName": .string($0.name), "PolicyArn": .string($0.arn)]
    }
  }
}

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html
  enum AttachUserPolicy: OperationHandler {
    static func perform(_ input: AttachmentInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.attach(call) }
  }

  enum AttachRolePolicy: OperationHandler {
    static func perform(_ input: AttachmentInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.attach(call) }
  }

  enum AttachGroupPolicy: OperationHandler {
    static func perform(_ input: AttachmentInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.attach(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html
  enum DetachUserPolicy: OperationHandler {
    static func perform(_ input: AttachmentInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.detach(call) }
  }

  enum DetachRolePolicy: OperationHandler {
    static func perform(_ input: AttachmentInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.detach(call) }
  }

  enum DetachGroupPolicy: OperationHandler {
    static func perform(_ input: AttachmentInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.detach(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html
  enum ListAttachedUserPolicies: OperationHandler {
    static func perform(_ input: AttachedPageInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.list(call) }
  }

  enum ListAttachedRolePolicies: OperationHandler {
    static func perform(_ input: AttachedPageInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.list(call) }
  }

  enum ListAttachedGroupPolicies: OperationHandler {
    static func perform(_ input: AttachedPageInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.list(call) }
  }
}
