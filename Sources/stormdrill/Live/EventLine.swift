import AWS
import Remediation

/// What the engine saw and decided, as lines for a terminal or a log.
enum EventLine {
  /// nil for what only the journal of a drill wants to know.
  static func text(_ event: EngineEvent) -> String? {
    switch event {
    case .findingOpened(let finding, let rule, let resource, let source, _):
      "\(finding)  found by \(source.name): \(rule) on \(name(resource))"
    case .findingHeld(let finding, let reason): "\(finding)  held: \(reason)"
    case .planned(let finding, let steps):
      "\(finding)  plan: \(steps.joined(separator: ", "))"
    case .stepFinished(let finding, let step, let error):
      "\(finding)  step \(step) "
        + (error.map { "failed: \($0.code): \($0.message)" } ?? "done")
    case .verified(let finding, let fixed):
      "\(finding)  \(fixed ? "fixed, read again to be sure" : "not fixed: the rule still matches")"
    case .findingClosed(let finding, let reason): "\(finding)  closed: \(reason)"
    case .undone(let finding, let complete):
      "\(finding)  \(complete ? "undone" : "not undone completely")"
    case .warning(let text): "warning: \(text)"
    case .stopped: "stopped"
    case .recordSeen, .recordIgnored, .wouldTrigger, .queued, .scanStarted, .scanFinished: nil
    }
  }

  static func name(_ resource: ResourceReference) -> String {
    "\(resource.type) \(resource.id) (\(resource.scope.account), \(resource.scope.region))"
  }
}
