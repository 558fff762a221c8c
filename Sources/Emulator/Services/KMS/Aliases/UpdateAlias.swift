import AWS

extension KMSService {
  /// Needs leave for the alias and for both keys, the one it named before and the new one, which
  /// must be of the same kind.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
  enum UpdateAlias: OperationHandler {
    static func perform(_ input: AliasInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      try AliasName.check(input.alias)
      try call.authoriseAlias(input.alias)
      guard var alias = try call.keys.alias(input.alias, in: call.scope, at: call.now) else {
        throw KMSError.noAlias(KMSAlias.arn(input.alias, call.scope))
      }
      let former = try call.key(alias.key)
      let key = try call.key(input.key)
      try key.requireLasting()
      guard former.spec == key.spec, former.usage == key.usage else {
        throw KMSError.validation(
          "Alias \(alias.arn) can't be changed to a key of another type or usage.")
      }
      alias.key = key.arn
      alias.updated = call.now
      try call.keys.put(alias)
      call.note(alias, key)
      return [:]
    }
  }
}
