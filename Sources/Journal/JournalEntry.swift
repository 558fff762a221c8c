package import AWS

/// One line of a run's journal: what happened, when.
///
/// All that a report says comes from these; the metrics are a pure function of them.
package struct JournalEntry: Hashable, Sendable {
  /// From 1, without gaps.
  package var sequence: Int64
  /// On the run's own clock, which is virtual in a drill.
  package var time: Timestamp
  package var kind: Kind

  package init(sequence: Int64, time: Timestamp, kind: Kind) {
    self.sequence = sequence
    self.time = time
    self.kind = kind
  }

  package enum Kind: Hashable, Sendable {
    case runStarted(RunStarted)
    case faultWindow(FaultWindow)
    case workloadWindow(WorkloadWindow)
    case workloadCalls(WorkloadCalls)
    case calmStarted(CalmStarted)
    case actorCall(ActorCall)
    case label(Label)
    case stopped(Stopped)
    case incident(IncidentEntry)
    case violationOpened(ViolationOpened)
    case violationClosed(ViolationClosed)
    case deliveries(Deliveries)
    case labelDelivery(LabelDelivery)
    case recordsSeen(RecordsSeen)
    case labelRecordSeen(LabelRecordSeen)
    case queued(Queued)
    case scan(Scan)
    case findingOpened(FindingOpened)
    case findingHeld(FindingHeld)
    case planned(Planned)
    case stepFinished(StepFinished)
    case verified(Verified)
    case findingClosed(FindingClosed)
    case undone(Undone)
    case undoCompared(UndoCompared)
    case warning(Warning)
    case engineCalls(EngineCalls)
    case engineCall(EngineCall)
    case engineCrash(EngineCrash)
    case ledger(Ledger)
    case notice(NoticeSent)
    case collateralChange(CollateralChange)
    case probe(ProbeResult)
    case finalScan(FinalScan)
    case expectation(ExpectationResult)
    case runEnded(RunEnded)
  }
}

extension JournalEntry.Kind {
  /// The word that a line says under `kind`, and what it carries.
  var named: (name: String, payload: any JournalPayload) {
    switch self {
    case .runStarted(let it): ("run-started", it)
    case .faultWindow(let it): ("fault-window", it)
    case .workloadWindow(let it): ("workload-window", it)
    case .workloadCalls(let it): ("workload-calls", it)
    case .calmStarted(let it): ("calm-started", it)
    case .actorCall(let it): ("actor-call", it)
    case .label(let it): ("label", it)
    case .stopped(let it): ("stopped", it)
    case .incident(let it): ("incident", it)
    case .violationOpened(let it): ("violation-opened", it)
    case .violationClosed(let it): ("violation-closed", it)
    case .deliveries(let it): ("deliveries", it)
    case .labelDelivery(let it): ("label-delivery", it)
    case .recordsSeen(let it): ("records-seen", it)
    case .labelRecordSeen(let it): ("label-record-seen", it)
    case .queued(let it): ("queued", it)
    case .scan(let it): ("scan", it)
    case .findingOpened(let it): ("finding-opened", it)
    case .findingHeld(let it): ("finding-held", it)
    case .planned(let it): ("planned", it)
    case .stepFinished(let it): ("step-finished", it)
    case .verified(let it): ("verified", it)
    case .findingClosed(let it): ("finding-closed", it)
    case .undone(let it): ("undone", it)
    case .undoCompared(let it): ("undo-compared", it)
    case .warning(let it): ("warning", it)
    case .engineCalls(let it): ("engine-calls", it)
    case .engineCall(let it): ("engine-call", it)
    case .engineCrash(let it): ("engine-crash", it)
    case .ledger(let it): ("ledger", it)
    case .notice(let it): ("notice", it)
    case .collateralChange(let it): ("collateral-change", it)
    case .probe(let it): ("probe", it)
    case .finalScan(let it): ("final-scan", it)
    case .expectation(let it): ("expectation", it)
    case .runEnded(let it): ("run-ended", it)
    }
  }

  /// nil for a word that this version doesn't know.
  init?(named name: String, reading fields: inout Fields) {
    func read<P: JournalPayload>(_ make: (P) -> Self) -> Self {
      var payload = P()
      payload.fields(&fields)
      return make(payload)
    }
    switch name {
    case "run-started": self = read(Self.runStarted)
    case "fault-window": self = read(Self.faultWindow)
    case "workload-window": self = read(Self.workloadWindow)
    case "workload-calls": self = read(Self.workloadCalls)
    case "calm-started": self = read(Self.calmStarted)
    case "actor-call": self = read(Self.actorCall)
    case "label": self = read(Self.label)
    case "stopped": self = read(Self.stopped)
    case "incident": self = read(Self.incident)
    case "violation-opened": self = read(Self.violationOpened)
    case "violation-closed": self = read(Self.violationClosed)
    case "deliveries": self = read(Self.deliveries)
    case "label-delivery": self = read(Self.labelDelivery)
    case "records-seen": self = read(Self.recordsSeen)
    case "label-record-seen": self = read(Self.labelRecordSeen)
    case "queued": self = read(Self.queued)
    case "scan": self = read(Self.scan)
    case "finding-opened": self = read(Self.findingOpened)
    case "finding-held": self = read(Self.findingHeld)
    case "planned": self = read(Self.planned)
    case "step-finished": self = read(Self.stepFinished)
    case "verified": self = read(Self.verified)
    case "finding-closed": self = read(Self.findingClosed)
    case "undone": self = read(Self.undone)
    case "undo-compared": self = read(Self.undoCompared)
    case "warning": self = read(Self.warning)
    case "engine-calls": self = read(Self.engineCalls)
    case "engine-call": self = read(Self.engineCall)
    case "engine-crash": self = read(Self.engineCrash)
    case "ledger": self = read(Self.ledger)
    case "notice": self = read(Self.notice)
    case "collateral-change": self = read(Self.collateralChange)
    case "probe": self = read(Self.probe)
    case "final-scan": self = read(Self.finalScan)
    case "expectation": self = read(Self.expectation)
    case "run-ended": self = read(Self.runEnded)
    default: return nil
    }
  }
}
