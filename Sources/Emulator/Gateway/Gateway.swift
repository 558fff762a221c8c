import AWS

/// The way of one request through the stages that come before its operation.
///
/// Each stage either goes on with more known than before, or throws what AWS answers.
struct Gateway {
  let world: World
  let now: Timestamp
  /// A checker's question: no throttle, no fault, no record.
  let isProbe: Bool

  func answer(_ request: HTTPRequest) -> WorldReply {
    let requestID = world.uuid()
    let identified: IdentifiedRequest
    do {
      identified = try RequestIdentifier.identify(request)
    } catch {
      let service = ServiceModel.sts
      return .response(
        service.encodeError(error, operation: nil, request: request, requestID: requestID))
    }
    do {
      let call = try authenticated(identified, request, requestID)
      return answer(call)
    } catch {
      return .response(
        identified.service.encodeError(
          error, operation: identified.operation, request: request, requestID: requestID))
    }
  }

  /// What is known once somebody stands behind the call; from here on it leaves a record.
  struct AuthenticatedCall {
    let definition: any ServiceDefinition.Type
    let operation: ServedOperation
    let model: OperationModel
    let input: AWSObject
    var call: Call
  }

  private func authenticated(
    _ identified: IdentifiedRequest, _ request: HTTPRequest, _ requestID: String
  ) throws(AWSError) -> AuthenticatedCall {
    guard let model = identified.operation else {
      throw identified.service.unknownOperation(identified.operationName)
    }
    let name = identified.service.name
    guard let definition = ServiceRegistry.definition(of: name),
      let operation = ServiceRegistry.served(name, model.name)
    else { throw .unserved(model) }
    let region = self.region(identified)
    let caller = try Principal(world: world, now: now).resolve(identified, request)
    let input = try identified.service.decodeRequest(model, identified.request)
    let scope = Scope(
      partition: World.partition(of: region),
      account: caller.kind == .anonymous ? world.options.defaultAccount : caller.account,
      region: region)
    let call = Call(
      world: world, service: name, operation: model.name, scope: scope, caller: caller, now: now,
      started: now, requestID: requestID, request: identified.request)
    return AuthenticatedCall(
      definition: definition, operation: operation, model: model, input: input, call: call)
  }

  /// A global service sits in its partition's first region, wherever it is called from.
  private func region(_ identified: IdentifiedRequest) -> String {
    let region = identified.region ?? world.options.defaultRegion
    if identified.service.globalEndpoints.isEmpty { return region }
    return World.globalRegion(of: World.partition(of: region))
  }

  private func answer(_ authenticated: AuthenticatedCall) -> WorldReply {
    do {
      try world.ensureSeeded(authenticated.call.scope, at: now)
      try admit(authenticated)
    } catch {
      var call = authenticated.call
      let failure = world.conclude(&call, authenticated, .failure(error), isProbe: isProbe)
      return .response(encode(failure, authenticated.model, call))
    }
    let admitted = AdmittedCall(authenticated: authenticated)
    return world.perform(admitted, isProbe: isProbe)
  }

  /// Validates, throttles, injects faults and authorises.
  private func admit(_ authenticated: AuthenticatedCall) throws(AWSError) {
    let (model, input, call) = (authenticated.model, authenticated.input, authenticated.call)
    if let shape = model.input,
      let member = authenticated.operation.supported.unsupported(input, shape)
    {
      throw .unsupported(member, authenticated.operation)
    }
    if !isProbe { try throttleAndFault(authenticated) }
    try Validation(model: model).check(input)
    try world.authorizer.authorise(call, input, model)
  }

  private func throttleAndFault(_ authenticated: AuthenticatedCall) throws(AWSError) {
    let call = authenticated.call
    if world.options.isThrottling {
      let charges = authenticated.definition.charges(call.operation, authenticated.input)
      if !charges.isEmpty,
        !world.throttle.draw(charges, service: call.service, scope: call.scope, at: now)
      {
        throw .throttled(authenticated.model.service)
      }
    }
    if let faults = world.apiFaults {
      let facts = APICallFacts(
        service: call.service, operation: call.operation, scope: call.scope, caller: call.caller,
        userAgent: call.request.headers["User-Agent"] ?? "")
      if case .reject(let error) = faults(facts, now) { throw error }
    }
  }

  private func encode(_ error: AWSError, _ model: OperationModel, _ call: Call) -> HTTPResponse {
    model.service.encodeError(
      error, operation: model, request: call.request, requestID: call.requestID)
  }
}

extension AWSError {
  /// An operation that AWS has and the emulator has not.
  static func unserved(_ model: OperationModel) -> AWSError {
    AWSError(
      "NotImplemented",
      "stormdrill does not serve \(model.service.name):\(model.name); `stormdrill services "
        + "\(model.service.name)` lists what it serves", status: 501)
  }

  /// A member that AWS has and the emulator's operation has not: never ignored.
  static func unsupported(_ member: String, _ operation: ServedOperation) -> AWSError {
    let supported =
      operation.members.isEmpty ? "no member" : operation.members.joined(separator: ", ")
    return AWSError(
      "NotImplemented",
      "stormdrill does not support the member `\(member)` of \(operation.service):"
        + "\(operation.name); it supports \(supported)", status: 501)
  }
}
