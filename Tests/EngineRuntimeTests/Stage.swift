import AWS
import AWSClient
import Documents
import Emulator
import EngineRuntime
import Remediation
import TestKit
import Testing

/// An engine and a local AWS that know nothing of each other but bytes, on virtual time. Each
/// request and each answer travels 10 ms.
final class Stage {
  static let scope = Scope(account: "123456789012", region: "us-east-1")

  let world: World
  let rules: [EngineRule]
  let configuration: EngineConfiguration
  var runtime: EngineRuntime
  var now = Client.start
  var ledger: [LedgerEntry] = []
  var events: [EngineEvent] = []
  var notices: [Notice] = []
  var requestCount = 0
  private var agenda: [(at: Timestamp, order: Int, Item)] = []
  private var order = 0

  private enum Item {
    case arrive(AttemptID, HTTPRequest)
    case resume(AttemptID, WorldReply.Ticket)
    case answer(AttemptID, HTTPResponse)
    case wake
    case noticed(NoticeID)
  }

  init(policies: String, _ change: (inout EngineConfiguration) -> Void = { _ in }) throws {
    world = try World(options: WorldOptions())
    let (policies, diagnostics) = PolicyFile.load(text: policies, file: "policies.yml")
    #expect(diagnostics.isEmpty)
    rules = policies.map(\.engineRule)
    var configuration = EngineConfiguration(mode: .enforce, scopes: [Self.scope])
    change(&configuration)
    self.configuration = configuration
    runtime = Self.runtime(configuration, rules)
  }

  private static func runtime(_ configuration: EngineConfiguration, _ rules: [EngineRule])
    -> EngineRuntime
  {
    EngineRuntime(
      engine: RemediationEngine(configuration: configuration, rules: rules),
      client: ClientSession(
        configuration: ClientConfiguration(),
        credentials: CredentialTable(
          fallback: Credentials(accessKeyID: scope.account, secretAccessKey: "secret")),
        seed: 1))
  }

  /// A first start, or one after a crash: what was on its way is lost but for the ledger.
  func start() {
    agenda = []
    runtime = Self.runtime(configuration, rules)
    perform(runtime.start(ledger: ledger, at: now))
  }

  var client: Client { Client(world, at: now) }

  func run(for duration: Duration) {
    let end = now + duration
    while let next = agenda.min(by: { ($0.at, $0.order) < ($1.at, $1.order) }), next.at <= end {
      agenda.removeAll { $0.order == next.order }
      now = max(now, next.at)
      switch next.2 {
      case .arrive(let attempt, let request):
        take(attempt, world.respond(to: request, at: now))
      case .resume(let attempt, let ticket):
        take(attempt, world.resume(ticket, at: now))
      case .answer(let attempt, let response):
        perform(runtime.received(attempt, .response(response), at: now))
      case .wake: perform(runtime.woken(at: now))
      case .noticed(let id): perform(runtime.noticeFinished(id, error: nil, at: now))
      }
    }
    now = end
  }

  func command(_ command: OperatorCommand) { perform(runtime.command(command, at: now)) }

  private func take(_ attempt: AttemptID, _ reply: WorldReply) {
    switch reply {
    case .response(let response): later(.answer(attempt, response), after: .milliseconds(10))
    // Asked every second: the queue of a test needs no more.
    case .waiting(let ticket):
      later(.resume(attempt, ticket), after: min(ticket.wait.until - now, .seconds(1)))
    }
  }

  private func later(_ item: Item, after delay: Duration) {
    order += 1
    agenda.append((now + delay, order, item))
  }

  private func perform(_ effects: [RuntimeEffect]) {
    for effect in effects {
      switch effect {
      case .write(let entries): ledger += entries
      case .send(let attempt, let request, _, _):
        requestCount += 1
        later(.arrive(attempt, request), after: .milliseconds(10))
      case .notice(let id, let notice):
        notices.append(notice)
        later(.noticed(id), after: .milliseconds(10))
      case .report(let event): events.append(event)
      case .wake(let time):
        order += 1
        agenda.append((time, order, .wake))
      }
    }
  }
}
