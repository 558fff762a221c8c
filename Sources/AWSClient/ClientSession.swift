package import AWS

/// All calls of one engine, from submitted to finished: encodes, signs, paces, retries, walks
/// pages. A value without clock or network; the same calls, answers and times give the same
/// effects.
package struct ClientSession: Sendable {
  let configuration: ClientConfiguration
  /// May change between calls: credentials of roles run out.
  package var credentials: CredentialTable
  var generator: SeededGenerator
  var calls: [Int64: LogicalCall] = [:]
  var lanes: [Lane] = []
  private var laneIndex: [LaneKey: Int] = [:]
  var quotas: [LaneKey: RetryQuota] = [:]
  var agenda = Agenda()
  var signingKeys = SigningKeyCache()
  /// How far AWS's clock is ahead of the given time, by host.
  var skews: [String: Duration] = [:]
  /// Where S3 said that a bucket is.
  var bucketRegions: [String: String] = [:]
  private var announced: Timestamp?

  package init(
    configuration: ClientConfiguration, credentials: CredentialTable, seed: UInt64
  ) {
    self.configuration = configuration
    self.credentials = credentials
    generator = SeededGenerator(seed: seed).fork("client-retries")
  }

  /// Calls that have not finished yet.
  package var unfinishedCount: Int { calls.count }

  /// Starts a call. `id` is the caller's and must be free.
  ///
  /// With `allPages` a listing is walked to its end and finishes as one answer whose lists hold
  /// the items of all pages; operations without pages are called once. `isUrgent` calls pass the
  /// others of their lane.
  package mutating func submit(
    _ id: Int64, _ call: APICall, allPages: Bool = false, isUrgent: Bool = false,
    at now: Timestamp
  ) -> [ClientEffect] {
    precondition(calls[id] == nil, "call \(id) is under way already")
    guard let operation = ServiceModel.named(call.service)?.operation(call.operation) else {
      return [.finished(id, .failure(.unknownOperation(call)))]
    }
    guard credentials[account: call.scope.account] != nil else {
      return [.finished(id, .failure(.noCredentials(call.scope.account)))]
    }
    let lane = lane(of: call)
    guard lanes[lane].waitingCount < configuration.queueLimit else {
      return [.finished(id, .failure(.queueFull(call, configuration.queueLimit)))]
    }
    var logical = LogicalCall(id: id, call: call, lane: lane, isUrgent: isUrgent)
    if allPages { logical.walk = operation.paginator.map(PageWalk.init) }
    if call.service == "s3", let bucket = call.input["Bucket"]?.string {
      logical.region = bucketRegions[bucket]
    }
    calls[id] = logical
    enqueue(logical)
    var effects: [ClientEffect] = []
    dispatch(lane, at: now, &effects)
    return announcing(effects, now)
  }

  /// An answer, or that none will come. Answers to attempts that were given up are ignored.
  package mutating func received(
    _ attempt: AttemptID, _ result: TransportResult, at now: Timestamp
  ) -> [ClientEffect] {
    guard let call = calls[attempt.call], call.state == .sent, call.attempt == attempt else {
      return []
    }
    lanes[call.lane].inFlight -= 1
    var effects: [ClientEffect] = []
    settle(call, result, at: now, &effects)
    dispatch(call.lane, at: now, &effects)
    return announcing(effects, now)
  }

  /// The time of a wake has come; too early or too often does no harm.
  package mutating func fired(at now: Timestamp) -> [ClientEffect] {
    if let announced, announced <= now { self.announced = nil }
    var effects: [ClientEffect] = []
    while let item = agenda.popDue(at: now) {
      switch item {
      case .retry(let id):
        guard let call = calls[id], call.state == .waiting else { continue }
        enqueue(call)
      case .timeout(let attempt):
        guard let call = calls[attempt.call], call.state == .sent, call.attempt == attempt else {
          continue
        }
        lanes[call.lane].inFlight -= 1
        settle(call, .failure("no answer came in time"), at: now, &effects)
      }
    }
    for lane in lanes.indices where lanes[lane].waitingCount > 0 {
      dispatch(lane, at: now, &effects)
    }
    return announcing(effects, now)
  }

  mutating func enqueue(_ call: LogicalCall) {
    calls[call.id]?.state = .queued
    if call.isUrgent {
      lanes[call.lane].urgent.append(call.id)
    } else {
      lanes[call.lane].ordinary.append(call.id)
    }
  }

  /// Puts on the wire what the lane's pace and its places allow.
  mutating func dispatch(_ lane: Int, at now: Timestamp, _ effects: inout [ClientEffect]) {
    while lanes[lane].waitingCount > 0, lanes[lane].inFlight < configuration.inFlightPerLane {
      guard lanes[lane].bucket.take(at: now), let id = lanes[lane].popFirst() else { return }
      send(id, at: now, &effects)
    }
  }

  private mutating func lane(of call: APICall) -> Int {
    let (name, pace) = configuration.pacing.pace(of: call)
    let key = LaneKey(service: call.service, scope: call.scope, name: name)
    if let index = laneIndex[key] { return index }
    lanes.append(Lane(key: key, bucket: TokenBucket(pace)))
    laneIndex[key] = lanes.count - 1
    return lanes.count - 1
  }

  /// Asks to be woken when anything is due earlier than was asked for before.
  private mutating func announcing(_ effects: [ClientEffect], _ now: Timestamp) -> [ClientEffect] {
    agenda.removeStale { item in
      switch item {
      case .retry(let id): calls[id]?.state != .waiting
      case .timeout(let attempt):
        calls[attempt.call].map { $0.state != .sent || $0.attempt != attempt } ?? true
      }
    }
    var due = agenda.first
    for lane in lanes
    where lane.waitingCount > 0 && lane.inFlight < configuration.inFlightPerLane {
      due = min(due ?? .distantFuture, lane.bucket.nextPermit(after: now))
    }
    guard let due, due < announced ?? .distantFuture else { return effects }
    announced = due
    return effects + [.wake(at: due)]
  }
}

extension AWSError {
  static func unknownOperation(_ call: APICall) -> AWSError {
    AWSError(
      "ClientUnknownOperation", "no model has `\(call.service):\(call.operation)`", status: 0)
  }

  static func noCredentials(_ account: String) -> AWSError {
    AWSError("ClientNoCredentials", "no credentials for account `\(account)`", status: 0)
  }

  static func queueFull(_ call: APICall, _ limit: Int) -> AWSError {
    AWSError(
      "ClientQueueFull",
      "\(limit) calls of `\(call.service)` wait in \(call.scope) already", status: 0)
  }
}
