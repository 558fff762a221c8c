import AWS

/// One attempt: put on the wire, and what its answer means.
extension ClientSession {
  mutating func send(_ id: Int64, at now: Timestamp, _ effects: inout [ClientEffect]) {
    guard var call = calls[id] else { return }
    call.attempts += 1
    call.state = .sent
    calls[id] = call
    let request: HTTPRequest
    do {
      request = try prepare(call, at: now)
    } catch {
      finish(call, .failure(error), &effects)
      return
    }
    lanes[call.lane].inFlight += 1
    let poll = call.call.input["WaitTimeSeconds"]?.integer ?? 0
    agenda.add(
      .timeout(call.attempt), at: now + configuration.attemptTimeout + .seconds(poll))
    effects.append(.send(call.attempt, request, service: call.call.service, call.call.scope))
  }

  /// Encoded, addressed and signed.
  private mutating func prepare(_ call: LogicalCall, at now: Timestamp) throws(AWSError)
    -> HTTPRequest
  {
    guard let service = ServiceModel.named(call.call.service),
      let operation = service.operation(call.call.operation)
    else { throw .unknownOperation(call.call) }
    guard let credentials = credentials[account: call.call.scope.account] else {
      throw .noCredentials(call.call.scope.account)
    }
    let scope = call.region.map(call.call.scope.in(region:)) ?? call.call.scope
    let endpoint = configuration.endpoints.endpoint(of: service, in: scope)
    var request = try service.encodeRequest(operation, call.call.input)
    if operation.requiresChecksum {
      request.headers["x-amz-sdk-checksum-algorithm"] = S3Checksum.crc32.rawValue
      request.headers[S3Checksum.crc32.header] = S3Checksum.crc32.of(request.body)
    }
    WireFormat.address(
      &request, to: endpoint, bucket: call.call.input["Bucket"]?.string,
      prefix: operation.hostPrefix(call.call.input))
    request.headers["User-Agent"] = configuration.userAgent
    if !request.body.isEmpty || request.method == "POST" || request.method == "PUT" {
      request.headers["Content-Length"] = String(request.body.count)
    }
    SignatureV4.sign(
      &request, credentials, region: endpoint.signingRegion, service: service.signingName,
      at: now + (skews[endpoint.host] ?? .zero), keys: &signingKeys)
    return request
  }

  mutating func settle(
    _ call: LogicalCall, _ result: TransportResult, at now: Timestamp,
    _ effects: inout [ClientEffect]
  ) {
    switch result {
    case .failure(let message):
      let error = AWSError("ClientNoAnswer", message, status: 0)
      retry(call, error, cost: configuration.retry.timeoutCost, nil, at: now, &effects)
    case .response(let response):
      guard let operation = ServiceModel.named(call.call.service)?.operation(call.call.operation)
      else { return finish(call, .failure(.unknownOperation(call.call)), &effects) }
      switch operation.service.decodeResponse(operation, response) {
      case .success(let output): succeeded(call, output, at: now, &effects)
      case .failure(let error):
        if correct(call, error, response, at: now) { return }
        if error.isThrottling { lanes[call.lane].bucket.throttled(at: now) }
        guard error.isRetryable else { return finish(call, .failure(error), &effects) }
        let asked = response.headers["x-amz-retry-after"].flatMap(Int64.init)
        retry(
          call, error, cost: configuration.retry.retryCost, asked.map { .milliseconds($0) },
          at: now, &effects)
      }
    }
  }

  private mutating func succeeded(
    _ call: LogicalCall, _ output: AWSObject, at now: Timestamp, _ effects: inout [ClientEffect]
  ) {
    lanes[call.lane].bucket.succeeded()
    let key = quotaKey(call)
    quotas[key]?.give(call.lastCost > 0 ? call.lastCost : configuration.retry.refill)
    guard var walk = call.walk else { return finish(call, .success(output), &effects) }
    var call = call
    switch walk.take(output, input: call.call.input) {
    case .done(let whole): finish(call, .success(whole), &effects)
    case .stuck:
      let message = "`\(call.call.operation)` answers the same page token again"
      finish(call, .failure(AWSError("ClientPaginationLoop", message, status: 0)), &effects)
    case .next(let input):
      guard walk.pages < configuration.pageLimit else {
        let message =
          "`\(call.call.operation)` has more than \(configuration.pageLimit) pages"
        finish(call, .failure(AWSError("ClientTooManyPages", message, status: 0)), &effects)
        return
      }
      call.walk = walk
      call.call.input = input
      call.failures = 0
      call.lastCost = 0
      calls[call.id] = call
      enqueue(call)
    }
  }

  private mutating func retry(
    _ call: LogicalCall, _ error: AWSError, cost: Int, _ asked: Duration?, at now: Timestamp,
    _ effects: inout [ClientEffect]
  ) {
    var call = call
    call.failures += 1
    let policy = configuration.retry
    let key = quotaKey(call)
    var quota = quotas[key] ?? RetryQuota(policy)
    let mayRetry = call.failures < policy.maxAttempts && quota.take(cost)
    quotas[key] = quota
    guard mayRetry else { return finish(call, .failure(error), &effects) }
    call.lastCost = cost
    call.state = .waiting
    calls[call.id] = call
    let delay = policy.delay(
      failures: call.failures, throttled: error.isThrottling, serverAsks: asked,
      generator: &generator)
    agenda.add(.retry(call.id), at: now + delay)
  }

  private mutating func finish(
    _ call: LogicalCall, _ outcome: APIOutcome, _ effects: inout [ClientEffect]
  ) {
    calls[call.id] = nil
    effects.append(.finished(call.id, outcome))
  }

  private func quotaKey(_ call: LogicalCall) -> LaneKey {
    LaneKey(service: call.call.service, scope: call.call.scope, name: "")
  }

  /// Sends the call again, once, when the answer tells what was wrong with it: the clock (by its
  /// Date header, when more than four minutes off) or the bucket's region.
  private mutating func correct(
    _ call: LogicalCall, _ error: AWSError, _ response: HTTPResponse, at now: Timestamp
  ) -> Bool {
    var call = call
    if Self.clockCodes.contains(error.code), !call.corrected.contains(.clock),
      let date = response.headers["Date"].flatMap(Timestamp.init(httpDate:)),
      let service = ServiceModel.named(call.call.service)
    {
      let scope = call.region.map(call.call.scope.in(region:)) ?? call.call.scope
      let host = configuration.endpoints.endpoint(of: service, in: scope).host
      let skew = date - now
      let change = (skew - (skews[host] ?? .zero)).microseconds
      guard abs(change) > Duration.minutes(4).microseconds else { return false }
      skews[host] = skew
      call.corrected.insert(.clock)
    } else if call.call.service == "s3", !call.corrected.contains(.region),
      let bucket = call.call.input["Bucket"]?.string,
      let region = response.headers["x-amz-bucket-region"] ?? error.members["Region"]?.string,
      region != call.region ?? call.call.scope.region
    {
      bucketRegions[bucket] = region
      call.region = region
      call.corrected.insert(.region)
    } else {
      return false
    }
    calls[call.id] = call
    enqueue(call)
    return true
  }

  private static let clockCodes: Set<String> = [
    "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
    "SignatureDoesNotMatch", "AuthFailure",
  ]
}
