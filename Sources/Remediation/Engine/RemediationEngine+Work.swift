import AWS

/// The list of resources to read: each once, however many records ask for it.
extension RemediationEngine {
  /// Puts a resource on the list, or notes on its entry that it is asked for again.
  mutating func enqueue(
    _ resource: ResourceReference, type: Int, _ cause: Work.Cause, isUrgent: Bool
  ) {
    var cause = cause
    let existing = works[resource]
    let isKept: Bool
    if let existing {
      let waiting = existing.phase.isInFlight ? existing.again : existing.cause
      isKept = (waiting?.through ?? 0) > 0
    } else {
      isKept = false
    }
    if isUrgent, !isKept, cause.through == 0, !cause.eventIDs.isEmpty {
      cause.through = write(
        .queued,
        [
          "resource": LedgerDocument.resource(resource),
          "source": LedgerDocument.source(cause.source),
          "events": LedgerDocument.texts(cause.eventIDs),
          "rules": LedgerDocument.texts(cause.rules.map { rules[$0].name }),
        ])
    }
    report(
      .queued(
        resource, source: cause.source, eventIDs: cause.eventIDs, coalesced: existing != nil))
    guard var work = existing else {
      add(Work(resource: resource, type: type, cause: cause), isUrgent: isUrgent)
      return
    }
    if work.phase.isInFlight {
      if work.again == nil { work.again = cause } else { work.again?.merge(cause) }
    } else {
      work.cause.merge(cause)
    }
    works[resource] = work
  }

  /// A resource that was read a moment ago waits a little, so that one that changes all the time
  /// is not read all the time.
  private mutating func add(_ work: Work, isUrgent: Bool) {
    works[work.resource] = work
    let interval = configuration.limits.rereadInterval
    if let last = lastReadings[work.resource], now < last.startedAt + interval {
      sleep(work.resource, until: last.startedAt + interval)
    } else if isUrgent {
      urgent.append(work.resource)
    } else {
      ordinary.append(work.resource)
    }
  }

  mutating func sleep(_ resource: ResourceReference, until time: Timestamp) {
    if works[resource]?.phase.isInFlight ?? false { worksInFlight -= 1 }
    let timer = startTimer(.wakeWork(resource), at: time)
    works[resource]?.phase = .sleeping(timer)
  }

  mutating func wakeWork(_ resource: ResourceReference) {
    guard case .sleeping = works[resource]?.phase else { return }
    works[resource]?.phase = .queued
    urgent.append(resource)
  }

  mutating func pumpWork() {
    if isStopping { return }
    while worksInFlight < configuration.limits.worksInFlight,
      let resource = urgent.popFirst() ?? ordinary.popFirst()
    {
      guard works[resource]?.phase == .queued else { continue }
      worksInFlight += 1
      beginRead(resource)
    }
  }

  var isQueueFull: Bool {
    urgent.count + ordinary.count + lookups.count >= configuration.limits.queueLength
  }

  // MARK: Reading

  mutating func beginRead(_ resource: ResourceReference) {
    guard var work = works[resource] else { return }
    if let again = work.again {
      work.cause.merge(again)
      work.again = nil
    }
    var reading = Reading(
      types[work.type], id: resource.id, scope: resource.scope, hydrations: hydrations(for: work),
      pageLimit: configuration.limits.pagesPerListing)
    let progress = reading.start(at: now)
    work.reading = reading
    work.readStartedAt = now
    work.phase = .reading
    works[resource] = work
    proceed(resource, progress)
  }

  /// What the rules at hand need, and the tags where an exemption goes by them.
  private func hydrations(for work: Work) -> [Hydration] {
    var asked = Set(work.cause.rules)
    for finding in findings.open(of: work.resource) {
      if let rule = ruleIndex[finding.key.rule] { asked.insert(rule) }
    }
    return hydrations(for: asked.sorted(), type: types[work.type])
  }

  func hydrations(for asked: [Int], type: ResourceType) -> [Hydration] {
    var all = asked.flatMap { rules[$0].hydrations }
    if configuration.exemptions.contains(where: { $0.tag != nil }) { all += type.tagHydrations }
    return all.uniqued
  }

  mutating func readAnswered(_ resource: ResourceReference, _ outcome: APIOutcome) {
    guard works[resource]?.phase == .reading,
      let progress = works[resource]?.reading?.take(outcome, at: now)
    else { return }
    proceed(resource, progress)
  }

  private mutating func proceed(
    _ resource: ResourceReference, _ progress: Reading.Progress
  ) {
    switch progress {
    case .call(let next):
      let isVerifying =
        works[resource]?.undo != nil
        || findings.open(of: resource).contains(where: \.isUnderRepair)
      call(next, .read(resource), isVerifying ? .verify : .read)
    case .pause(let pause, _): startTimer(.askAgain(resource), at: now + pause)
    case .ready(let document):
      works[resource]?.reading = nil
      works[resource]?.readFailures = 0
      judge(resource, document)
    case .gone: isGone(resource)
    case .failed(let error): readFailed(resource, error)
    }
  }

  /// The pause of a read is over whose answer was not ready. Meanwhile the resource stays in work.
  mutating func askAgain(_ resource: ResourceReference) {
    guard works[resource]?.phase == .reading, let next = works[resource]?.reading?.pausedCall
    else { return }
    proceed(resource, .call(next))
  }

  private mutating func isGone(_ resource: ResourceReference) {
    if let request = pendingUndos.removeValue(forKey: resource) {
      refuseUndo(request.finding, "`\(resource.id)` is gone")
    }
    if let undo = works[resource]?.undo {
      works[resource]?.undo = nil
      endUndo(undo.finding, isComplete: false, "`\(resource.id)` is gone")
    }
    for finding in findings.open(of: resource) { close(finding.id, "the resource is gone") }
    finishWork(resource)
  }

  private mutating func readFailed(_ resource: ResourceReference, _ error: AWSError) {
    guard var work = works[resource] else { return }
    work.readFailures += 1
    work.reading = nil
    works[resource] = work
    let limits = configuration.limits
    if work.readFailures < limits.readAttempts {
      let delay = Backoff.delay(
        after: work.readFailures, first: limits.readBackoff, cap: limits.backoffCap)
      return sleep(resource, until: now + delay)
    }
    // Who denies the engine to read hides from it: that is for people to look at.
    let message =
      "can't read \(resource.type) `\(resource.id)` in \(resource.scope): "
      + "\(error.code): \(error.message)"
    warn(message)
    alert(["resource": LedgerDocument.resource(resource), "message": .string(message)])
    if let undo = work.undo {
      works[resource]?.undo = nil
      endUndo(undo.finding, isComplete: false, "it can't be read again: \(error.code)")
    }
    // What the ledger says of it stays unjudged, so that a restart or a scan takes it up again.
    works[resource]?.cause.through = 0
    finishWork(resource)
  }

  /// Takes a resource off the list, or back to its end when it was asked for in between.
  mutating func finishWork(_ resource: ResourceReference) {
    guard let work = works.removeValue(forKey: resource) else { return }
    if work.phase.isInFlight { worksInFlight -= 1 }
    if work.cause.through > 0 {
      write(
        .judged,
        [
          "resource": LedgerDocument.resource(resource), "through": .integer(work.cause.through),
        ])
    }
    guard let again = work.again else { return }
    add(Work(resource: resource, type: work.type, cause: again), isUrgent: true)
  }
}
