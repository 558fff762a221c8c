import AWS
import PolicyLanguage

extension Call {
  var keys: KMSStore { KMSStore(database) }

  /// Finds the key that a request names and asks its policy together with the caller's.
  ///
  /// - Parameters:
  ///   - takesAlias: whether a name may stand for the key: the operations that use keys.
  ///   - isShareable: whether a policy can let another account do it at all.
  ///   - context: the operation's own condition keys.
  mutating func key(
    _ text: String, takesAlias: Bool = false, isShareable: Bool = false,
    context: [String: [String]] = [:]
  ) throws(AWSError) -> KMSKey {
    let named = try named(text, takesAlias: takesAlias)
    let owner = ARN(named.arn)?.account ?? account
    record.resources = [
      ["accountId": .string(owner), "type": "AWS::KMS::Key", "ARN": .string(named.arn)]
    ]
    if owner != caller.account { record.sharedWith = [owner] }
    let key = try keys.key(arn: named.arn, at: now)
    let check = try check(key, named.arn, owner, context, alias: named.alias)
    if owner != caller.account, key == nil || !isShareable {
      throw refusal(check, .implicitDeny(.resource))
    }
    try authorise(check)
    guard let key else { throw KMSError.noKey(named.arn) }
    return key
  }

  /// A key of one's own, by id or ARN, of which no policy is asked.
  func ownKey(_ text: String) throws(AWSError) -> KMSKey {
    let arn = try named(text, takesAlias: false).arn
    guard ARN(arn)?.account == account, let key = try keys.key(arn: arn, at: now) else {
      throw KMSError.noKey(arn)
    }
    return key
  }

  /// Where there is no key, the caller's own policies decide whether he may learn of it.
  private func check(
    _ key: KMSKey?, _ arn: String, _ owner: String, _ context: [String: [String]], alias: String?
  ) throws(AWSError) -> AccessCheck {
    var keys = context
    keys["kms:CallerAccount"] = [caller.account]
    keys["kms:RequestAlias"] = alias.map { [$0] }
    var check = AccessCheck(ownAction, on: arn, context: keys, owner: owner)
    if let key {
      let aliases = try self.keys.aliases(ofKey: arn).map(\.name)
      check.context.merge(key.context(aliases)) { given, _ in given }
      check.resourcePolicy = .init(
        world.policy(key.policyText), name: "key policy of \(arn)", mustAllow: true)
    }
    return check
  }

  /// The ARN that an id, an ARN, an alias or an alias's ARN stands for.
  private func named(_ text: String, takesAlias: Bool) throws(AWSError)
    -> (arn: String, alias: String?)
  {
    var owner = scope
    var name = text
    if text.hasPrefix("arn:") {
      guard let arn = ARN(text), arn.service == "kms", arn.partition == scope.partition else {
        throw KMSError.invalidARN(text)
      }
      guard arn.region == region else { throw KMSError.invalidARN(arn.region) }
      owner = Scope(partition: arn.partition, account: arn.account, region: arn.region)
      name = arn.resource
    } else if !text.hasPrefix("alias/") {
      name = "key/\(text)"
    }
    if name.hasPrefix("alias/") {
      guard takesAlias else { throw KMSError.invalidKeyID(text) }
      guard let alias = try keys.alias(name, in: owner, at: now) else {
        throw KMSError.noAlias(KMSAlias.arn(name, owner))
      }
      return (alias.key, name)
    }
    guard name.hasPrefix("key/"), Self.isKeyID(name.dropFirst("key/".count)) else {
      throw KMSError.invalidKeyID(text)
    }
    return (KMSAlias.arn(name, owner), nil)
  }

  /// A UUID, or the form of multi-region keys.
  private static func isKeyID(_ text: Substring) -> Bool {
    if text.hasPrefix("mrk-") { return text.utf8.count == 36 }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isHex = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (97...102).contains(byte) || byte == 45
    }
    return isHex && parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
  }

  /// AWS names the changed key in the record of an operation that answers nothing.
  mutating func note(_ key: KMSKey) { record.responseElements = ["keyId": .string(key.arn)] }
}

extension KMSKey {
  /// Throws for a key that can't be changed any more.
  func requireLasting() throws(AWSError) {
    if isPendingDeletion { throw KMSError.pendingDeletion(arn) }
  }

  /// Throws for a key that can't encrypt now.
  func requireUsable() throws(AWSError) {
    try requireLasting()
    if !isEnabled { throw KMSError.disabled(arn) }
  }
}

/// For an operation that takes a key's id and nothing else.
struct KeyInput: OperationInput {
  static let members = ["KeyId"]
  let key: String

  init(_ members: Members) throws(AWSError) { key = members.string("KeyId") ?? "" }
}

/// The pages of KMS's lists: the marker is the last one shown.
struct KMSPage {
  let after: String
  let limit: Int

  init(_ members: Members, usual: Int) throws(AWSError) {
    limit = members.integer("Limit") ?? usual
    guard let marker = members.string("Marker") else {
      after = ""
      return
    }
    guard let bytes = Base64.decode(marker), !bytes.isEmpty else { throw KMSError.invalidMarker }
    after = String(decoding: bytes, as: UTF8.self)
  }

  /// - Parameter found: up to one more than the page holds.
  func output<Item>(
    _ key: String, _ found: [Item], name: (Item) -> String, _ value: (Item) -> AWSValue
  ) -> AWSObject {
    let page = found.prefix(limit)
    var output: AWSObject = [key: .list(page.map(value))]
    let isTruncated = found.count > limit
    if isTruncated, let last = page.last {
      output["NextMarker"] = .string(Base64.encode(Array(name(last).utf8)))
    }
    output["Truncated"] = .bool(isTruncated)
    return output
  }
}
