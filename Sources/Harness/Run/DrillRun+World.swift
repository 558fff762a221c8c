import AWS
import AWSClient
import Delivery
import Emulator
import Faults
import Journal
import Remediation
import Simulation

/// Between the run and the world: requests in, answers, changes and wakes out.
extension DrillRun {
  /// Takes up what an entry into the world left: changed rows and woken polls.
  @discardableResult
  func absorb(_ author: ChangeBook.Author, _ cause: ViolationWatch.Cause) throws(AWSError) -> Int {
    let rows = world.takeChanges()
    if !rows.isEmpty {
      changes.note(rows, by: author, isExcused: { violations.hasUnlabelled($0) })
      look(at: rows, cause)
    }
    try resumeWoken()
    return rows.count { !$0.table.hasPrefix("sqs_") }
  }

  func look(at rows: [RowChange], _ cause: ViolationWatch.Cause) {
    guard !rows.isEmpty else { return }
    probing { probe in
      for entry in violations.look(at: rows, cause, &probe) { journal.write(entry, at: now) }
    }
  }

  /// Asks the world as checkers do.
  func probing<Answer>(_ ask: (inout StateProbe) -> Answer) -> Answer {
    var probe = StateProbe(world: world, now: now, requests: requests, exclusions: exclusionBook)
    defer { requests = probe.requests }
    return ask(&probe)
  }

  private func resumeWoken() throws(AWSError) {
    let wakes = world.takeWakes()
    if wakes.isEmpty || waiting.isEmpty { return }
    let ready = waiting.filter { wakes.contains($0.ticket.wait.wakeOn) }
    waiting.removeAll { wakes.contains($0.ticket.wait.wakeOn) }
    for poll in ready { take(world.resume(poll.ticket, at: now), for: poll.sent, isNew: false) }
  }

  func pollOver(_ epoch: Int, _ attempt: AttemptID) throws(AWSError) {
    guard
      let index = waiting.firstIndex(where: {
        $0.sent.epoch == epoch && $0.sent.attempt == attempt
      })
    else { return }
    guard waiting[index].ticket.wait.until <= now else { return }
    let poll = waiting.remove(at: index)
    take(world.resume(poll.ticket, at: now), for: poll.sent, isNew: false)
    try absorb(.service, .init(actor: "aws", call: ""))
  }

  /// A request of the engine's has arrived.
  func arrive(_ sent: EngineRequest) throws(AWSError) {
    requestCount += 1
    take(world.respond(to: sent.request, at: now), for: sent, isNew: true)
    let call = host?.calls[sent.attempt.call]
    let name = call.map { "\($0.call.service):\($0.call.operation)" } ?? sent.service
    let rows = try absorb(
      .engine(call: name, finding: call?.finding),
      .init(actor: call?.purpose == .undo ? "operator" : "engine", call: name))
    if sent.epoch == host?.epoch { host?.calls[sent.attempt.call]?.rowsChanged += rows }
  }

  private func take(_ reply: WorldReply, for sent: EngineRequest, isNew: Bool) {
    switch reply {
    case .waiting(let ticket):
      waiting.append(WaitingPoll(sent: sent, ticket: ticket))
      if isNew { queue.push(.pollOver(sent.epoch, sent.attempt), at: ticket.wait.until) }
    case .response(let response):
      guard let delay = answerDelay(sent) else { return }
      queue.push(.answer(sent.epoch, sent.attempt, .response(response)), at: now + delay)
    }
  }

  /// How long the answer is under way; nil when it never arrives.
  private func answerDelay(_ sent: EngineRequest) -> Duration? {
    let usual = Duration.microseconds(latency.integer(in: 10_000...40_000))
    guard callFaults.hasCallFaults else { return usual }
    let facts = CallFacts(
      service: sent.service, operation: host?.calls[sent.attempt.call]?.call.operation ?? "",
      scope: sent.scope, caller: Self.engineUser)
    return callFaults.judgeAnswer(to: facts, at: now).map { usual + $0 }
  }

  /// An injected fault's word on a call, before its effect.
  func judge(_ facts: APICallFacts, at time: Timestamp) -> Verdict {
    callFaults.judge(
      CallFacts(
        service: facts.service, operation: facts.operation, scope: facts.scope,
        caller: facts.caller.name),
      at: time)
  }

  func observe(_ outcome: DeliveryOutcome) {
    journal.count(outcome)
    captured.append(outcome)
  }

  /// A call that is over at once: an actor's, a workload's.
  func respond(to request: HTTPRequest) throws(AWSError) -> HTTPResponse {
    requestCount += 1
    captured.removeAll(keepingCapacity: true)
    switch world.respond(to: request, at: now) {
    case .response(let response): return response
    case .waiting: return HTTPResponse(status: 200)
    }
  }
}
