package import AWS

/// A call that has passed every stage before its operation.
struct AdmittedCall {
  let authenticated: Gateway.AuthenticatedCall
}

/// What came of a call.
enum CallOutcome {
  case success(AWSObject)
  case failure(AWSError)
}

extension World {
  /// Answers a request. What it changed is committed when this returns.
  package func respond(to request: HTTPRequest, at now: Timestamp) -> WorldReply {
    Gateway(world: self, now: clamp(now), isProbe: false).answer(request)
  }

  /// Asks again what waits, since its queue changed or its time is up.
  package func resume(_ ticket: WorldReply.Ticket, at now: Timestamp) -> WorldReply {
    var authenticated = ticket.admitted.authenticated
    authenticated.call = authenticated.call.asked(again: clamp(now))
    return perform(AdmittedCall(authenticated: authenticated), isProbe: false)
  }

  /// What a request would be answered, without throttle, fault, record or effect: for checkers.
  package func probe(_ request: HTTPRequest, at now: Timestamp) -> HTTPResponse {
    let kept = (generator, seededScopes, wakes, throttle)
    let mark = observer.mark
    do { try database.begin() } catch { return .init(status: 500) }
    let reply = Gateway(world: self, now: max(latest, now), isProbe: true).answer(request)
    database.rollback()
    observer.forget(since: mark)
    (generator, seededScopes, wakes, throttle) = kept
    switch reply {
    case .response(let response): return response
    case .waiting: return HTTPResponse(status: 204)
    }
  }

  /// Runs the operation: its changes, its record and that record's deliveries commit together.
  func perform(_ admitted: AdmittedCall, isProbe: Bool) -> WorldReply {
    let authenticated = admitted.authenticated
    var call = authenticated.call
    let mark = observer.mark
    let outcome: CallOutcome
    do {
      if !isProbe { try database.begin() }
      outcome = try attempt(authenticated, &call)
      if let wait = call.wait, case .success = outcome {
        if !isProbe { database.rollback() }
        observer.forget(since: mark)
        awaited.append(wait.wakeOn)
        return .waiting(WorldReply.Ticket(wait: wait, admitted: admitted))
      }
      if !isProbe {
        try record(call, authenticated, outcome)
        try database.commit()
      }
    } catch {
      if !isProbe { database.rollback() }
      observer.forget(since: mark)
      return .response(encoded(.failure(error), authenticated, call))
    }
    return .response(encoded(outcome, authenticated, call))
  }

  /// An error undoes what the operation changed, and is an outcome like any other.
  private func attempt(_ authenticated: Gateway.AuthenticatedCall, _ call: inout Call)
    throws(AWSError) -> CallOutcome
  {
    let mark = observer.mark
    try database.run("SAVEPOINT call")
    do {
      let output = try authenticated.operation.perform(authenticated.input, &call)
      try database.run("RELEASE call")
      return .success(output)
    } catch {
      guard database.isInTransaction else { throw error }
      try database.run("ROLLBACK TO call")
      try database.run("RELEASE call")
      observer.forget(since: mark)
      return .failure(error)
    }
  }

  /// Records what was refused before its operation; gives back what to answer.
  func conclude(
    _ call: inout Call, _ authenticated: Gateway.AuthenticatedCall, _ outcome: CallOutcome,
    isProbe: Bool
  ) -> AWSError {
    guard case .failure(let refusal) = outcome else { preconditionFailure("a refusal is an error") }
    if isProbe || refusal.code == "NotImplemented" { return refusal }
    do {
      try transaction { () throws(AWSError) in try record(call, authenticated, outcome) }
      return refusal
    } catch {
      return error
    }
  }

  private func encoded(
    _ outcome: CallOutcome, _ authenticated: Gateway.AuthenticatedCall, _ call: Call
  ) -> HTTPResponse {
    let service = authenticated.model.service
    switch outcome {
    case .success(let output):
      return service.encodeResponse(authenticated.model, output, requestID: call.requestID)
    case .failure(let error):
      return service.encodeError(
        error, operation: authenticated.model, request: call.request, requestID: call.requestID)
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
