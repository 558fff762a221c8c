import AWS
import Emulator

/// Groups, users and roles, each with its policies.
extension Staging {
  mutating func makeActors() throws(DrillFailure) {
    for group in environment.groups { try make(group) }
    for actor in environment.actors {
      if actor.role == nil {
        principals.keep(try makeUser(actor), of: actor.name)
      }
    }
    let roles = environment.actors.compactMap(\.role)
    for actor in environment.actors
    where roles.contains(where: { $0.needsMFA && $0.assumedBy == actor.name }) {
      principals.keep(try makeDevice(of: actor), of: actor.name)
    }
    // A role's trust names who assumes it, who must be there.
    for actor in environment.actors where !environment.isSharedRole(actor) {
      try makeRole(actor)
    }
  }

  private mutating func make(_ group: Environment.Group) throws(DrillFailure) {
    let scope = Scope(account: group.account, region: "us-east-1")
    let owner = PolicyOwner(kind: "Group", name: group.name)
    try call("iam", "CreateGroup", owner.input, in: scope)
    try give(group.policies, to: owner, in: scope)
  }

  private mutating func makeUser(_ actor: Environment.Actor) throws(DrillFailure) -> Credentials {
    let scope = Scope(account: actor.account, region: "us-east-1")
    let owner = PolicyOwner(kind: "User", name: actor.name)
    var input = owner.input
    try complete(&input, actor, in: scope)
    try call("iam", "CreateUser", input, in: scope)
    for group in actor.groups {
      var membership = owner.input
      membership["GroupName"] = .string(group)
      try call("iam", "AddUserToGroup", membership, in: scope)
    }
    try give(actor.policies, to: owner, in: scope)
    try allow(actor.allowed, to: owner, in: scope)
    return try makeKey(actor.name, in: scope)
  }

  /// A user that no file names: the engine, a workload.
  mutating func makeUser(
    _ name: String, account: String, allowed: [String]
  ) throws(DrillFailure) -> Credentials {
    try makeUser(
      Environment.Actor(name: name, account: account, policies: [], allowed: allowed))
  }

  private mutating func makeRole(_ actor: Environment.Actor) throws(DrillFailure) {
    guard let role = actor.role else { return }
    let scope = Scope(account: actor.account, region: "us-east-1")
    let owner = PolicyOwner(kind: "Role", name: role.name)
    var input = owner.input
    input["AssumeRolePolicyDocument"] = .string(JSON.text(trust(of: actor, role)))
    if role.session > .hours(1) {
      input["MaxSessionDuration"] = .integer(role.session.microseconds / 1_000_000)
    }
    try complete(&input, actor, in: scope)
    try call("iam", "CreateRole", input, in: scope)
    try give(actor.policies, to: owner, in: scope)
    try allow(actor.allowed, to: owner, in: scope)
  }

  private func trust(of actor: Environment.Actor, _ role: Environment.Role) -> AWSValue {
    if let trust = role.trust { return trust.resolved(names) }
    let gate = TrustGate(role: actor, in: environment)
    let isExclusion = environment.exclusions.contains { $0.actor == actor.name }
    return isExclusion ? gate.shut : gate.open
  }

  /// Boundary and tags.
  private mutating func complete(
    _ input: inout AWSObject, _ actor: Environment.Actor, in scope: Scope
  ) throws(DrillFailure) {
    switch actor.boundary {
    case .managed(let name)?: input["PermissionsBoundary"] = .string(Self.arn(ofManaged: name))
    case .document(let document)?:
      let made = try call(
        "iam", "CreatePolicy",
        [
          "PolicyName": .string("\(actor.name)-boundary"),
          "PolicyDocument": .string(JSON.text(document.resolved(names))),
        ], in: scope)
      input["PermissionsBoundary"] = made["Policy"]?["Arn"] ?? .null
    case nil: break
    }
    var tags = actor.tags
    if let exclusion = environment.exclusions.first(where: { $0.actor == actor.name }) {
      tags.append((TrustGate.exclusionTag, exclusion.name))
    }
    if tags.isEmpty { return }
    input["Tags"] = .list(
      tags.map { ["Key": .string($0.key), "Value": .string($0.value)] as AWSValue })
  }

  private mutating func give(
    _ policies: [Environment.PolicySource], to owner: PolicyOwner, in scope: Scope
  ) throws(DrillFailure) {
    for (index, policy) in policies.enumerated() {
      var input = owner.input
      switch policy {
      case .managed(let name):
        input["PolicyArn"] = .string(Self.arn(ofManaged: name))
        try call("iam", "Attach\(owner.kind)Policy", input, in: scope)
      case .document(let document):
        input["PolicyName"] = .string("inline-\(index + 1)")
        input["PolicyDocument"] = .string(JSON.text(document.resolved(names)))
        try call("iam", "Put\(owner.kind)Policy", input, in: scope)
      }
    }
  }

  private mutating func allow(
    _ actions: [String], to owner: PolicyOwner, in scope: Scope
  ) throws(DrillFailure) {
    if actions.isEmpty { return }
    var input = owner.input
    input["PolicyName"] = "duties"
    input["PolicyDocument"] = .string(
      JSON.text(
        [
          "Version": "2012-10-17",
          "Statement": [
            [
              "Effect": "Allow", "Action": .list(actions.map(AWSValue.string)),
              "Resource": "*",
            ]
          ],
        ] as AWSValue))
    try call("iam", "Put\(owner.kind)Policy", input, in: scope)
  }

  private mutating func makeKey(_ user: String, in scope: Scope) throws(DrillFailure)
    -> Credentials
  {
    let answer = try call("iam", "CreateAccessKey", ["UserName": .string(user)], in: scope)
    return Credentials(
      accessKeyID: answer["AccessKey"]?["AccessKeyId"]?.string ?? "",
      secretAccessKey: answer["AccessKey"]?["SecretAccessKey"]?.string ?? "")
  }

  /// A second factor, enabled by two codes in a row.
  private mutating func makeDevice(of actor: Environment.Actor) throws(DrillFailure) -> MFADevice {
    let scope = Scope(account: actor.account, region: "us-east-1")
    let made = try call(
      "iam", "CreateVirtualMFADevice", ["VirtualMFADeviceName": .string(actor.name)], in: scope)
    guard case .bytes(let text)? = made["VirtualMFADevice"]?["Base32StringSeed"] else {
      throw DrillFailure(message: "set-up: the MFA device of \(actor.name) came without a seed")
    }
    let device = MFADevice(
      serial: made["VirtualMFADevice"]?["SerialNumber"]?.string ?? "",
      seed: Base32.decode(String(decoding: text, as: UTF8.self)))
    try call(
      "iam", "EnableMFADevice",
      [
        "UserName": .string(actor.name), "SerialNumber": .string(device.serial),
        "AuthenticationCode1": .string(device.code(at: start - .seconds(30))),
        "AuthenticationCode2": .string(device.code(at: start)),
      ], in: scope)
    return device
  }

  private static func arn(ofManaged name: String) -> String {
    name.hasPrefix("arn:") ? name : "arn:aws:iam::aws:policy/\(name)"
  }
}

/// Whom a policy is given to, in the words of IAM's operations.
private struct PolicyOwner {
  /// `User`, `Group`, `Role`
  let kind: String
  let name: String

  var input: AWSObject { AWSObject([("\(kind)Name", .string(name))]) }
}
