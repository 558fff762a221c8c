import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
  enum UpdateRole: OperationHandler {
    struct Input: OperationInput {
      static let members = ["RoleName", "Description", "MaxSessionDuration"]
      let name: String
      let description: String?
      let maxSession: Duration?

      init(_ members: Members) throws(AWSError) {
        name = try EntityInput<OfRole>(members).name
        description = members.string("Description")
        maxSession = members.integer("MaxSessionDuration").map { .seconds($0) }
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(.role, input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var role = try call.iam.existingRole(input.name, call.account)
      role.description = input.description ?? role.description
      role.maxSession = input.maxSession ?? role.maxSession
      try call.iam.update(role, call.account)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
  enum UpdateAssumeRolePolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = ["RoleName", "PolicyDocument"]
      let name: String
      let document: String

      init(_ members: Members) throws(AWSError) {
        name = try EntityInput<OfRole>(members).name
        document = members.string("PolicyDocument") ?? ""
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(.role, input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try call.mustBeChangeable(.role, input.name)
      var role = try call.iam.existingRole(input.name, call.account)
      try call.checkTrust(input.document)
      role.trustPolicy = input.document
      try call.iam.update(role, call.account)
      return [:]
    }
  }
}
