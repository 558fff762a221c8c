import AWS

/// Finds out who signed a request.
struct PrincipalResolver {
  let world: World
  let now: Timestamp

  /// A key that a service issued has its signature checked. One of twelve digits acts as the root
  /// user of the account that it names. Any other acts as the default account's root user under
  /// `--iam allow`, and is refused under `--iam enforce`.
  func resolve(_ identified: IdentifiedRequest, _ request: HTTPRequest) throws(AWSError) -> Caller
  {
    guard let claim = identified.authorization else { return .anonymous }
    for service in ServiceRegistry.all {
      if let credential = try service.credential(claim.accessKeyID, in: world) {
        try verify(credential, claim, identified.service, request)
        return credential.caller
      }
    }
    let isAccount = Self.isAccount(claim.accessKeyID)
    guard isAccount || world.options.iam == .allow else {
      throw .invalidToken(identified.service, key: claim.accessKeyID)
    }
    return root(
      of: isAccount ? claim.accessKeyID : world.options.defaultAccount, claim.accessKeyID,
      region: identified.region ?? world.options.defaultRegion)
  }

  /// The request with a body that came in chunks joined; signed chunks are verified where the key
  /// is known.
  func open(_ identified: IdentifiedRequest) throws(AWSError) -> HTTPRequest {
    guard StreamingPayload.form(of: identified.request) != nil else { return identified.request }
    var key: HMACSHA256?
    if let claim = identified.authorization {
      for service in ServiceRegistry.all where key == nil {
        guard let credential = try service.credential(claim.accessKeyID, in: world) else {
          continue
        }
        key = world.signingKeys.key(
          secret: credential.secretAccessKey, date: claim.date, region: claim.region,
          service: claim.service)
      }
    }
    return try StreamingPayload.open(identified.request, identified.authorization, key: key)
  }

  private func verify(
    _ credential: IssuedCredential, _ claim: ParsedAuthorization, _ service: ServiceModel,
    _ request: HTTPRequest
  ) throws(AWSError) {
    guard credential.isActive, credential.sessionToken == claim.sessionToken else {
      throw .invalidToken(service, key: claim.accessKeyID)
    }
    try SignatureV4.verify(
      request, claim, secret: credential.secretAccessKey, at: now, service: service,
      keys: &world.signingKeys)
    if let expires = credential.expires, expires <= now { throw .expiredToken(service) }
  }

  private static func isAccount(_ key: String) -> Bool {
    key.utf8.count == 12 && key.utf8.allSatisfy { (48...57).contains($0) }
  }

  private func root(of account: String, _ accessKeyID: String, region: String) -> Caller {
    Caller(
      kind: .root, account: account,
      arn: "arn:\(World.partition(of: region)):iam::\(account):root", principalID: account,
      accessKeyID: accessKeyID)
  }
}
