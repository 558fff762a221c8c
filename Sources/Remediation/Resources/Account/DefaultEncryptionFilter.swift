import AWS
import Documents

/// `default-ebs-encryption`: whether new volumes of the region are encrypted, and with which key.
struct DefaultEncryptionFilter: ResourceFilter {
  let position: SourcePosition
  let state: Bool
  /// Asked of the key, where encryption is on and is to be.
  let key: ValueFilter?
  /// Whether the key is given by its alias alone.
  var isAlias = false

  var hydrations: [Hydration] {
    [.defaultEncryption] + (state && key != nil ? [.defaultEncryptionKey] : [])
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard document[AccountMember.defaultEncryption] == .bool(state) else { return false }
    guard state, let key else { return true }
    guard let found = document[AccountMember.defaultKey]?["key"]?.object else {
      // What doesn't exist matches `absent`; without a `value` the dialect has no answer.
      guard case .fixed(let wanted) = key.comparison.source, !isAlias
      else { throw FilterProblem("the default key of volumes doesn't exist") }
      if case .value("absent") = wanted { return true }
      return false
    }
    return try key.matches(found, run.context)
  }
}

extension Hydration {
  /// The default key's description with its aliases, of which the first is its `c7n:AliasName`.
  static let defaultEncryptionKey = Hydration(AccountMember.defaultKey) { document, setting in
    guard document[AccountMember.defaultEncryption]?.bool == true else { return nil }
    let known = document[AccountMember.defaultKey]?.object
    func call(_ service: String, _ operation: String, _ input: AWSObject) -> APICall {
      APICall(service: service, operation: operation, input: input, scope: setting.scope)
    }
    guard let known else {
      return ReadCall(call("ec2", "GetEbsDefaultKmsKeyId", [:])) { document, pages in
        document[AccountMember.defaultKey] = ["id": pages?.first?["KmsKeyId"] ?? .null]
      }
    }
    guard let aliases = known["aliases"]?.list else {
      let pages = ReadCall.Pagination(inputMember: "Marker", outputMember: "NextMarker")
      return ReadCall(call("kms", "ListAliases", [:]), pagination: pages) { document, pages in
        var more = known
        more["aliases"] = .list((pages ?? []).items("Aliases").map { .object($0) })
        document[AccountMember.defaultKey] = .object(more)
      }
    }
    guard known["key"] == nil else { return nil }
    let id = keyID(known["id"]?.string ?? "", aliases)
    return ReadCall(
      call("kms", "DescribeKey", ["KeyId": .string(id)]), absentCodes: ["NotFoundException"]
    ) { document, pages in
      var more = known
      more["key"] = .null
      // What answers to another name than it was asked by counts as another key.
      if var key = pages?.first?["KeyMetadata"]?.object, key["KeyId"]?.string == id {
        let names = aliases.filter { $0["TargetKeyId"] == key["KeyId"] }
          .compactMap { $0["AliasName"] }
        if !names.isEmpty { key["AliasNames"] = .list(names) }
        key["c7n:AliasName"] = names.first ?? ""
        more["key"] = .object(key)
      }
      document[AccountMember.defaultKey] = .object(more)
    }
  }

  /// A key's own id, whether it is named by its ARN, by an alias or by an alias's ARN.
  private static func keyID(_ named: String, _ aliases: [AWSValue]) -> String {
    var name = named
    if name.hasPrefix("arn:") {
      let separator: Character = name.contains("alias/") ? ":" : "/"
      name = name.split(separator: separator).last.map(String.init) ?? name
    }
    guard name.hasPrefix("alias/") else { return name }
    let alias = aliases.last { $0["AliasName"]?.string == name && $0["TargetKeyId"] != nil }
    return alias?["TargetKeyId"]?.string ?? name
  }
}
