import AWS
import Delivery
import Emulator
import JMESPath
import Journal
import Remediation
import Simulation

/// The method: what actors, operators and accidents do.
extension DrillRun {
  func perform(_ index: Int, attempt: Int) throws(AWSError) {
    switch scenario.steps[index].action {
    case .call(let call, let label): try act(index, call, label, attempt: attempt)
    case .crash(let kind, let delay): crash(atLedger: kind, restartAfter: delay)
    case .scan: try tell(.command(.scan))
    case .undo(let resource):
      let key = Subject(
        id: resource.resolved(names).string ?? "",
        scope: Scope(account: scenario.environment.account(nil), region: "")
      ).key
      guard let finding = findingsByKey[key]?.last else {
        warn("an operator's undo finds nothing that was done about \(key)")
        return
      }
      try tell(.command(.undo(finding: finding)))
    }
  }

  /// How often an actor's SDK tries a call that is throttled.
  private static let attempts = 6

  private func act(
    _ index: Int, _ scripted: ScriptedCall, _ label: StepLabel?, attempt: Int
  ) throws(AWSError) {
    let call = scripted.resolved(names, scenario.environment)
    let signer = scripted.actor.flatMap { credentials[$0] }
    let actor = scripted.actor ?? "root"
    let request = try requests.request(
      call, signer ?? RequestMaker.root(of: call.scope.account), userAgent: agent(actor),
      from: "203.0.113.77", at: now)
    let response = try respond(to: request)
    let outcome = RequestMaker.decode(call, response)
    var failure: AWSError?
    switch outcome {
    case .success(let output): names.capture(scripted, output)
    case .failure(let error):
      if error.isThrottling, attempt < Self.attempts {
        try absorb(.owner(.unlabelled), .init(actor: actor, call: scripted.text))
        queue.push(
          .step(index, attempt: attempt + 1), at: now + .seconds(1) * (1 << (attempt - 1)))
        return
      }
      failure = error
    }
    try declare(scripted, call, label, actor, failure, response)
  }

  private func agent(_ actor: String) -> String {
    actor == "terraform"
      ? "APN/1.0 HashiCorp/1.0 Terraform/1.9.5" : "aws-cli/2.27.0 md/prompt#off"
  }

  private func declare(
    _ scripted: ScriptedCall, _ call: APICall, _ label: StepLabel?, _ actor: String,
    _ failure: AWSError?, _ response: HTTPResponse
  ) throws(AWSError) {
    let id = label?.resource?.resolved(names).string ?? Self.resource(of: call)
    let subject = Subject(id: id, scope: call.scope)
    var author = ChangeBook.Owner.unlabelled
    var declared: Label?
    if let label {
      let entry = labels.declare(
        label, on: subject, actor: actor, eventID: captured.first?.eventID)
      declared = entry
      journal.write(.label(entry), at: now)
      switch label.kind {
      case .attack:
        author = .attack
        changes.noteAttack(on: subject.key)
      case .benign: author = .benign(label: entry.label)
      case .attempt: break
      }
    }
    var entry = ActorCall()
    (entry.actor, entry.call, entry.subject) = (actor, scripted.text, subject)
    (entry.label, entry.error) = (declared?.label, failure?.code)
    entry.requestID =
      response.headers["x-amzn-requestid"] ?? response.headers["x-amz-request-id"] ?? ""
    journal.write(.actorCall(entry), at: now)
    if let declared {
      for outcome in captured where outcome.eventID == declared.eventID {
        journal.write(.labelDelivery(outcome.entry(of: declared.label)), at: now)
      }
    }
    let attack = declared?.kind == .attack ? declared?.label : nil
    try absorb(.owner(author), .init(actor: actor, call: scripted.text, label: attack))
  }

  /// The resource that a call names, where the step doesn't say.
  private static func resource(of call: APICall) -> String {
    for name in ["GroupId", "Bucket", "UserName", "RoleName", "TrailName", "Name", "InstanceId"] {
      if let id = call.input[name]?.string { return id }
    }
    for name in ["Resources", "InstanceIds", "SecurityGroupRuleIds"] {
      if let id = call.input[name]?.list?.first?.string { return id }
    }
    return "\(call.service):\(call.operation)"
  }

  func work(_ index: Int) throws(AWSError) {
    if let made = workloads[index].makeCall(&requests, at: now) {
      let response = try respond(to: made.request)
      let isRefused = response.status >= 400
      journal.countWorkload(
        workloads[index].name, made.call, isThrottled: isRefused && Self.isThrottle(response),
        isFailed: isRefused, at: now)
      try absorb(
        .owner(.unlabelled), .init(actor: workloads[index].name, call: made.call))
    }
    if let next = workloads[index].next { queue.push(.workload(index), at: next) }
  }

  /// By status and code, without decoding: a flood's answers are counted, not read.
  private static func isThrottle(_ response: HTTPResponse) -> Bool {
    if response.status == 503 { return true }
    let text = String(decoding: response.body.prefix(600), as: UTF8.self)
    return text.contains("Throttl") || text.contains("RequestLimitExceeded")
  }

  func probeHypothesis(_ phase: ProbeResult.Phase) {
    var probe = StateProbe(world: world, now: now, requests: requests)
    for hypothesis in scenario.probes {
      let call = hypothesis.call.resolved(names, scenario.environment)
      let answer = probe.call(call.service, call.operation, call.input, in: call.scope)
      var entry = ProbeResult()
      (entry.probe, entry.phase) = (hypothesis.name, phase)
      let expected = hypothesis.tolerance.resolved(names)
      entry.expected = JSON.text(expected)
      switch answer {
      case .failure(let error): entry.actual = "\(error.code): \(error.message)"
      case .success(let output):
        let value = (try? JMESPathExpression(hypothesis.path).evaluate(.object(output))) ?? .null
        entry.actual = JSON.text(value, sorted: true)
        entry.holds = value == expected
      }
      journal.write(.probe(entry), at: now)
    }
    requests = probe.requests
  }

  func warn(_ text: String) {
    var entry = Warning()
    entry.text = text
    journal.write(.warning(entry), at: now)
  }
}
