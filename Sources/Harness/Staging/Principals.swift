import AWS
import Emulator

/// The credentials that actors call with: users' keys, and sessions of roles while they last.
struct Principals {
  private let environment: Environment
  private var keys: [String: Credentials] = [:]
  private var sessions: [String: Session] = [:]
  /// By the users who hold them.
  private var devices: [String: MFADevice] = [:]

  private struct Session {
    let credentials: Credentials
    let expires: Timestamp
  }

  /// A role to be assumed before an actor can call.
  struct Assumption {
    let role: String
    let assumer: String
    let call: APICall
  }

  enum Signer {
    /// nil signs nothing.
    case ready(Credentials?)
    case needs(Assumption)
  }

  init(_ environment: Environment) { self.environment = environment }

  mutating func keep(_ credentials: Credentials, of user: String) { keys[user] = credentials }

  mutating func keep(_ device: MFADevice, of user: String) { devices[user] = device }

  /// What an actor signs with; nobody in particular is the account's root user.
  func signer(of name: String?, account: String, _ names: Names, at now: Timestamp) -> Signer {
    guard let name else { return .ready(RequestMaker.root(of: account)) }
    if name == EnvironmentReader.anonymous { return .ready(nil) }
    if let key = keys[name] { return .ready(key) }
    if let session = sessions[name], session.expires > now { return .ready(session.credentials) }
    guard let actor = environment.actor(name), let role = actor.role else {
      preconditionFailure("actor `\(name)` was not made")
    }
    switch signer(of: role.assumedBy, account: account, names, at: now) {
    case .needs(let earlier): return .needs(earlier)
    case .ready:
      return .needs(
        Assumption(
          role: name, assumer: role.assumedBy,
          call: assumption(of: role, actor, names, at: now)))
    }
  }

  /// The session of a role that an actor still holds.
  func session(of name: String, at now: Timestamp) -> Credentials? {
    sessions[name].flatMap { $0.expires > now ? $0.credentials : nil }
  }

  mutating func keep(_ assumption: Assumption, _ output: AWSObject) {
    guard let credentials = Credentials(ofAnswer: output),
      let expires = output["Credentials"]?["Expiration"]?.timestamp
    else { return }
    sessions[assumption.role] = Session(credentials: credentials, expires: expires)
  }

  func assumption(
    of role: Environment.Role, _ actor: Environment.Actor, _ names: Names, at now: Timestamp
  ) -> APICall {
    var input: AWSObject = [
      "RoleArn": .string(actor.arn), "RoleSessionName": .string(role.assumedBy),
      "DurationSeconds": .integer(role.session.microseconds / 1_000_000),
    ]
    input.set("ExternalId", role.externalID.map(AWSValue.string))
    input.set(
      "Policy", role.sessionPolicy.map { .string(JSON.text($0.resolved(names))) })
    if role.needsMFA, let device = devices[role.assumedBy] {
      input["SerialNumber"] = .string(device.serial)
      input["TokenCode"] = .string(device.code(at: now))
    }
    return APICall(
      service: "sts", operation: "AssumeRole", input: input,
      scope: Scope(account: actor.account, region: "us-east-1"))
  }
}

/// A virtual device that shows six digits.
struct MFADevice {
  /// Its ARN.
  let serial: String
  let seed: [UInt8]

  func code(at now: Timestamp) -> String {
    OneTimePassword.code(seed, step: OneTimePassword.step(at: now))
  }
}

extension Credentials {
  /// Those that AssumeRole hands out.
  init?(ofAnswer output: AWSObject) {
    guard let key = output["Credentials"]?["AccessKeyId"]?.string,
      let secret = output["Credentials"]?["SecretAccessKey"]?.string
    else { return nil }
    self.init(
      accessKeyID: key, secretAccessKey: secret,
      sessionToken: output["Credentials"]?["SessionToken"]?.string)
  }
}
