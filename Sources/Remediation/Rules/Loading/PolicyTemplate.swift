import AWS
import Documents

/// A policy with variables that depend on where and when it runs: it is filled in and compiled
/// again for each place and time that it is asked about.
struct PolicyTemplate: Sendable {
  let node: Node
  let values: ValueFetch
  let fetched: [ValueRequest: Result<String, ValueProblem>]

  /// The policy as it is in a place; else the first thing that keeps it from being used there.
  func policy(_ context: EvaluationContext) -> Result<Policy, EvaluationProblem> {
    var loader = PolicyLoader(values: values, fetched: fetched)
    let policy = loader.policy(
      node, account: context.account, region: context.region, now: context.now)
    if let policy, !loader.diagnostics.hasErrors { return .success(policy) }
    let first = loader.diagnostics.inFileOrder.first { $0.severity == .error }
    return .failure(
      EvaluationProblem(
        resource: "", position: first?.position ?? node.position,
        message: first?.message ?? "the policy can't be used here"))
  }
}

extension EvaluationProblem: Error {}
