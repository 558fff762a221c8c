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
      return answer(try prepare(identified, request, requestID))
    } catch {
      return .response(
        identified.service.encodeError(
          error, operation: identified.operation, request: request, requestID: requestID))
    }
  }

  private func prepare(
    _ identified: IdentifiedRequest, _ request: HTTPRequest, _ requestID: String
  ) throws(AWSError) -> PreparedCall {
    guard let model = identified.operation else {
      if identified.service.isPartial {
        throw .unserved(identified.service, identified.operationName)
      }
      throw identified.service.unknownOperation(identified.operationName)
    }
    let (definition, operation) = try served(model)
    let region = self.region(identified)
    let resolver = PrincipalResolver(world: world, now: now)
    let caller = try resolver.resolve(identified, request)
    let opened = try resolver.open(identified)
    let input = try identified.service.decodeRequest(model, opened)
    let scope = Scope(
      partition: World.partition(of: region),
      account: caller.kind == .anonymous ? world.options.defaultAccount : caller.account,
      region: region)
    var call = Call(
      world: world, service: identified.service.name, operation: model.name, scope: scope,
      caller: caller, now: now,
      started: now, requestID: requestID, request: opened)
    definition.beginRecord(of: &call, input)
    return PreparedCall(
      definition: definition, operation: operation, model: model, input: input, call: call)
  }

  /// What isn't served goes on only to be refused by policies.
  private func served(_ model: OperationModel) throws(AWSError)
    -> (any ServiceDefinition.Type, ServedOperation)
  {
    let definition = ServiceRegistry.definition(of: model.service.name)
    if let definition, let operation = ServiceRegistry.served(model.service.name, model.name) {
      return (definition, operation)
    }
    guard world.authorizer.asksIdentity else { throw .unserved(model.service, model.name) }
    return (definition ?? UnservedService.self, ServedOperation(unserved: model))
  }

  /// A global service sits in its partition's first region, wherever it is called from.
  private func region(_ identified: IdentifiedRequest) -> String {
    let region = identified.region ?? world.options.defaultRegion
    if identified.service.globalEndpoints.isEmpty { return region }
    return World.globalRegion(of: World.partition(of: region))
  }

  private func answer(_ prepared: PreparedCall) -> WorldReply {
    do {
      try world.ensureSeeded(prepared.call.scope, at: now)
      try admit(prepared)
    } catch {
      return .response(world.refuse(prepared, error, isProbe: isProbe))
    }
    return world.perform(prepared, isProbe: isProbe)
  }

  /// Validates, throttles, injects faults and authorises.
  private func admit(_ prepared: PreparedCall) throws(AWSError) {
    let (model, input) = (prepared.model, prepared.input)
    if let shape = model.input,
      let member = prepared.operation.supported.unsupported(input, shape)
    {
      throw .unsupported(member, prepared.operation)
    }
    if !isProbe { try throttleAndFault(prepared) }
    try Validation(model: model).check(input)
    try authorise(prepared)
  }

  private func throttleAndFault(_ prepared: PreparedCall) throws(AWSError) {
    let call = prepared.call
    if world.options.isThrottling {
      let charges = prepared.definition.charges(call.operation, prepared.input)
      if !charges.isEmpty,
        !world.throttle.draw(charges, service: call.service, scope: call.scope, at: now)
      {
        throw .throttled(prepared.model.service)
      }
    }
    if let faults = world.apiFaults {
      let facts = APICallFacts(
        service: call.service, operation: call.operation, scope: call.scope, caller: call.caller,
        userAgent: call.request.headers["User-Agent"] ?? "")
      if case .reject(let error) = faults(facts, now) { throw error }
    }
  }
}

extension AWSError {
  /// No AWS service has this code: it says that the emulator falls short.
  package static let notImplemented = "NotImplemented"

  /// An operation that AWS has and the emulator has not.
  static func unserved(_ service: ServiceModel, _ operation: String) -> AWSError {
    let served =
      service.isPartial && ServiceRegistry.definition(of: service.name) == nil
      ? "it serves nothing of \(service.name)"
      : "`stormdrill services \(service.name)` lists what it serves"
    return AWSError(
      notImplemented, "stormdrill does not serve \(service.name):\(operation); \(served)",
      status: 501)
  }

  /// A member that AWS has and the emulator's operation has not: never ignored.
  static func unsupported(_ member: String, _ operation: ServedOperation) -> AWSError {
    let supported =
      operation.members.isEmpty ? "no member" : operation.members.joined(separator: ", ")
    return AWSError(
      notImplemented,
      "stormdrill does not support the member `\(member)` of \(operation.service):"
        + "\(operation.name); it supports \(supported)", status: 501)
  }
}
