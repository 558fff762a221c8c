import AWS
import Documents

/// One action of a policy, compiled: pure, it says which calls to make.
protocol Action: Sendable {
  var name: String { get }
  var position: SourcePosition { get }
  /// What it needs to know of a resource, beside what the filters know.
  var hydrations: [Hydration] { get }
  /// Why it can't stand beside a policy's filters, such as what is `matched` with no filter that
  /// notes a match; nil where it can.
  func objection(to filters: [Node]) -> String?
  /// Why it can't stand in a policy of a mode, nil for one without; nil where it can.
  func objection(toMode mode: String?) -> String?
  func add(to plan: inout Plan, _ setting: ActionSetting)
}

extension Action {
  var hydrations: [Hydration] { [] }

  func objection(to filters: [Node]) -> String? { nil }
  func objection(toMode mode: String?) -> String? { nil }
}

extension [Node] {
  /// Whether a filter of that type is among these, in groups of filters included.
  func names(filter name: String) -> Bool {
    contains { node in
      if node.string == name || node["type"]?.string == name { return true }
      guard node["type"] == nil else { return false }
      return ["and", "or", "not"].contains { node[$0]?.sequence?.names(filter: name) ?? false }
    }
  }
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
