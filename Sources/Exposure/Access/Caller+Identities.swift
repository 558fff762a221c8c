import AWS
import PolicyLanguage

/// Somebody in particular, with the condition keys that follow from who he is.
struct Identity {
  var principal: Principal
  var context: [String: [String]]
}

extension Caller {
  /// Keys that an identity settles.
  static let identityKeys: Set<String> = [
    "aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:userid",
    "aws:username", "aws:principalisawsservice", "aws:principalservicename",
    "aws:principalservicenameslist", "kms:calleraccount",
  ]

  /// The callers worth trying: of each kind, with each name and ID that the policies tell apart.
  func identities(_ vocabulary: Vocabulary, _ isComplete: inout Bool) -> [Identity] {
    switch kind {
    case .anonymous:
      return [
        Identity(
          principal: .anonymous,
          context: [
            "aws:principaltype": ["Anonymous"], "aws:principalaccount": ["anonymous"],
            "aws:userid": ["anonymous"],
          ])
      ]
    case .canonicalUser(let id):
      let account = accounts.first ?? Strangers.usual
      var identity = root(account)
      identity.principal.canonicalUserID = id
      return [identity]
    case .service(let names, _, _):
      return names.map { name in
        Identity(
          principal: .service(name),
          context: [
            "aws:principalisawsservice": ["true"], "aws:principalservicename": [name],
            "aws:principalservicenameslist": [name],
          ])
      }
    case .federated(let provider):
      let principal = Principal(kind: .federated, account: "", arn: provider)
      return [Identity(principal: principal, context: ["aws:principalisawsservice": ["false"]])]
    case .signed(let accounts, _, let named):
      return named.compactMap(identity(named:))
        + accounts.flatMap { account in
          [root(account)] + users(account, vocabulary, &isComplete)
            + roles(account, vocabulary, &isComplete)
        }
    }
  }

  private func root(_ account: String) -> Identity {
    identity(
      Principal(
        kind: .root, account: account, arn: "arn:\(owner.partition):iam::\(account):root",
        userID: account), type: "Account")
  }

  private func users(_ account: String, _ vocabulary: Vocabulary, _ isComplete: inout Bool)
    -> [Identity]
  {
    var names = vocabulary.candidates("aws:username", .shaped("?*", optional: false))
    let base = "arn:\(owner.partition):iam::\(account):user/"
    let arns = vocabulary.candidates(
      "aws:principalarn", .shaped("\(base)?*", optional: false),
      variables: ["aws:principalaccount": account])
    if !names.isComplete || !arns.isComplete { isComplete = false }
    names.values.append([Vocabulary.shared])
    let all = arns.values + names.values.map { name in name.map { ["\(base)\($0[0])"] } }
    return all.compactMap { $0?.first }.uniqued.map { user(account, $0) }
  }

  private func user(_ account: String, _ arn: String) -> Identity {
    identity(
      Principal(kind: .user, account: account, arn: arn, userID: Strangers.userID), type: "User")
  }

  private func roles(_ account: String, _ vocabulary: Vocabulary, _ isComplete: inout Bool)
    -> [Identity]
  {
    let base = "arn:\(owner.partition):iam::\(account):role/"
    let arns = vocabulary.candidates(
      "aws:principalarn", .shaped("\(base)?*", optional: false),
      variables: ["aws:principalaccount": account])
    let ids = vocabulary.candidates(
      "aws:userid", .shaped("\(Strangers.roleID):?*", optional: false))
    if !arns.isComplete || !ids.isComplete { isComplete = false }
    let usualID = "\(Strangers.roleID):\(Vocabulary.shared)"
    let allIDs = (ids.values.compactMap { $0?.first } + [usualID]).uniqued
    let allARNs = (arns.values.compactMap { $0?.first } + ["\(base)\(Vocabulary.shared)"]).uniqued
    return allARNs.flatMap { arn in allIDs.map { session(account, role: arn, id: $0) } }
  }

  private func session(_ account: String, role: String, id: String) -> Identity {
    let name = role.split(separator: "/").last ?? ""
    let session = id.split(separator: ":").last ?? ""
    let arn = "arn:\(owner.partition):sts::\(account):assumed-role/\(name)/\(session)"
    return identity(
      Principal(kind: .assumedRole, account: account, arn: arn, roleARN: role, userID: id),
      type: "AssumedRole")
  }

  /// Whom a Principal element names by his ARN.
  private func identity(named text: String) -> Identity? {
    guard let arn = ARN(text) else { return nil }
    let parts = arn.resource.split(separator: "/")
    switch (arn.service, parts.first) {
    case ("iam", "user"): return user(arn.account, text)
    case ("iam", "role"):
      return session(
        arn.account, role: text, id: "\(Strangers.roleID):\(Vocabulary.shared)")
    case ("sts", "assumed-role") where parts.count > 2:
      var session = session(
        arn.account, role: "arn:\(arn.partition):iam::\(arn.account):role/\(parts[1])",
        id: "\(Strangers.roleID):\(parts[2])")
      session.principal.arn = text
      return session
    case ("sts", "federated-user"):
      return identity(
        Principal(
          kind: .federatedUser, account: arn.account, arn: text,
          userID: "\(arn.account):\(parts.last ?? "")"), type: "FederatedUser")
    default: return nil
    }
  }

  private func identity(_ principal: Principal, type: String) -> Identity {
    var context = [
      "aws:principalarn": [principal.roleARN ?? principal.arn],
      "aws:principalaccount": [principal.account], "kms:calleraccount": [principal.account],
      "aws:principaltype": [type], "aws:userid": [principal.userID],
      "aws:principalisawsservice": ["false"],
    ]
    if principal.kind == .user, let name = principal.arn.split(separator: "/").last {
      context["aws:username"] = [String(name)]
    }
    return Identity(principal: principal, context: context)
  }
}

/// IDs of people nobody knows.
enum Strangers {
  static let usual = "999999999990"
  static let userID = "AIDAZQ7STRANGER7ZQ7ZQ"
  static let roleID = "AROAZQ7STRANGER7ZQ7ZQ"

  /// Accounts that no policy writes out: one, and more where a wildcard tells accounts apart.
  static func accounts(_ vocabulary: Vocabulary, _ known: Set<String>) -> [String] {
    let keys = [
      "aws:principalaccount", "kms:calleraccount", "aws:sourceaccount", "aws:sourceowner",
    ]
    var patterns = keys.flatMap { vocabulary.conditions[$0] ?? [] }.flatMap(\.values)
    for key in ["aws:principalarn", "aws:sourcearn"] {
      for value in (vocabulary.conditions[key] ?? []).flatMap(\.values) {
        let parts = value.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count > 4 { patterns.append(String(parts[4])) }
      }
    }
    let globs = patterns.filter { !$0.contains("$") }.map { Glob($0) }.filter { !$0.isFixed }
    let digits = Array("9876543210".utf8)
    let cells = GlobCells(
      of: globs.uniqued, within: [Glob("????????????")], alphabet: digits,
      accepts: { !known.contains($0) })
    var first = 999_999_999_990
    while known.contains(String(first)) { first -= 1 }
    return ([String(first)] + cells.values).uniqued
  }
}
