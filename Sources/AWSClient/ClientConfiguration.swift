package import AWS

/// How a session of calls behaves; the defaults are right for AWS.
package struct ClientConfiguration: Hashable, Sendable {
  package var endpoints: EndpointResolver
  package var userAgent: String
  package var retry: RetryPolicy
  package var pacing: PacingTable
  /// Calls of one lane (service, account, region, class of operation) on the wire at once.
  package var inFlightPerLane: Int
  /// Calls that wait in one lane; what comes on top fails at once.
  package var queueLimit: Int
  /// Pages that one listing may have; a longer one fails rather than end early unseen.
  package var pageLimit: Int
  /// How long an attempt may stay without an answer; a long poll has its wait on top.
  package var attemptTimeout: Duration

  package init(
    endpoints: EndpointResolver = EndpointResolver(), version: String = "0.1.0",
    retry: RetryPolicy = .standard, pacing: PacingTable = .aws, inFlightPerLane: Int = 8,
    queueLimit: Int = 10_000, pageLimit: Int = 1_000, attemptTimeout: Duration = .seconds(60)
  ) {
    self.endpoints = endpoints
    userAgent = "stormdrill/\(version)"
    self.retry = retry
    self.pacing = pacing
    self.inFlightPerLane = inFlightPerLane
    self.queueLimit = queueLimit
    self.pageLimit = pageLimit
    self.attemptTimeout = attemptTimeout
  }
}

/// Who signs, account by account.
package struct CredentialTable: Hashable, Sendable {
  package var accounts: [String: Credentials]
  /// For every account without an entry of its own; nil refuses those.
  package var fallback: Credentials?

  package init(accounts: [String: Credentials] = [:], fallback: Credentials? = nil) {
    self.accounts = accounts
    self.fallback = fallback
  }

  package subscript(account account: String) -> Credentials? { accounts[account] ?? fallback }
}
