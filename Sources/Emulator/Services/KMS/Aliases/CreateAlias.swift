import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
  enum CreateAlias: OperationHandler {
    static func perform(_ input: AliasInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      try AliasName.check(input.alias)
      try call.authoriseAlias(input.alias)
      let key = try call.key(input.key)
      try key.requireLasting()
      if let alias = try call.keys.alias(input.alias, in: call.scope, at: call.now) {
        throw AWSError(
          "AlreadyExistsException", "An alias with the name \(alias.arn) already exists")
      }
      if try call.keys.aliases(ofKey: key.arn).count >= AliasName.limit {
        throw KMSError.limit("The key has \(AliasName.limit) aliases already.")
      }
      let alias = KMSAlias(input.alias, call.scope, key: key.arn, at: call.now)
      try call.keys.put(alias)
      call.note(alias, key)
      return [:]
    }
  }
}

/// For an operation that points an alias at a key.
struct AliasInput: OperationInput {
  static let members = ["AliasName", "TargetKeyId"]
  let alias: String
  let key: String

  init(_ members: Members) throws(AWSError) {
    alias = members.string("AliasName") ?? ""
    key = members.string("TargetKeyId") ?? ""
  }
}

enum AliasName {
  /// https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  static let limit = 50

  static func check(_ name: String) throws(AWSError) {
    guard name.hasPrefix("alias/"), name.utf8.count > "alias/".utf8.count else {
      throw KMSError.validation(
        "Alias must start with the prefix \"alias/\". Please see "
          + "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html")
    }
    if name.hasPrefix("alias/aws/") { throw AWSError("NotAuthorizedException", "") }
    let isPlain = name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || [45, 47, 95].contains(byte)
    }
    guard isPlain else {
      throw KMSError.validation(
        "1 validation error detected: Value '\(name)' at 'aliasName' failed to satisfy "
          + "constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$")
    }
  }
}

extension Call {
  /// The alias's own part of the permission; the key's is asked with the key.
  func authoriseAlias(_ name: String) throws(AWSError) {
    var check = AccessCheck(ownAction, on: KMSAlias.arn(name, scope), owner: account)
    check.context["kms:CallerAccount"] = [caller.account]
    try authorise(check)
  }

  mutating func note(_ alias: KMSAlias, _ key: KMSKey) {
    note(key)
    record.resources.append(
      ["accountId": .string(alias.account), "type": "AWS::KMS::Alias", "ARN": .string(alias.arn)])
  }
}
