import AWS
import Delivery
import Emulator
import Journal
import Remediation

/// The end: a last scan on what should be clean, and what is left over.
extension DrillRun {
  func scanFinally() throws(AWSError) {
    finalScanActions = 0
    try tell(.command(.scan))
  }

  func finish() throws(AWSError) {
    probeHypothesis(.after)
    for change in changes.collateral { journal.write(.collateralChange(change), at: now) }
    if let finalScanActions {
      var scan = FinalScan()
      scan.actions = finalScanActions
      journal.write(.finalScan(scan), at: now)
    }
    journal.finish(at: now)
    var entry = RunEnded()
    entry.messagesLeft = try messagesLeft()
    entry.deliveriesLeft = try delivery.waitingCount(in: world)
    entry.converged =
      host?.isDead == false && host?.engine.isIdle == true && entry.messagesLeft == 0
    entry.requests = requestCount
    journal.write(.runEnded(entry), at: now)
    let metrics = RunMetrics(journal.entries)
    for requirement in variant.requirements {
      let result = ExpectationResult(
        metric: requirement.metric, comparator: requirement.comparator,
        required: requirement.value, actual: metrics[requirement.metric] ?? .undefined,
        wantsViolation: requirement.wantsViolation)
      journal.write(.expectation(result), at: now)
    }
  }

  private func messagesLeft() throws(AWSError) -> Int {
    let store = SQSStore(world)
    var left: Int64 = 0
    for (scope, _) in queueURLs {
      let arn = "arn:aws:sqs:\(scope.region):\(scope.account):stormdrill-events"
      let counts = try store.counts(ofQueue: arn, at: now)
      left += counts.visible + counts.inFlight + counts.delayed
    }
    return Int(left)
  }
}
