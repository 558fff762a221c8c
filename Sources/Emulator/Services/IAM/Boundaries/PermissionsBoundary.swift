import AWS

/// For PutUserPermissionsBoundary and PutRolePermissionsBoundary.
struct BoundaryInput<Entity: IAMEntity>: OperationInput, StatesAccess {
  static var members: [String] { [Entity.kind.nameMember, "PermissionsBoundary"] }
  let name: String
  let boundary: String

  init(_ members: Members) throws(AWSError) {
    name = try EntityInput<Entity>(members).name
    boundary = members.string("PermissionsBoundary") ?? ""
    try IAMName.checkPolicyARN(boundary)
  }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name, keys: ["iam:PermissionsBoundary": [boundary]])]
  }

  func put(_ call: Call) throws(AWSError) -> AWSObject {
    try call.mustBeChangeable(Entity.kind, name)
    try call.checkBoundary(boundary)
    try call.iam.setBoundary(boundary, of: Entity.kind, name, call.account)
    return [:]
  }
}

extension EntityInput {
  /// Takes the boundary away; one that has none can't lose it.
  func deleteBoundary(_ call: Call) throws(AWSError) -> AWSObject {
    try call.mustBeChangeable(Entity.kind, name)
    guard try call.iam.accessEntity(Entity.kind, name, call.account)?.boundary != nil else {
      throw IAMError.noSuchEntity(
        "The \(Entity.kind.rawValue) with name \(name) has no permissions boundary.")
    }
    try call.iam.setBoundary(nil, of: Entity.kind, name, call.account)
    return [:]
  }
}

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html
  enum PutUserPermissionsBoundary: OperationHandler {
    static func perform(_ input: BoundaryInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.put(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
  enum PutRolePermissionsBoundary: OperationHandler {
    static func perform(_ input: BoundaryInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.put(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html
  enum DeleteUserPermissionsBoundary: OperationHandler {
    static func perform(_ input: EntityInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.deleteBoundary(call) }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html
  enum DeleteRolePermissionsBoundary: OperationHandler {
    static func perform(_ input: EntityInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.deleteBoundary(call) }
  }
}

extension IAMStore {
  /// Only users and roles have boundaries.
  func setBoundary(_ arn: String?, of kind: EntityKind, _ name: String, _ account: String)
    throws(AWSError)
  {
    precondition(kind != .group, "a group has no permissions boundary")
    try database.run(
      "UPDATE iam_\(kind.rawValue) SET boundary = ? WHERE account = ? AND name = ?",
      SQLValue(arn), .text(account), .text(name))
  }
}
