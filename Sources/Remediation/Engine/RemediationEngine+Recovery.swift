import AWS

/// After a crash: what the ledger tells is taken up again, and nothing is repeated blindly.
extension RemediationEngine {
  /// Findings that were open and resources that were asked for are read again. A step that was
  /// begun and never ended is settled by that reading.
  mutating func recover(_ entries: [LedgerEntry]) {
    var asked = PendingResources()
    for entry in entries {
      lastSequence = max(lastSequence, entry.sequence)
      let document = AWSValue.object(entry.document)
      switch LedgerKind(rawValue: entry.kind) {
      case .queued: asked.add(entry)
      case .judged: asked.remove(document)
      case .checkpoint: recoverCheckpoint(document)
      case .malformed: break
      case nil:
        warn("ledger entry \(entry.sequence) is of a kind that is not known: `\(entry.kind)`")
      case let kind?:
        if let id = entry.finding { recover(kind, id, document, at: entry.time) }
      }
      for id in LedgerDocument.texts(document["events"]) { _ = seen.insert(id) }
    }
    for id in findings.interruptedUndos {
      warn("the undo of finding \(id) was interrupted; ask for it again to complete it")
    }
    for finding in findings.allOpen { takeUp(finding) }
    for entry in asked.entries { takeUp(entry) }
  }

  private mutating func recover(
    _ kind: LedgerKind, _ id: String, _ document: AWSValue, at time: Timestamp
  ) {
    let step = Int(document["step"]?.integer ?? -1)
    switch kind {
    case .finding:
      guard let resource = LedgerDocument.resource(document["resource"]),
        let rule = document["rule"]?.string
      else { return }
      findings.add(
        Finding(
          id: id, key: FindingKey(rule: rule, resource: resource),
          source: LedgerDocument.source(document["source"]),
          eventIDs: LedgerDocument.texts(document["events"]), openedAt: time))
    case .plan:
      let steps = (document["steps"]?.list ?? []).compactMap { LedgerDocument.step($0) }
      findings.update(id) {
        $0.plan = steps
        $0.steps = steps.map { _ in .planned }
        $0.answers = StepAnswers()
        $0.before = document["before"]?.object
        $0.state = .verifying
        $0.failures = max(0, Int(document["attempt"]?.integer ?? 1) - 1)
      }
      if let key = findings[id]?.key { loopGuard.record(key, at: time) }
    case .stepStarted:
      findings.update(id) { if $0.steps.indices.contains(step) { $0.steps[step] = .started } }
    case .stepFinished:
      let failed = document["error"] != nil || document["took-effect"] == false
      findings.update(id) {
        guard $0.steps.indices.contains(step) else { return }
        $0.answers.take(document["answer"]?.object ?? [:], of: step)
        if failed { $0.steps[step] = .failed } else { $0.finish(step) }
      }
    case .verified:
      guard document["fixed"] == true else { return }
      findings.update(id) { $0.after = document["after"]?.object }
      findings.end(id, keeping: configuration.limits.undoableFindings)
    case .closed:
      if let key = findings[id]?.key { undoneHolds[key] = nil }
      findings.end(id, keeping: configuration.limits.undoableFindings)
    case .noticed: findings.update(id) { $0.isNoticed = true }
    case .undoStarted, .undo:
      guard let finding = findings[id] else { return }
      undoneHolds[finding.key] = finding.executed.map { LedgerDocument.call($0.call) }
      findings.update(id) { $0.undoBegan = kind == .undoStarted }
    case .held, .undoStepStarted, .undoStepFinished, .queued, .judged, .checkpoint, .malformed:
      break
    }
  }

  private mutating func recoverCheckpoint(_ document: AWSValue) {
    guard let scope = LedgerDocument.scope(document["scope"]),
      let through = document["through"]?.string.flatMap(Timestamp.init(iso8601:))
    else { return }
    for index in lookupFeeds.indices where lookupFeeds[index].scope == scope {
      lookupFeeds[index].through = through
      lookupFeeds[index].writtenThrough = through
    }
  }

  private mutating func takeUp(_ finding: Finding) {
    if ruleIndex[finding.key.rule] == nil {
      warn(
        "finding \(finding.id) is open, but its rule `\(finding.key.rule)` is not loaded; "
          + "it stays as it is")
    }
    rejudge(finding)
  }

  private mutating func takeUp(_ entry: LedgerEntry) {
    let document = AWSValue.object(entry.document)
    let asked = LedgerDocument.texts(document["rules"]).compactMap { ruleIndex[$0] }.sorted()
    guard !asked.isEmpty else { return }
    if let record = document["record"]?.object.map(CloudTrailRecord.init) {
      write(.judged, ["record-entry": .integer(entry.sequence)])
      guard let concerned = triggers[record.eventName] else { return }
      examine(record, record.eventName, concerned, source: .feed(EventQueueFeed.name))
      return
    }
    guard let resource = LedgerDocument.resource(document["resource"]),
      let type = types.firstIndex(where: { $0.name == resource.type })
    else { return }
    let cause = Work.Cause(
      rules: asked, source: LedgerDocument.source(document["source"]),
      eventIDs: LedgerDocument.texts(document["events"]), through: entry.sequence)
    enqueue(resource, type: type, cause, isUrgent: true)
  }
}

/// The `queued` entries of the ledger that no `judged` entry answers.
private struct PendingResources {
  private(set) var entries: [LedgerEntry] = []

  mutating func add(_ entry: LedgerEntry) { entries.append(entry) }

  mutating func remove(_ judged: AWSValue) {
    if let sequence = judged["record-entry"]?.integer {
      entries.removeAll { $0.sequence == sequence }
    } else if let through = judged["through"]?.integer {
      let resource = judged["resource"]
      entries.removeAll { $0.sequence <= through && $0.document["resource"] == resource }
    }
  }
}
