import AWS

/// From a resource as it stands to findings, and to what is done about them.
extension RemediationEngine {
  enum Decision: Hashable {
    /// Nothing is to be done now.
    case leave
    case fix
    /// Read it again at that time.
    case wait(until: Timestamp)
  }

  /// Judges a resource that was just read by all rules that were asked for and all that have a
  /// finding open on it. The first that wants a fix gets it; it is judged again afterwards.
  mutating func judge(_ resource: ResourceReference, _ document: AWSObject) {
    guard let work = works[resource] else { return }
    if let undo = work.undo { return checkUndone(undo, resource, document) }
    let isUnderRepair = findings.open(of: resource).contains(where: \.isUnderRepair)
    if !isUnderRepair, let request = pendingUndos.removeValue(forKey: resource),
      beginUndo(request, resource, document)
    {
      return
    }
    let subject = Resource(id: resource.id, document: document, scope: resource.scope)
    let context = EvaluationContext(
      now: now, account: resource.scope.account, region: resource.scope.region)
    var asked = Set(work.cause.rules)
    for finding in findings.open(of: resource) {
      if let rule = ruleIndex[finding.key.rule] { asked.insert(rule) }
    }
    var fix: (finding: String, plan: Plan)?
    var wait: Timestamp?
    var isFine = true
    for index in asked.sorted() {
      let rule = rules[index]
      let key = FindingKey(rule: rule.name, resource: resource)
      // Outside of its conditions a rule begins nothing; whether a fix took is still to be seen.
      let isReady = rule.isRunnable(context).isReady
      if !isReady, findings.open(key) == nil { continue }
      let evaluation = rule.evaluate(subject, context)
      for problem in evaluation.problems {
        warn("rule `\(rule.name)` can't judge `\(resource.id)`: \(problem.message)")
      }
      guard let match = evaluation.matches.first else {
        // What could not be decided settles nothing.
        if evaluation.problems.isEmpty { noLongerMatches(key, document) }
        continue
      }
      isFine = false
      if !isReady { continue }
      let plan = rule.plan(match, context)
      let finding = findings.open(key)?.id ?? open(key, work.cause, plan)
      switch decide(finding, rule, plan, document, hold: work.cause.holds[index]) {
      case .leave: break
      case .fix: if fix == nil { fix = (finding, plan) }
      case .wait(let time): wait = min(wait ?? time, time)
      }
    }
    lastReadings.set(resource, LastReading(startedAt: work.readStartedAt, isFine: isFine))
    if let fix {
      beginFix(fix.finding, fix.plan, document)
    } else if let wait {
      sleep(resource, until: wait)
    } else {
      finishWork(resource)
    }
  }

  private mutating func open(_ key: FindingKey, _ cause: Work.Cause, _ plan: Plan) -> String {
    let id = "f\(lastSequence + 1)"
    write(
      .finding, finding: id,
      [
        "rule": .string(key.rule), "resource": LedgerDocument.resource(key.resource),
        "source": LedgerDocument.source(cause.source),
        "events": LedgerDocument.texts(cause.eventIDs),
      ])
    findings.add(
      Finding(
        id: id, key: key, source: cause.source, eventIDs: cause.eventIDs, openedAt: now))
    report(
      .findingOpened(
        finding: id, rule: key.rule, key.resource, source: cause.source,
        eventIDs: cause.eventIDs))
    for remark in plan.remarks { warn("finding \(id): \(remark)") }
    return id
  }

  /// The rule matches; what now?
  private mutating func decide(
    _ id: String, _ rule: EngineRule, _ plan: Plan, _ document: AWSObject, hold: String?
  ) -> Decision {
    guard let finding = findings[id] else { return .leave }
    let resource = finding.resource
    let arn = rule.type.arn(document, resource.scope).description
    if let exemption = exemption(rule.name, resource.id, arn, document) {
      return held(id, .exempt, exemption)
    }
    if !finding.isNoticed { sendNotices(plan.notices, finding) }
    if let hold { return held(id, .limit, hold) }
    if configuration.mode == .notify { return held(id, .mode, "notify mode") }
    if isStopping, !finding.isUnderRepair { return held(id, .stopping, "stopping") }
    if plan.steps.isEmpty { return held(id, .noAction, "no action changes anything") }
    if let undone = undoneHolds[finding.key],
      plan.steps.allSatisfy({ undone.contains(LedgerDocument.call($0.call)) })
    {
      return held(id, .undone, "a human undid this fix")
    }
    if finding.state == .verifying, isSame(plan, finding.plan) {
      return stillMatches(finding)
    }
    return loopChecked(id)
  }

  /// The guard against fixing for ever; see `LoopGuard`.
  private mutating func loopChecked(_ id: String) -> Decision {
    guard let finding = findings[id] else { return .leave }
    guard let until = loopGuard.heldUntil(finding.key, at: now) else { return .fix }
    let limits = configuration.limits
    if finding.state != .held(.loop) {
      startTimer(.heldByLoop(finding.key), at: until)
      let message =
        "loop: rule `\(finding.key.rule)` has fixed `\(finding.resource.id)` "
        + "\(limits.fixesPerWindow) times within \(limits.loopWindow.wholeSeconds) s; "
        + "held until \(until.iso8601), something else puts it back"
      warn(message)
      alert(finding, message)
    }
    return held(id, .loop, "loop: fixed \(limits.fixesPerWindow) times, then changed again")
  }

  /// The fix was made and doesn't show: AWS may be slow to tell, or it didn't take.
  private mutating func stillMatches(_ finding: Finding) -> Decision {
    let limits = configuration.limits
    // After a crash nobody knows whether the call was made: a second look, then it is made again.
    if finding.steps.contains(.started), finding.staleReads > 0 { return loopChecked(finding.id) }
    if finding.staleReads < limits.verifyDelays.count {
      let delay = limits.verifyDelays[finding.staleReads]
      findings.update(finding.id) { $0.staleReads += 1 }
      return .wait(until: now + delay)
    }
    report(.verified(finding: finding.id, fixed: false))
    write(.verified, finding: finding.id, ["fixed": false])
    findings.update(finding.id) { $0.failures += 1 }
    guard finding.failures + 1 < limits.fixAttempts else {
      fail(finding.id, "the rule still matches after \(finding.failures + 1) attempts")
      return .leave
    }
    return loopChecked(finding.id)
  }

  private func isSame(_ plan: Plan, _ steps: [PlannedStep]) -> Bool {
    plan.steps.map { LedgerDocument.call($0.call) } == steps.map { LedgerDocument.call($0.call) }
  }

  mutating func held(_ id: String, _ reason: Finding.HoldReason, _ text: String) -> Decision {
    guard findings[id]?.state != .held(reason) else { return .leave }
    findings.update(id) { $0.state = .held(reason) }
    write(.held, finding: id, ["reason": .string(reason.rawValue), "text": .string(text)])
    report(.findingHeld(finding: id, reason: text))
    return .leave
  }

  /// Why an exemption covers it; nil when none does that still counts.
  private mutating func exemption(
    _ rule: String, _ id: String, _ arn: String, _ document: AWSObject
  ) -> String? {
    var active: Exemption?
    for (index, exemption) in configuration.exemptions.enumerated()
    where exemption.covers(rule: rule, id: id, arn: arn, document: document) {
      if exemption.hasExpired(at: now) {
        guard warnedExemptions.insert(index).inserted else { continue }
        warn(
          "the exemption of `\(id)` from `\(rule)` (\(exemption.reason), by "
            + "\(exemption.approver)) expired at \(exemption.expires?.iso8601 ?? "") "
            + "and counts no more")
      } else if active == nil {
        active = exemption
      }
    }
    guard let active else { return nil }
    let end = active.expires.map { " until \($0.iso8601)" } ?? ""
    return "exempt\(end): \(active.reason) (approved by \(active.approver))"
  }

  /// Those that it held are judged again.
  mutating func exemptionExpired(_ index: Int) {
    for finding in findings.allOpen where finding.state == .held(.exempt) { rejudge(finding) }
  }

  mutating func loopWindowPassed(_ key: FindingKey) {
    guard let finding = findings.open(key), finding.state == .held(.loop) else { return }
    rejudge(finding)
  }

  mutating func rejudge(_ finding: Finding) {
    guard let rule = ruleIndex[finding.key.rule],
      let type = types.firstIndex(where: { $0.name == finding.resource.type })
    else { return }
    let cause = Work.Cause(rules: [rule], source: finding.source, eventIDs: [])
    enqueue(finding.resource, type: type, cause, isUrgent: true)
  }

  // MARK: Endings

  private mutating func noLongerMatches(_ key: FindingKey, _ document: AWSObject) {
    undoneHolds[key] = nil
    guard let finding = findings.open(key) else { return }
    guard finding.mayHaveChanged else { return close(finding.id, "the rule no longer matches") }
    settle(finding.id, stillPlanned: [])
    let after = LedgerDocument.plain(document)
    findings.update(finding.id) { $0.after = after }
    write(.verified, finding: finding.id, ["fixed": true, "after": .object(after)])
    report(.verified(finding: finding.id, fixed: true))
    findings.end(finding.id, keeping: configuration.limits.undoableFindings)
  }

  mutating func close(_ id: String, _ reason: String) {
    guard findings[id]?.isOpen ?? false else { return }
    write(.closed, finding: id, ["reason": .string(reason)])
    report(.findingClosed(finding: id, reason: reason))
    findings.end(id, keeping: configuration.limits.undoableFindings)
  }

  mutating func fail(_ id: String, _ reason: String) {
    guard let finding = findings[id] else { return }
    let message =
      "finding \(id): rule `\(finding.key.rule)` can't fix `\(finding.resource.id)`: \(reason)"
    warn(message)
    alert(finding, message)
    close(id, "failed: \(reason)")
  }
}
