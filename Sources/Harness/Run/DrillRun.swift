package import AWS
import AWSClient
import Delivery
import Emulator
import Faults
package import Journal
package import Remediation
import Simulation

/// One run of one scenario under one seed, on virtual time, from its set-up to its journal.
package final class DrillRun {
  /// A Monday morning, the same for every run: nothing of a run depends on today's date.
  package static let start = Timestamp(seconds: 1_767_603_600)

  let scenario: Scenario
  let seed: UInt64
  let commandLine: String
  let variant: Variant
  let rules: [EngineRule]
  let world: World
  let delivery: TrailDelivery
  let calmFrom: Timestamp
  let end: Timestamp

  var now = DrillRun.start
  var queue = EventQueue<DrillEvent>()
  var journal: JournalWriter
  var labels = LabelBook()
  var changes = ChangeBook()
  var violations = ViolationWatch()
  var names = Names()
  var principals: Principals
  var requests = RequestMaker()
  var callFaults: FaultSchedule
  var latency: SeededGenerator
  var workloads: [WorkloadRunner] = []
  var host: EngineHost?
  var queueURLs: [(scope: Scope, url: String)] = []
  var engineCredentials = CredentialTable()
  var waiting: [WaitingPoll] = []
  /// What the channels said of the records of the call under way.
  var captured: [DeliveryOutcome] = []
  var requestCount = 0
  var finalScanActions: Int?
  var findingsByKey: [String: [String]] = [:]
  /// What each finding is about.
  var subjects: [String: Subject] = [:]
  var stagedChanges: [RowChange] = []

  init(
    _ scenario: Scenario, _ variant: Variant, rules: [EngineRule], seed: UInt64,
    commandLine: String
  ) throws(DrillFailure) {
    self.scenario = scenario
    self.variant = variant
    principals = Principals(scenario.environment)
    self.seed = seed
    self.commandLine = commandLine
    self.rules = rules
    calmFrom = Self.start + scenario.duration
    end = calmFrom + scenario.calm
    let root = SeededGenerator(seed: seed)
    latency = root.fork("latency")
    let schedule = FaultSchedule(
      scenario.faults, seed: root.fork("faults").state, from: Self.start, until: calmFrom)
    callFaults = schedule
    delivery = TrailDelivery(faults: schedule)
    journal = JournalWriter(startingAt: Self.start)
    var options = WorldOptions()
    options.seed = root.fork("world").state
    options.defaultAccount = scenario.environment.account(nil)
    options.iam = scenario.environment.iam
    options.prongsOff = variant.prongsOff
    options.defaultRegion = scenario.environment.regions.first ?? "us-east-1"
    do throws(AWSError) {
      world = try World(options: options)
    } catch {
      throw DrillFailure(message: "the world can't be made: \(error.message)")
    }
  }

  /// Runs a scenario to its end, with all its defences unless a variant is given.
  package static func run(
    _ scenario: Scenario, _ variant: Variant? = nil, rules: [EngineRule], seed: UInt64,
    commandLine: String
  ) throws(DrillFailure) -> RunResult {
    let run = try DrillRun(
      scenario, variant ?? .full(of: scenario), rules: rules, seed: seed,
      commandLine: commandLine)
    try run.stage()
    do throws(AWSError) {
      try run.play()
    } catch {
      throw DrillFailure(message: "the world failed: \(error.code): \(error.message)")
    }
    guard let result = RunResult(run.journal.entries) else {
      preconditionFailure("a run's journal begins with its start")
    }
    return result
  }

  private func play() throws(AWSError) {
    writeStart()
    schedule()
    try startEngine(ledger: [])
    while true {
      let due = try world.nextDue
      guard let next = [due, queue.nextTime].compactMap(\.self).min(), next <= end else { break }
      now = max(now, next)
      if let due, due <= next {
        try world.advance(to: now)
        try absorb(.service, .init(actor: "aws", call: ""))
      } else if let event = queue.pop()?.event {
        try handle(event)
      }
    }
    now = end
    try finish()
  }

  private func schedule() {
    queue.push(.calm, at: calmFrom)
    // An engine that never scans is not made to: what it missed stays missed.
    if scenario.engine.scanEvery != nil {
      queue.push(.finalScan, at: end - min(.minutes(5), scenario.calm / 4))
    }
    for index in scenario.steps.indices {
      queue.push(.step(index, attempt: 1), at: Self.start + scenario.steps[index].at)
    }
    for index in scenario.incidents.indices {
      let incident = scenario.incidents[index]
      queue.push(.incident(index, .declared), at: Self.start + incident.from)
      queue.push(.incident(index, .ended), at: Self.start + incident.until)
    }
    if !scenario.environment.exclusions.isEmpty { queue.push(.lookAgain, at: now) }
    for index in workloads.indices {
      journal.write(.workloadWindow(workloads[index].window), at: now)
      if let next = workloads[index].next { queue.push(.workload(index), at: next) }
    }
    probeHypothesis(.before)
  }

  private func handle(_ event: DrillEvent) throws(AWSError) {
    switch event {
    case .calm: startCalm()
    case .step(let index, let attempt): try perform(index, attempt: attempt)
    case .workload(let index): try work(index)
    case .incident(let index, let phase): try move(index, phase)
    case .lookAgain: lookAgain()
    case .finalScan: try scanFinally()
    case .arrive(let request): try arrive(request)
    case .answer(let epoch, let attempt, let result): try answer(epoch, attempt, result)
    case .pollOver(let epoch, let attempt): try pollOver(epoch, attempt)
    case .clientWake(let epoch): try wakeClient(epoch)
    case .engineTimer(let epoch, let timer): try fire(epoch, timer)
    case .noticeSent(let epoch, let notice): try noticeSent(epoch, notice)
    case .restart: try restartEngine()
    }
  }

  private func startCalm() {
    var entry = CalmStarted()
    entry.openViolations = violations.openCount
    journal.write(.calmStarted(entry), at: now)
  }
}

/// What the run waits for.
enum DrillEvent {
  case calm
  case step(Int, attempt: Int)
  case workload(Int)
  case incident(Int, IncidentEntry.Phase)
  /// Exclusions shut with the clock alone.
  case lookAgain
  case finalScan
  /// A request of the engine's reaches AWS.
  case arrive(EngineRequest)
  case answer(Int, AttemptID, TransportResult)
  case pollOver(Int, AttemptID)
  case clientWake(Int)
  case engineTimer(Int, TimerID)
  case noticeSent(Int, NoticeID)
  case restart
}

/// A request of the engine's on the wire. `epoch` is the life of the engine that sent it.
struct EngineRequest {
  let epoch: Int
  let attempt: AttemptID
  let request: HTTPRequest
  let service: String
  let scope: Scope
}

/// A long poll that the world holds.
struct WaitingPoll {
  let sent: EngineRequest
  var ticket: WorldReply.Ticket
}
