import AWS

/// Finds out who signed a request.
struct PrincipalResolver {
  let world: World
  let now: Timestamp

  /// A key that a service issued has its signature checked. Any other acts as the root user: of
  /// the account that it names by twelve digits, else of the default account.
  func resolve(_ identified: IdentifiedRequest, _ request: HTTPRequest) throws(AWSError) -> Caller
  {
    guard let claim = identified.authorization else { return .anonymous }
    for service in ServiceRegistry.all {
      if let credential = try service.credential(claim.accessKeyID, in: world) {
        try verify(credential, claim, identified.service, request)
        return credential.caller
      }
    }
    return root(claim.accessKeyID, region: identified.region ?? world.options.defaultRegion)
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

  private func root(_ accessKeyID: String, region: String) -> Caller {
    let isAccount =
      accessKeyID.utf8.count == 12 && accessKeyID.utf8.allSatisfy { (48...57).contains($0) }
    let account = isAccount ? accessKeyID : world.options.defaultAccount
    return Caller(
      kind: .root, account: account,
      arn: "arn:\(World.partition(of: region)):iam::\(account):root", principalID: account,
      accessKeyID: accessKeyID)
  }
}
