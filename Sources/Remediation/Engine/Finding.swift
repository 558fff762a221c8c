import AWS

/// A rule matched a resource: from there until it is fixed, gone or closed otherwise.
struct Finding: Hashable, Sendable {
  let id: String
  let key: FindingKey
  let source: DetectionSource
  let eventIDs: [String]
  let openedAt: Timestamp
  var state = State.open
  /// The plan that was last begun.
  var plan: [PlannedStep] = []
  /// How the steps of that plan stand.
  var steps: [StepState] = []
  /// What its finished steps answered that others of the plan refer to.
  var answers = StepAnswers()
  /// The steps that took effect, over all plans, oldest first: what an undo takes back.
  var executed: [PlannedStep] = []
  /// The document before the first step, and after it was verified.
  var before: AWSObject?
  var after: AWSObject?
  /// Attempts that failed for a while or didn't show.
  var failures = 0
  /// Readings since the last step that still show the old state.
  var staleReads = 0
  /// Whether its notices were handed over, in this life or an earlier one.
  var isNoticed = false
  /// An undo was begun: its resource may be half restored.
  var undoBegan = false

  enum State: Hashable, Sendable {
    case open
    case held(HoldReason)
    /// A step's call is under way.
    case fixing
    /// The plan has been carried out, or broken off; reading will tell.
    case verifying
    case ended
  }

  /// Why a finding is left alone.
  enum HoldReason: String, Hashable, Sendable {
    case exempt, limit, mode, stopping, undone, loop
    case noAction = "no-action"
  }

  enum StepState: Hashable, Sendable {
    case planned
    /// Written to the ledger, its end unknown: after a crash only reading tells.
    case started
    case done
    case failed
  }

  /// A step took effect: what undoes it is now known in full, or never will be.
  mutating func finish(_ step: Int) {
    steps[step] = .done
    var done = plan[step]
    let undo = done.undo.compactMap { answers.filled($0) }
    if undo.count < done.undo.count {
      done.irreversible = "the answer to \(done.name), which its undo needs, is not known"
    }
    done.undo = undo
    executed.append(done)
  }

  var isOpen: Bool { state != .ended }
  var resource: ResourceReference { key.resource }
  /// Whether a step took effect or may have.
  var mayHaveChanged: Bool { !executed.isEmpty || steps.contains(.started) }
  var isUnderRepair: Bool { state == .fixing || state == .verifying }

  /// The members that the fix changed.
  var changedMembers: [String] {
    guard let before, let after else { return [] }
    let all = before.keys + after.keys.filter { before[$0] == nil }
    return all.filter { !LedgerDocument.isSame(before[$0], after[$0]) }
  }
}

/// All findings that are open, and those that ended and can be undone.
struct FindingTable: Sendable {
  private var byID: [String: Finding] = [:]
  private var open: [FindingKey: String] = [:]
  private var openOf: [ResourceReference: [String]] = [:]
  private var ended = FIFO<String>()

  var openCount: Int { open.count }

  subscript(id: String) -> Finding? { byID[id] }

  func open(_ key: FindingKey) -> Finding? { open[key].flatMap { byID[$0] } }

  /// Oldest first.
  func open(of resource: ResourceReference) -> [Finding] {
    (openOf[resource] ?? []).compactMap { byID[$0] }
  }

  /// All that are open, oldest first.
  var allOpen: [Finding] {
    open.values.compactMap { byID[$0] }
      .sorted { ($0.openedAt, $0.id.count, $0.id) < ($1.openedAt, $1.id.count, $1.id) }
  }

  /// Those whose undo was begun and has no end in the ledger.
  var interruptedUndos: [String] {
    byID.values.filter(\.undoBegan).map(\.id).sorted()
  }

  mutating func add(_ finding: Finding) {
    byID[finding.id] = finding
    open[finding.key] = finding.id
    openOf[finding.resource, default: []].append(finding.id)
  }

  /// Changes one that is there.
  mutating func update(_ id: String, _ change: (inout Finding) -> Void) {
    guard var finding = byID[id] else { return }
    change(&finding)
    byID[id] = finding
  }

  /// Keeps what was changed for undo, up to `limit` of them, and forgets the rest.
  mutating func end(_ id: String, keeping limit: Int) {
    guard let finding = byID[id], finding.isOpen else { return }
    if open[finding.key] == id { open[finding.key] = nil }
    openOf[finding.resource]?.removeAll { $0 == id }
    if openOf[finding.resource]?.isEmpty ?? false { openOf[finding.resource] = nil }
    guard finding.mayHaveChanged else {
      byID[id] = nil
      return
    }
    byID[id]?.state = .ended
    ended.append(id)
    while ended.count > limit, let oldest = ended.popFirst() { byID[oldest] = nil }
  }
}
