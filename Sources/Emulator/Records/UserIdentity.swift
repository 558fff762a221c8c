import AWS

/// A record's userIdentity
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
enum UserIdentity {
  static func document(_ caller: Caller) -> AWSObject {
    switch caller.kind {
    case .anonymous:
      return ["type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"]
    case .service(let name): return ["type": "AWSService", "invokedBy": .string(name)]
    case .root: return named("Root", caller)
    case .user(let name):
      var identity = named("IAMUser", caller)
      identity["userName"] = .string(name)
      if let start = caller.sessionStart { identity["sessionContext"] = session(caller, start) }
      return identity
    case .assumedRole(let role, _):
      var identity = named("AssumedRole", caller)
      identity["sessionContext"] = issued("Role", role, caller)
      return identity
    case .federatedUser:
      var identity = named("FederatedUser", caller)
      let isUser = caller.sessionIssuerARN?.contains(":user/") ?? false
      let name = caller.sessionIssuerARN?.split(separator: "/").last.map(String.init) ?? ""
      identity["sessionContext"] = issued(
        isUser ? "IAMUser" : "Root", isUser ? name : nil, caller)
      return identity
    }
  }

  /// A session that something else issued: a role, or a user for a federated one.
  private static func issued(_ type: String, _ name: String?, _ caller: Caller) -> AWSValue {
    var issuer: AWSObject = [
      "type": .string(type), "principalId": .string(caller.sessionIssuerID ?? issuerID(caller)),
      "arn": .string(caller.sessionIssuerARN ?? ""), "accountId": .string(caller.account),
    ]
    issuer.set("userName", name.map(AWSValue.string))
    var context: AWSObject = [
      "sessionIssuer": .object(issuer), "webIdFederationData": [:],
      "attributes": attributes(caller, caller.sessionStart ?? Timestamp(seconds: 0)),
    ]
    context.set("sourceIdentity", caller.sourceIdentity.map(AWSValue.string))
    return .object(context)
  }

  /// What the owner of a resource in another account gets to see.
  static func foreign(_ caller: Caller) -> AWSObject {
    guard caller.kind != .anonymous else { return document(caller) }
    return [
      "type": "AWSAccount", "principalId": .string(caller.principalID),
      "accountId": .string(caller.account),
    ]
  }

  /// What LookupEvents calls the user name.
  static func userName(_ caller: Caller) -> String? {
    switch caller.kind {
    case .anonymous: nil
    case .root: "root"
    case .user(let name): name
    case .assumedRole(_, let session): session
    case .federatedUser(let name): name
    case .service(let name): name
    }
  }

  private static func named(_ type: String, _ caller: Caller) -> AWSObject {
    var identity: AWSObject = [
      "type": .string(type), "principalId": .string(caller.principalID),
      "arn": .string(caller.arn), "accountId": .string(caller.account),
    ]
    if !caller.accessKeyID.isEmpty { identity["accessKeyId"] = .string(caller.accessKeyID) }
    return identity
  }

  private static func session(_ caller: Caller, _ start: Timestamp) -> AWSValue {
    ["sessionIssuer": [:], "webIdFederationData": [:], "attributes": attributes(caller, start)]
  }

  private static func attributes(_ caller: Caller, _ start: Timestamp) -> AWSValue {
    [
      "creationDate": .string(Timestamp(seconds: start.seconds).iso8601),
      "mfaAuthenticated": .string(caller.hasMFA ? "true" : "false"),
    ]
  }

  /// `AROA...` of `AROA...:session`.
  private static func issuerID(_ caller: Caller) -> String {
    caller.principalID.split(separator: ":").first.map(String.init) ?? ""
  }
}
