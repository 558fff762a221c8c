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

  /// Signs in, then asks AWS who this is.
  static func establish(_ settings: LiveSettings, _ options: LiveOptions) throws -> LiveIdentity {
    let region = settings.regions[0]
    let (credentials, expires) = try signIn(settings)
    let answer = try call("sts", "GetCallerIdentity", [:], credentials, settings, region)
    guard let account = answer["Account"]?.string, let text = answer["Arn"]?.string,
      let arn = ARN(text)
    else { throw Failure("GetCallerIdentity answered no account", status: 1) }
    try check(account, settings, options)
    return LiveIdentity(
      account: account, arn: text, partition: arn.partition, credentials: credentials,
      expires: expires)
  }

  /// Assumes the profile's role where it names one.
  static func signIn(_ settings: LiveSettings) throws -> (Credentials, expires: Timestamp?) {
    guard let role = settings.found.role else {
      return (settings.found.credentials, settings.found.expires)
    }
    var input: AWSObject = [
      "RoleArn": .string(role.arn), "RoleSessionName": .string(role.sessionName),
      "DurationSeconds": .integer(Int64(role.durationSeconds)),
    ]
    input.set("ExternalId", role.externalID.map(AWSValue.string))
    let answer = try call(
      "sts", "AssumeRole", input, settings.found.credentials, settings, settings.regions[0])
    guard let keys = answer["Credentials"]?.object, let id = keys["AccessKeyId"]?.string,
      let secret = keys["SecretAccessKey"]?.string
    else { throw Failure("AssumeRole answered no credentials", status: 1) }
    let credentials = Credentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: keys["SessionToken"]?.string)
    return (credentials, keys["Expiration"]?.timestamp)
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
  static func call(
    _ service: String, _ operation: String, _ input: AWSObject, _ credentials: Credentials,
    _ settings: LiveSettings, _ region: String
  ) throws -> AWSObject {
    var client = ClientSession(
      configuration: ClientConfiguration(
        endpoints: settings.endpoints, version: Stormdrill.version),
      credentials: CredentialTable(fallback: credentials), seed: LiveClock.seed())
    let scope = Scope(
      partition: LiveDriver.partition(of: region), account: "", region: region)
    let transport = try CurlTransport()
    var effects = client.submit(
      1, APICall(service: service, operation: operation, input: input, scope: scope),
      at: LiveClock.now())
    var wake: Timestamp?
    while true {
      for effect in effects {
        switch effect {
        case .finished(_, .success(let output)): return output
        case .finished(_, .failure(let error)):
          throw Failure("\(service):\(operation): \(error.code): \(error.message)", status: 1)
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
