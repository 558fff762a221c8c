/// Signing keys, one a secret, day, region and service: five HMACs saved for each request.
package struct SigningKeyCache: Sendable {
  /// Beyond this the cache starts anew.
  package static let limit = 1024

  private struct Scope: Hashable, Sendable {
    let secret: String
    let date: String
    let region: String
    let service: String
  }

  private var keys: [Scope: HMACSHA256] = [:]

  package init() {}

  package mutating func key(secret: String, date: String, region: String, service: String)
    -> HMACSHA256
  {
    let scope = Scope(secret: secret, date: date, region: region, service: service)
    if let key = keys[scope] { return key }
    if keys.count >= Self.limit { keys.removeAll(keepingCapacity: true) }
    let key = SignatureV4.signingKey(
      secret: secret, date: date, region: region, service: service)
    keys[scope] = key
    return key
  }
}
