import AWS

/// A plan, carried out step by step: the ledger first, then the call.
extension RemediationEngine {
  mutating func beginFix(_ id: String, _ plan: Plan, _ document: AWSObject) {
    guard let finding = findings[id] else { return }
    settle(id, stillPlanned: plan.steps)
    let before = finding.before ?? LedgerDocument.plain(document)
    write(
      .plan, finding: id,
      [
        "rule": .string(finding.key.rule),
        "resource": LedgerDocument.resource(finding.resource),
        "attempt": .integer(Int64(finding.failures + 1)),
        "steps": .list(plan.steps.map(LedgerDocument.step)),
        "before": .object(before),
      ])
    loopGuard.record(finding.key, at: now)
    findings.update(id) {
      $0.plan = plan.steps
      $0.steps = plan.steps.map { _ in .planned }
      $0.answers = StepAnswers()
      $0.before = before
      $0.staleReads = 0
      $0.state = .fixing
    }
    report(.planned(finding: id, steps: plan.steps.map(\.name)))
    works[finding.resource]?.phase = .fixing
    run(step: 0, of: id)
  }

  private mutating func run(step: Int, of id: String) {
    guard let finding = findings[id] else { return }
    let planned = finding.plan[step]
    guard let filled = finding.answers.filled(planned.call) else {
      fail(id, "\(planned.name): an earlier step's answer lacks what the call needs")
      return finishWork(finding.resource)
    }
    write(
      .stepStarted, finding: id,
      [
        "step": .integer(Int64(step)), "call": .string(planned.name),
        "summary": .string(planned.summary),
      ])
    findings.update(id) { $0.steps[step] = .started }
    call(filled, .step(finding: id, step: step), .remediate)
  }

  mutating func stepAnswered(_ id: String, _ step: Int, _ outcome: APIOutcome) {
    guard let finding = findings[id], finding.state == .fixing else { return }
    switch outcome {
    case .success(let answer):
      var answers = finding.answers
      let kept = answers.take(answer, of: step, in: finding.plan)
      var document: AWSObject = ["step": .integer(Int64(step))]
      if !kept.isEmpty { document["answer"] = .object(kept) }
      write(.stepFinished, finding: id, document)
      report(.stepFinished(finding: id, step: step, error: nil))
      findings.update(id) {
        $0.answers = answers
        $0.finish(step)
      }
      goOn(after: step, of: id)
    case .failure(let error):
      report(.stepFinished(finding: id, step: step, error: error))
      // Without an answer the step may have taken effect; only reading tells, so it stays open.
      if error.status != 0 {
        write(
          .stepFinished, finding: id,
          ["step": .integer(Int64(step)), "error": LedgerDocument.error(error)])
        findings.update(id) { $0.steps[step] = .failed }
      }
      // What is so already is none of this plan's doing: no undo takes it back.
      if finding.plan[step].doneCodes.contains(error.code) { return goOn(after: step, of: id) }
      stepFailed(finding, finding.plan[step], error)
    }
  }

  private mutating func goOn(after step: Int, of id: String) {
    guard let finding = findings[id] else { return }
    if step + 1 < finding.plan.count { return run(step: step + 1, of: id) }
    verify(id)
  }

  /// A step whose resource is gone is no success: it is read again and judged. What may pass is
  /// tried again later, all else ends the finding.
  private mutating func stepFailed(_ finding: Finding, _ step: PlannedStep, _ error: AWSError) {
    let type = ruleIndex[finding.key.rule].map { rules[$0].type }
    let read = type?.readOne(finding.resource.id, finding.resource.scope)
    let isGone = read?.goneCodes.contains(error.code) ?? false
    if isGone { return verify(finding.id) }
    let isEarly = step.earlyCodes.contains(error.code)
    guard error.isRetryable || error.status == 0 || isEarly else {
      fail(finding.id, "\(error.code): \(error.message)")
      return finishWork(finding.resource)
    }
    let limits = configuration.limits
    findings.update(finding.id) {
      $0.failures += 1
      $0.state = error.status == 0 ? .verifying : .open
    }
    guard finding.failures + 1 < limits.fixAttempts else {
      fail(
        finding.id,
        "\(error.code): \(error.message) (\(finding.failures + 1) attempts)")
      return finishWork(finding.resource)
    }
    let delay = Backoff.delay(
      after: finding.failures + 1, first: limits.fixBackoff, cap: limits.backoffCap)
    sleep(finding.resource, until: now + delay)
  }

  private mutating func verify(_ id: String) {
    guard let finding = findings[id] else { return }
    findings.update(id) { $0.state = .verifying }
    beginRead(finding.resource)
  }

  /// Settles steps whose end is not known by what reading showed: a call that is not planned any
  /// more took effect, one that still is did not.
  mutating func settle(_ id: String, stillPlanned: [PlannedStep]) {
    guard let finding = findings[id] else { return }
    let planned = stillPlanned.map { LedgerDocument.call($0.call) }
    for (index, state) in finding.steps.enumerated() where state == .started {
      let tookEffect = !planned.contains(LedgerDocument.call(finding.plan[index].call))
      write(
        .stepFinished, finding: id,
        [
          "step": .integer(Int64(index)), "settled": true, "took-effect": .bool(tookEffect),
        ])
      findings.update(id) {
        if tookEffect { $0.finish(index) } else { $0.steps[index] = .failed }
      }
    }
  }
}
