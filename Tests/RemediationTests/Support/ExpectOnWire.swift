import AWS
@testable import Remediation
import Testing

/// Expects that a call can be made: its operation is in the service's model, all that the model
/// requires is there, and its input encodes.
func expectOnWire(_ call: APICall, sourceLocation: SourceLocation = #_sourceLocation) {
  let name = "\(call.service):\(call.operation)"
  guard let service = ServiceModel.named(call.service),
    let operation = service.operation(call.operation)
  else {
    Issue.record("no model of \(name)", sourceLocation: sourceLocation)
    return
  }
  let input = filled(.object(call.input)).object ?? [:]
  for member in operation.input?.required ?? [] where input[member] == nil {
    Issue.record("\(name) lacks `\(member)`: \(JSON.text(input))", sourceLocation: sourceLocation)
  }
  do throws(AWSError) {
    _ = try service.encodeRequest(operation, input)
  } catch {
    Issue.record("\(name): \(error.message): \(JSON.text(input))", sourceLocation: sourceLocation)
  }
}

/// Expects it of every call of a plan, those that undo it included.
func expectOnWire(_ plan: Plan, sourceLocation: SourceLocation = #_sourceLocation) {
  for call in plan.steps.flatMap({ [$0.call] + $0.undo }) {
    expectOnWire(call, sourceLocation: sourceLocation)
  }
}

/// What an earlier step's answer will tell is some text.
private func filled(_ value: AWSValue) -> AWSValue {
  switch value {
  case .object(let object):
    if object[AnswerReference.key] != nil { return "answered" }
    return .object(AWSObject(object.map { ($0.key, filled($0.value)) }))
  case .list(let items): return .list(items.map(filled))
  default: return value
  }
}
