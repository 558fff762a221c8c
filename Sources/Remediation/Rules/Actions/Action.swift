import AWS
import Documents

/// One action of a policy, compiled: pure, it says which calls to make.
protocol Action: Sendable {
  var name: String { get }
  var position: SourcePosition { get }
  /// What it needs to know of a resource, beside what the filters know.
  var hydrations: [Hydration] { get }
  func add(to plan: inout Plan, _ setting: ActionSetting)
}

extension Action {
  var hydrations: [Hydration] { [] }
}

/// What an action works on.
struct ActionSetting {
  let policy: Policy
  let match: Match
  let context: EvaluationContext
  /// Where the resource's calls go.
  let scope: Scope

  var document: AWSObject { match.resource.document }
  var id: String { match.resource.id }

  func call(_ service: String, _ operation: String, _ input: AWSObject) -> APICall {
    APICall(service: service, operation: operation, input: input, scope: scope)
  }
}
