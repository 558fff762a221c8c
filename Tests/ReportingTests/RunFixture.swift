import AWS
import Journal

/// A run made by hand, entry by entry; what a test doesn't set is a quiet run of an hour.
struct RunFixture {
  private var entries: [JournalEntry] = []
  static let start = Timestamp(seconds: 1_767_225_600)

  init(title: String = "A drill", scenario: String = "family/name", expectViolated: [String] = []) {
    var it = RunStarted()
    it.scenario = scenario
    it.title = title
    it.seed = 7
    it.commandLine = "stormdrill run Scenarios/\(scenario).yaml --seed 7"
    it.duration = .hours(1)
    it.calmFrom = Self.start + .hours(1)
    it.until = Self.start + .hours(2)
    it.rules = ["foundational/ec2-open-admin-port"]
    it.feeds = ["event-queue"]
    it.mode = "enforce"
    it.expectViolated = expectViolated
    add(0, .runStarted(it))
  }

  mutating func add(_ seconds: Int64, _ kind: JournalEntry.Kind) {
    entries.append(
      JournalEntry(
        sequence: Int64(entries.count + 1), time: Self.start + .seconds(seconds), kind: kind))
  }

  static func subject(_ id: String = "sg-0123456789abcdef0") -> Subject {
    Subject(
      id: id, type: "aws.security-group",
      scope: Scope(account: "123456789012", region: "us-east-1"))
  }

  /// An attack on a resource; found, repaired and verified unless told otherwise.
  mutating func attack(
    at seconds: Int64 = 600, on id: String = "sg-0123456789abcdef0", isFound: Bool = true
  ) {
    var label = Label()
    label.label = "L1"
    label.kind = .attack
    label.violates = "ec2-open-admin-port"
    label.subject = Self.subject(id)
    label.actor = "mallory"
    add(seconds, .label(label))
    var call = ActorCall()
    call.actor = "mallory"
    call.call = "ec2:AuthorizeSecurityGroupIngress"
    call.label = "L1"
    call.subject = Self.subject(id)
    add(seconds, .actorCall(call))
    var opened = ViolationOpened()
    opened.violation = "V1"
    opened.checker = "ec2-open-admin-port"
    opened.subject = Self.subject(id)
    opened.label = "L1"
    opened.about = "22/tcp from anywhere"
    add(seconds, .violationOpened(opened))
    if isFound { fix(at: seconds + 90, id) }
  }

  private mutating func fix(at seconds: Int64, _ id: String) {
    var found = FindingOpened()
    found.finding = "F1"
    found.rule = "ec2-open-admin-port"
    found.subject = Self.subject(id)
    found.source = "event-queue"
    add(seconds, .findingOpened(found))
    var call = EngineCall()
    call.purpose = "remediate"
    call.call = "ec2:RevokeSecurityGroupIngress"
    call.finding = "F1"
    call.rowsChanged = 1
    add(seconds + 1, .engineCall(call))
    var closed = ViolationClosed()
    closed.violation = "V1"
    closed.subject = Self.subject(id)
    closed.exposure = .seconds(91)
    closed.closedBy = "engine"
    add(seconds + 1, .violationClosed(closed))
    var verified = Verified()
    verified.finding = "F1"
    verified.fixed = true
    add(seconds + 2, .verified(verified))
  }

  /// Ends the run and holds it against the expectations, as the harness does.
  mutating func finish(
    _ expectations: [(String, ExpectationResult.Comparator, MetricValue)] = [],
    wantsViolation: Bool = false
  ) -> RunResult? {
    var ended = RunEnded()
    ended.converged = true
    add(7200, .runEnded(ended))
    let metrics = RunMetrics(entries)
    for (name, comparator, required) in expectations {
      add(
        7200,
        .expectation(
          ExpectationResult(
            metric: name, comparator: comparator, required: required,
            actual: metrics[name] ?? .undefined, wantsViolation: wantsViolation)))
    }
    return RunResult(entries)
  }
}
