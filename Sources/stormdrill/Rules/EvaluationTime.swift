import Documents
import Remediation

/// How long policies take to load and to evaluate on resources in memory: the best of several
/// rounds, since others use the machine too.
struct EvaluationTime: CustomStringConvertible {
  let policy: String
  let nanoseconds: Double
  let resourceCount: Int
  let matchCount: Int

  private static let rounds = 15

  init(of policy: Policy, on resources: [Resource], _ context: EvaluationContext) {
    self.policy = policy.name
    resourceCount = resources.count
    var matches = 0
    let best = Self.best { matches = policy.evaluate(resources, context).matches.count }
    matchCount = matches
    nanoseconds = best / Double(max(1, resources.count))
  }

  /// In milliseconds, all files together, reading them included.
  static func loading(_ sources: [String]) -> Double {
    best { _ = try? RuleSources.all(sources, values: .ambient) } / 1e6
  }

  /// Nanoseconds.
  private static func best(_ work: () -> Void) -> Double {
    var best = Duration.seconds(3600)
    for _ in 0..<rounds {
      let began = ContinuousClock.now
      work()
      best = min(best, ContinuousClock.now - began)
    }
    let (seconds, attoseconds) = best.components
    return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
  }

  var description: String {
    let tenths = Int((nanoseconds * 10).rounded())
    return "\(policy): \(tenths / 10).\(tenths % 10) ns a resource, "
      + "\(matchCount) of \(resourceCount) match"
  }
}
