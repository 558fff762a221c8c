import Documents
import Remediation

/// How long policies take to load and to evaluate on resources in memory: the best of several
/// rounds, since others use the machine too.
struct EvaluationTime: CustomStringConvertible {
  let policy: String
  let nanoseconds: Double
  /// With each match's annotations written out, which evaluation leaves until somebody asks.
  let annotatedNanoseconds: Double
  let resourceCount: Int
  let matchCount: Int

  private static let rounds = 15

  init(of policy: Policy, on resources: [Resource], _ context: EvaluationContext) {
    self.policy = policy.name
    resourceCount = resources.count
    var matches = 0
    let best = Self.best { matches = policy.evaluate(resources, context).matches.count }
    matchCount = matches
    let annotated = Self.best {
      _ = policy.evaluate(resources, context).matches.map(\.annotations)
    }
    nanoseconds = best / Double(max(1, resources.count))
    annotatedNanoseconds = annotated / Double(max(1, resources.count))
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
    "\(policy): \(Self.tenths(nanoseconds)) ns a resource, with annotations "
      + "\(Self.tenths(annotatedNanoseconds)), \(matchCount) of \(resourceCount) match"
  }

  private static func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
