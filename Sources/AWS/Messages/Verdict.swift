/// What a fault says of a delivery or a call: the one vocabulary of all faults.
package enum Verdict: Hashable, Sendable {
  /// Nothing to say: the next fault decides.
  case pass
  /// Deliver after each of these delays: none is a loss, two are a duplicate.
  case deliver(after: [Duration])
  /// Answer with this error instead.
  case reject(AWSError)
}
