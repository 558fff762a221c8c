import AWS
import AWSClient
import LiveAWS
import Remediation

/// As whom the engine works: asked of AWS before anything else, since an engine that acts on the
/// wrong account is worse than none.
struct LiveIdentity {
  let account: String
  let arn: String
  let partition: String
  let credentials: Credentials
  /// When the credentials end; nil for keys that don't.
  let expires: Timestamp?

  func scope(_ region: String) -> Scope {
    Scope(partition: partition, account: account, region: region)
  }

  /// What the engine looks after: the regions, and where what is global is found.
  func scopes(_ regions: [String]) -> [Scope] {
    var scopes: [Scope] = []
    for region in regions where !scopes.contains(scope(region)) { scopes.append(scope(region)) }
    return scopes
  }

  /// Signs in: assumes the profile's role where it names one, then asks AWS who this is.
  static func establish(_ settings: LiveSettings, _ options: LiveOptions) throws -> LiveIdentity {
    let region = settings.regions[0]
    var credentials = settings.found.credentials
    var expires = settings.found.expires
    if let role = settings.found.role {
      var input: AWSObject = [
        "RoleArn": .string(role.arn), "RoleSessionName": .string(role.sessionName),
        "DurationSeconds": .integer(Int64(role.durationSeconds)),
      ]
      input.set("ExternalId", role.externalID.map(AWSValue.string))
      let answer = try call("AssumeRole", input, credentials, settings, region)
      guard let keys = answer["Credentials"]?.object, let id = keys["AccessKeyId"]?.string,
        let secret = keys["SecretAccessKey"]?.string
      else { throw Failure("AssumeRole answered no credentials", status: 1) }
      credentials = Credentials(
        accessKeyID: id, secretAccessKey: secret, sessionToken: keys["SessionToken"]?.string)
      expires = keys["Expiration"]?.timestamp
    }
    let answer = try call("GetCallerIdentity", [:], credentials, settings, region)
    guard let account = answer["Account"]?.string, let text = answer["Arn"]?.string,
      let arn = ARN(text)
    else { throw Failure("GetCallerIdentity answered no account", status: 1) }
    try check(account, settings, options)
    return LiveIdentity(
      account: account, arn: text, partition: arn.partition, credentials: credentials,
      expires: expires)
  }

  private static func check(
    _ account: String, _ settings: LiveSettings, _ options: LiveOptions
  ) throws(Failure) {
    if let named = options.account, named != account {
      throw Failure(
        "the credentials (\(settings.found.source)) belong to account \(account), "
          + "not to \(named): nothing was done")
    }
    if options.account == nil, !settings.isLoopback {
      throw Failure(
        "the credentials (\(settings.found.source)) belong to account \(account); "
          + "on real AWS say that you mean it: --account \(account)")
    }
  }

  /// One call, its retries included, before there is an engine.
  private static func call(
    _ operation: String, _ input: AWSObject, _ credentials: Credentials, _ settings: LiveSettings,
    _ region: String
  ) throws -> AWSObject {
    var client = ClientSession(
      configuration: ClientConfiguration(
        endpoints: settings.endpoints, version: Stormdrill.version),
      credentials: CredentialTable(fallback: credentials), seed: LiveClock.seed())
    let scope = Scope(
      partition: LiveDriver.partition(of: region), account: "", region: region)
    let transport = try CurlTransport()
    var effects = client.submit(
      1, APICall(service: "sts", operation: operation, input: input, scope: scope),
      at: LiveClock.now())
    var wake: Timestamp?
    while true {
      for effect in effects {
        switch effect {
        case .finished(_, .success(let output)): return output
        case .finished(_, .failure(let error)):
          throw Failure("sts:\(operation): \(error.code): \(error.message)", status: 1)
        case .send(let attempt, let request, _, _): try transport.send(attempt, request)
        case .wake(let time): wake = time
        }
      }
      effects = []
      let now = LiveClock.now()
      let pause = wake.map { max(.zero, $0 - now) } ?? .seconds(1)
      for (attempt, result) in transport.wait(upTo: min(pause, .seconds(1))) {
        effects += client.received(attempt, result, at: LiveClock.now())
      }
      effects += client.fired(at: LiveClock.now())
    }
  }
}
