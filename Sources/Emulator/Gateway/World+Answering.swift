package import AWS
import OrderedCollections

extension World {
  /// Answers a request. What it changed is committed when this returns.
  package func respond(to request: HTTPRequest, at now: Timestamp) -> WorldReply {
    latestRefusal = nil
    return Gateway(world: self, now: clamp(now), isProbe: false).answer(request)
  }

  /// Asks again what waits, since its queue changed or its time is up.
  package func resume(_ ticket: WorldReply.Ticket, at now: Timestamp) -> WorldReply {
    var prepared = ticket.prepared
    prepared.call = prepared.call.asked(again: clamp(now))
    prepared.definition.beginRecord(of: &prepared.call, prepared.input)
    return perform(prepared, isProbe: false)
  }

  /// What a request would be answered, without throttle, fault, record or effect: for checkers.
  package func probe(_ request: HTTPRequest, at now: Timestamp) -> HTTPResponse {
    probing(at: now) { $0(request) }
  }

  /// What requests would be answered one after the other, each on what those before it changed;
  /// afterwards nothing of it is left. Why the latest of them was refused is kept.
  package func probing<Answer>(
    at now: Timestamp, _ ask: ((HTTPRequest) -> HTTPResponse) -> Answer
  ) -> Answer {
    let kept = (generator, seededScopes, wakes)
    let watcher = accessObserver
    accessObserver = nil
    defer { accessObserver = watcher }
    // What is gathered from rows that are gone afterwards must not be taken for what is there.
    let cache = accessCache
    let mark = observer.mark
    do {
      try database.begin()
    } catch {
      return ask { _ in HTTPResponse(status: error.status) }
    }
    let answer = ask { request in
      latestRefusal = nil
      switch Gateway(world: self, now: max(latest, now), isProbe: true).answer(request) {
      case .response(let response): return response
      case .waiting: return HTTPResponse(status: 204)
      }
    }
    database.rollback()
    observer.forget(since: mark)
    (generator, seededScopes, wakes) = kept
    accessCache = cache
    return answer
  }

  /// What a checker reads as an account's root user, whom no policy hinders meanwhile.
  package func inspect(_ request: HTTPRequest, at now: Timestamp) -> HTTPResponse {
    isRootUnhindered = true
    defer { isRootUnhindered = false }
    return probe(request, at: now)
  }

  /// Runs the operation: its changes, its record and that record's deliveries commit together.
  func perform(_ prepared: PreparedCall, isProbe: Bool) -> WorldReply {
    var prepared = prepared
    let mark = observer.mark
    do {
      if !isProbe { try database.begin() }
      let outcome = try attempt(&prepared)
      if case .success = outcome, let wait = prepared.call.wait {
        // A message may have gone to the dead-letter queue meanwhile.
        if !isProbe { try database.commit() }
        awaited.append(wait.wakeOn)
        return .waiting(WorldReply.Ticket(wait: wait, prepared: prepared))
      }
      let response = prepared.encoded(outcome)
      if !isProbe {
        if outcome.isOfAWS { try record(prepared, outcome, response) }
        try database.commit()
      }
      return .response(response)
    } catch {
      if !isProbe { database.rollback() }
      observer.forget(since: mark)
      return .response(prepared.encoded(.failure(error)))
    }
  }

  /// An error undoes what the operation changed, and is an outcome like any other.
  private func attempt(_ prepared: inout PreparedCall) throws(AWSError) -> CallOutcome {
    let mark = observer.mark
    let policies = database.policyChanges
    try database.run("SAVEPOINT call")
    do {
      let output = try prepared.operation.perform(prepared.input, &prepared.call)
      try database.run("RELEASE call")
      return .success(output)
    } catch {
      // A full disk may have ended the whole transaction.
      guard database.isInTransaction else { throw error }
      try database.run("ROLLBACK TO call")
      database.forgetPolicies(since: policies)
      try database.run("RELEASE call")
      observer.forget(since: mark)
      return .failure(error)
    }
  }

  /// Records and answers a call that was refused before its operation.
  func refuse(_ prepared: PreparedCall, _ refusal: AWSError, isProbe: Bool) -> HTTPResponse {
    let outcome = CallOutcome.failure(refusal)
    let response = prepared.encoded(outcome)
    if isProbe || !outcome.isOfAWS { return response }
    do {
      try transaction { () throws(AWSError) in
        try record(prepared, outcome, response)
      }
      return response
    } catch {
      return prepared.encoded(.failure(error))
    }
  }
}

extension Call {
  /// The same call at a later time, with nothing said of its record yet.
  func asked(again now: Timestamp) -> Call {
    Call(
      world: world, service: service, operation: operation, scope: scope, caller: caller, now: now,
      started: started, requestID: requestID, request: request)
  }
}
