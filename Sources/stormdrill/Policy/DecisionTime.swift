import PolicyLanguage

/// How long one decision takes: the best of several rounds, since others use the machine too.
struct DecisionTime: CustomStringConvertible {
  let nanoseconds: Int
  let policyCount: Int
  let decision: String

  private static let rounds = 20
  private static let decisions = 10_000

  init(of policyCase: PolicyCase) {
    let (access, request) = (policyCase.access, policyCase.request)
    var best = Duration.seconds(3600)
    var allowed = 0
    for _ in 0..<Self.rounds {
      let began = ContinuousClock.now
      for _ in 0..<Self.decisions where access.decision(for: request).isAllowed { allowed += 1 }
      best = min(best, ContinuousClock.now - began)
    }
    let whole = best.components.seconds * 1_000_000_000
    nanoseconds = Int(whole + best.components.attoseconds / 1_000_000_000) / Self.decisions
    policyCount = access.explanation(for: request).kinds.reduce(0) { $0 + $1.policies.count }
    decision = allowed > 0 ? "allowed" : "denied"
  }

  var description: String {
    "\(nanoseconds) ns a decision over \(policyCount) policies, \(decision)"
  }
}
