import AWS

/// When a failed attempt is made again: the standard retry mode of AWS's SDKs, with the delays of
/// its newest form (1 s as base for throttling, 50 ms for what passes quickly).
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
package struct RetryPolicy: Hashable, Sendable {
  /// Attempts of one call (of one page of a listing), the first included.
  package var maxAttempts: Int
  /// Tokens that all retries of one service, account and region draw from.
  package var tokens: Int
  package var retryCost: Int
  /// The cost of a retry after no answer came.
  package var timeoutCost: Int
  /// What a call that succeeds at once gives back.
  package var refill: Int
  package var throttleBase: Duration
  package var transientBase: Duration
  package var cap: Duration

  package static let standard = RetryPolicy(
    maxAttempts: 3, tokens: 500, retryCost: 5, timeoutCost: 10, refill: 1,
    throttleBase: .seconds(1), transientBase: .milliseconds(50), cap: .seconds(20))

  /// Full jitter: anything from nothing to the base doubled with every failure, up to the cap.
  /// `failures` counts from 1; what the server asked for (`x-amz-retry-after`) is the least.
  func delay(
    failures: Int, throttled: Bool, serverAsks: Duration?, generator: inout SeededGenerator
  ) -> Duration {
    let base = (throttled ? throttleBase : transientBase).microseconds
    let ceiling = min(cap.microseconds, base << Int64(min(failures - 1, 20)))
    let jittered = generator.integer(in: 0...ceiling)
    let asked = min(serverAsks?.microseconds ?? 0, cap.microseconds)
    return .microseconds(max(jittered, asked))
  }
}

/// The retry tokens of one service, account and region: when an outage eats them up, calls fail
/// at their first error instead of adding to the storm.
struct RetryQuota: Hashable, Sendable {
  private let capacity: Int
  private var tokens: Int

  init(_ policy: RetryPolicy) {
    capacity = policy.tokens
    tokens = policy.tokens
  }

  /// False when too few are left.
  mutating func take(_ cost: Int) -> Bool {
    guard tokens >= cost else { return false }
    tokens -= cost
    return true
  }

  /// After a success: what its last retry cost, or the refill of a call that needed none.
  mutating func give(_ count: Int) { tokens = min(capacity, tokens + count) }
}
