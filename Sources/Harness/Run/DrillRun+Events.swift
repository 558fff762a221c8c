import AWS
import Journal
import Remediation

/// What the engine reports, as journal entries.
extension DrillRun {
  func report(_ event: EngineEvent) {
    switch event {
    case .recordSeen(let id, let name, let time, let feed, let isDuplicate):
      journal.countSeen(feed, isDuplicate: isDuplicate, at: now)
      guard let label = labels.label(ofEvent: id) else { return }
      var entry = LabelRecordSeen()
      (entry.label, entry.eventID, entry.eventName) = (label, id, name)
      (entry.eventTime, entry.feed, entry.duplicate) = (time, feed, isDuplicate)
      journal.write(.labelRecordSeen(entry), at: now)
    case .queued(let resource, let source, let eventIDs, let isCoalesced):
      if isCoalesced { journal.countCoalesced(source.name, at: now) }
      let subject = Subject(resource)
      guard labels.isLabelled(subject.key), source != .scan else { return }
      var entry = Queued()
      (entry.subject, entry.source) = (subject, source.name)
      (entry.eventIDs, entry.coalesced) = (eventIDs, isCoalesced)
      journal.write(.queued(entry), at: now)
    case .scanStarted(let rule, let scope): scan(rule, scope, nil)
    case .scanFinished(let rule, let scope, let resources): scan(rule, scope, resources)
    case .findingOpened(let finding, let rule, let resource, let source, let eventIDs):
      let subject = Subject(resource)
      subjects[finding] = subject
      findingsByKey[subject.key, default: []].append(finding)
      var entry = FindingOpened()
      (entry.finding, entry.rule, entry.subject) = (finding, rule, subject)
      (entry.source, entry.eventIDs) = (source.name, eventIDs)
      journal.write(.findingOpened(entry), at: now)
    case .recordIgnored, .wouldTrigger, .stopped: break
    default: reportProgress(event)
    }
  }

  private func scan(_ rule: String, _ scope: Scope, _ resources: Int?) {
    var entry = Scan()
    (entry.rule, entry.scope, entry.resources) = (rule, scope.description, resources)
    journal.write(.scan(entry), at: now)
  }

  private func reportProgress(_ event: EngineEvent) {
    switch event {
    case .findingHeld(let finding, let reason):
      var entry = FindingHeld()
      (entry.finding, entry.reason) = (finding, reason)
      journal.write(.findingHeld(entry), at: now)
    case .planned(let finding, let steps):
      var entry = Planned()
      (entry.finding, entry.steps) = (finding, steps)
      journal.write(.planned(entry), at: now)
    case .stepFinished(let finding, let step, let error):
      var entry = StepFinished()
      (entry.finding, entry.step, entry.error) = (finding, step, error?.code)
      journal.write(.stepFinished(entry), at: now)
    case .verified(let finding, let isFixed):
      var entry = Verified()
      (entry.finding, entry.fixed) = (finding, isFixed)
      journal.write(.verified(entry), at: now)
    case .findingClosed(let finding, let reason):
      var entry = FindingClosed()
      (entry.finding, entry.reason) = (finding, reason)
      journal.write(.findingClosed(entry), at: now)
    case .undone(let finding, let isComplete):
      var entry = Undone()
      (entry.finding, entry.complete) = (finding, isComplete)
      journal.write(.undone(entry), at: now)
      var comparison = UndoCompared()
      comparison.finding = finding
      comparison.differences = changes.differences(ofFinding: finding)
      comparison.exact = isComplete && comparison.differences.isEmpty
      journal.write(.undoCompared(comparison), at: now)
    case .warning(let text): warn(text)
    default: break
    }
  }
}

extension Subject {
  init(_ resource: ResourceReference) {
    self.init(id: resource.id, type: resource.type, scope: resource.scope)
  }
}
