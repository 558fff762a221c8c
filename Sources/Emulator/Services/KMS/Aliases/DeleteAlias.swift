import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html
  enum DeleteAlias: OperationHandler {
    struct Input: OperationInput {
      static let members = ["AliasName"]
      let alias: String

      init(_ members: Members) throws(AWSError) { alias = members.string("AliasName") ?? "" }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try AliasName.check(input.alias)
      try call.authoriseAlias(input.alias)
      guard let alias = try call.keys.alias(input.alias, in: call.scope, at: call.now) else {
        throw KMSError.noAlias(KMSAlias.arn(input.alias, call.scope))
      }
      let key = try call.key(alias.key)
      try call.keys.delete(alias)
      call.note(alias, key)
      return [:]
    }
  }
}
