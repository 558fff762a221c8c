import AWS
import AWSClient
import EngineRuntime
import Foundation
import Ledger
import LiveAWS
import Remediation
import Synchronization

/// Runs the engine on the real clock: performs its effects in their order, on one thread.
final class LiveDriver {
  private var runtime: EngineRuntime
  private let ledger: LedgerStore
  private let transport: CurlTransport
  private let notices: NoticeSender
  /// Told of everything that the engine sees and decides.
  private let report: (EngineEvent) -> Void
  /// Set by a signal: finish what is under way, then end.
  private let stop: StopSignal?
  /// Signs in again, before the credentials run out.
  private let renew: () throws -> LiveIdentity
  private var expires: Timestamp?

  init(
    configuration: EngineConfiguration, rules: [EngineRule], identity: LiveIdentity,
    endpoints: EndpointResolver, ledger: LedgerStore, stop: StopSignal? = nil,
    renew: @escaping () throws -> LiveIdentity, report: @escaping (EngineEvent) -> Void
  ) throws {
    let client = ClientSession(
      configuration: ClientConfiguration(endpoints: endpoints, version: Stormdrill.version),
      credentials: CredentialTable(accounts: [identity.account: identity.credentials]),
      seed: LiveClock.seed())
    runtime = EngineRuntime(
      engine: RemediationEngine(configuration: configuration, rules: rules), client: client)
    self.ledger = ledger
    self.stop = stop
    self.report = report
    self.renew = renew
    expires = identity.expires
    transport = try CurlTransport()
    notices = try NoticeSender()
  }

  /// Starts from the ledger, gives the commands and works until `isDone`, or until it was told to
  /// stop and has finished what was under way.
  func run(_ commands: [OperatorCommand], until isDone: (RemediationEngine) -> Bool) throws {
    try perform(runtime.start(ledger: entries(), at: LiveClock.now()))
    for command in commands { try perform(runtime.command(command, at: LiveClock.now())) }
    var hasStopped = false
    while !isDone(runtime.engine) {
      if let stop, stop.isSet, !hasStopped {
        hasStopped = true
        try perform(runtime.command(.stop, at: LiveClock.now()))
      }
      if hasStopped, runtime.engine.isIdle { return }
      try turn()
    }
  }

  /// How long before their end credentials are renewed.
  private static let renewalMargin = Duration.minutes(5)

  private func renewCredentials() throws {
    guard let end = expires, LiveClock.now() > end - Self.renewalMargin else { return }
    let identity = try renew()
    expires = identity.expires
    runtime.use(CredentialTable(accounts: [identity.account: identity.credentials]))
  }

  private func turn() throws {
    try renewCredentials()
    let now = LiveClock.now()
    let wake = runtime.nextWake.map { max(.zero, $0 - now) } ?? .seconds(1)
    let pause = min(wake, notices.isBusy ? .milliseconds(20) : .milliseconds(250))
    for (attempt, result) in transport.wait(upTo: pause) {
      try perform(runtime.received(attempt, result, at: LiveClock.now()))
    }
    for (id, error) in notices.finished() {
      try perform(runtime.noticeFinished(id, error: error, at: LiveClock.now()))
    }
    if let next = runtime.nextWake, next <= LiveClock.now() {
      try perform(runtime.woken(at: LiveClock.now()))
    }
  }

  private func perform(_ effects: [RuntimeEffect]) throws {
    // Told to the engine after all its effects are performed, so that their order stays.
    var unsent: [(AttemptID, String)] = []
    for effect in effects {
      switch effect {
      case .write(let entries):
        do throws(LedgerStore.Failure) {
          try ledger.append(entries)
        } catch {
          throw Failure("\(error.message): the engine stops, since it can't remember", status: 1)
        }
      case .send(let attempt, let request, _, _):
        do throws(CurlTransport.SetUpError) {
          try transport.send(attempt, request)
        } catch {
          unsent.append((attempt, error.description))
        }
      case .notice(let id, let notice): notices.send(id, notice)
      case .report(let event): report(event)
      case .wake: break
      }
    }
    for (attempt, message) in unsent {
      try perform(runtime.received(attempt, .failure(message), at: LiveClock.now()))
    }
  }

  private func entries() throws -> [LedgerEntry] {
    do throws(LedgerStore.Failure) {
      return try ledger.entries()
    } catch {
      throw Failure(error.message)
    }
  }

  static func partition(of region: String) -> String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }
}

/// Set once, from a signal, read by the engine's loop.
final class StopSignal: Sendable {
  private let flag = Atomic<Bool>(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }
  func set() { flag.store(true, ordering: .relaxed) }
}
