import AWS

/// Replay: records from files, judged by what they say alone. No calls, no findings, nothing in
/// the ledger: what would have triggered is reported, unverified.
extension RemediationEngine {
  mutating func replay(_ record: CloudTrailRecord) {
    let name = record.eventName
    guard saw(record.eventID, name, record.eventTime, feed: DetectionSource.replay.name) else {
      return
    }
    guard let concerned = triggers[name] else { return }
    if record.errorCode != nil {
      return report(
        .recordIgnored(eventID: record.eventID, eventName: name, reason: .failedCall))
    }
    let partition = scopeOf(account: record.recipientAccountID)?.partition ?? "aws"
    var found = false
    for trigger in concerned {
      for touched in types[trigger.type].touched(record) {
        found = true
        let resource: ResourceReference
        switch touched {
        case .id(let id, let scope):
          resource = reference(trigger.type, id, scope, partition: partition)
        case .lookup(_, let scope):
          let name = RecordedChange.name(in: record) ?? ""
          resource = reference(trigger.type, name, scope, partition: partition)
        }
        for rule in trigger.rules { replayed(record, rules[rule], resource) }
      }
    }
    if !found {
      report(.recordIgnored(eventID: record.eventID, eventName: name, reason: .noResource))
    }
  }

  private mutating func replayed(
    _ record: CloudTrailRecord, _ rule: EngineRule, _ resource: ResourceReference
  ) {
    var concern = ReplayedTrigger.Concern.unknown
    let context = EvaluationContext(
      now: record.eventTime ?? now, account: resource.scope.account,
      region: resource.scope.region)
    guard rule.isRunnable(context).isReady else { return }
    if let document = RecordedChange.document(of: record, id: resource.id) {
      let evaluation = rule.evaluate(
        Resource(id: resource.id, document: document, scope: resource.scope), context)
      if evaluation.problems.isEmpty { concern = evaluation.matches.isEmpty ? .no : .yes }
    }
    report(
      .wouldTrigger(
        ReplayedTrigger(
          rule: rule.name, resource: resource, eventID: record.eventID,
          eventName: record.eventName, eventTime: record.eventTime, concern: concern)))
  }
}
