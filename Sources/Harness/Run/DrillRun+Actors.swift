import AWS
import Delivery
import Emulator
import Journal
import Remediation
import Simulation

/// What came of a call that a scenario's actor made.
struct ActorAnswer {
  let outcome: Result<AWSObject, AWSError>
  let requestID: String
  /// Which policy, ACL or block refused it, where one did.
  let refusal: Refusal?

  var error: AWSError? {
    if case .failure(let error) = outcome { error } else { nil }
  }
}

/// Actors: each calls with its own credentials, and takes on its role first where it is one.
extension DrillRun {
  /// How often an actor's SDK tries a call that is throttled.
  private static let attempts = 6

  func act(
    _ index: Int, _ scripted: ScriptedCall, _ label: StepLabel?, attempt: Int
  ) throws(AWSError) {
    let call = scripted.resolved(names, scenario.environment)
    let actor = scripted.actor ?? "root"
    let answer = try ask(call, as: scripted.actor)
    switch answer.outcome {
    case .success(let output): names.capture(scripted, output)
    case .failure(let error):
      if error.isThrottling, attempt < Self.attempts {
        try absorb(.owner(.unlabelled), .init(actor: actor, call: scripted.text))
        queue.push(
          .step(index, attempt: attempt + 1), at: now + .seconds(1) * (1 << (attempt - 1)))
        return
      }
    }
    try declare(index, scripted, call, label, actor, answer)
  }

  /// A role that can't be taken on is the answer to the call that it was needed for.
  func ask(_ call: APICall, as actor: String?) throws(AWSError) -> ActorAnswer {
    while true {
      switch principals.signer(of: actor, account: call.scope.account, names, at: now) {
      case .ready(let credentials): return try send(call, credentials, as: actor)
      case .needs(let assumption):
        let answer = try ask(assumption.call, as: assumption.assumer)
        write(call: assumption.call, by: assumption.assumer, answer, on: assumption.role)
        try absorb(
          .owner(.unlabelled), .init(actor: assumption.assumer, call: "sts:AssumeRole"))
        guard case .success(let output) = answer.outcome else { return answer }
        principals.keep(assumption, output)
      }
    }
  }

  private func send(_ call: APICall, _ credentials: Credentials?, as actor: String?)
    throws(AWSError) -> ActorAnswer
  {
    let principal = actor.flatMap(scenario.environment.actor)
    let request = try requests.request(
      call, credentials, userAgent: agent(actor), from: principal?.address ?? "203.0.113.77",
      through: principal?.endpoint, at: now)
    let response = try respond(to: request)
    return ActorAnswer(
      outcome: RequestMaker.decode(call, response),
      requestID: response.headers["x-amzn-requestid"] ?? response.headers["x-amz-request-id"]
        ?? "",
      refusal: world.latestRefusal)
  }

  private func agent(_ actor: String?) -> String {
    actor == "terraform"
      ? "APN/1.0 HashiCorp/1.0 Terraform/1.9.5" : "aws-cli/2.27.0 md/prompt#off"
  }

  /// A call that no step makes by itself.
  func write(call: APICall, by actor: String, _ answer: ActorAnswer, on resource: String) {
    var entry = ActorCall()
    (entry.actor, entry.call) = (actor, "\(call.service):\(call.operation)")
    entry.subject = Subject(id: resource, scope: call.scope)
    (entry.error, entry.requestID) = (answer.error?.code, answer.requestID)
    journal.write(.actorCall(entry), at: now)
  }

  private func declare(
    _ index: Int, _ scripted: ScriptedCall, _ call: APICall, _ label: StepLabel?,
    _ actor: String, _ answer: ActorAnswer
  ) throws(AWSError) {
    let id = label?.resource?.resolved(names).string ?? call.namedResource
    let subject = Subject(id: id, scope: call.scope)
    var author = ChangeBook.Owner.unlabelled
    var declared: Label?
    if let label {
      let entry = labels.declare(
        label, on: subject, actor: actor, eventID: captured.first?.eventID, step: index + 1)
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
    (entry.label, entry.error) = (declared?.label, answer.error?.code)
    entry.requestID = answer.requestID
    journal.write(.actorCall(entry), at: now)
    writeStop(scripted.text, actor, declared, answer)
    if let declared {
      for outcome in captured where outcome.eventID == declared.eventID {
        journal.write(.labelDelivery(outcome.entry(of: declared.label)), at: now)
      }
    }
    let attack = declared?.kind == .attack ? declared?.label : nil
    try absorb(.owner(author), .init(actor: actor, call: scripted.text, label: attack))
    if let declared, declared.kind == .attack, answer.error == nil {
      findObstacle(to: declared, scripted.text)
    }
  }

  func writeStop(
    _ call: String, _ actor: String, _ label: Label?, _ answer: ActorAnswer
  ) {
    guard let error = answer.error, label != nil || answer.refusal != nil else { return }
    var entry = Stopped()
    (entry.label, entry.actor, entry.call) = (label?.label, actor, call)
    entry.note(answer.refusal)
    if answer.refusal == nil {
      entry.by = error.code == AWSError.notImplemented ? "unserved" : "service"
      entry.reason = "\(error.code): \(error.message)"
    }
    journal.write(.stopped(entry), at: now)
  }

  /// The call went through; where no checker sees its effect, a probe may say what holds it back.
  private func findObstacle(to label: Label, _ call: String) {
    guard let checker = CheckerRegistry.all.first(where: { $0.name == label.violates }),
      !violations.isOpen(checker.name, label.subject.key),
      let refusal = probing({ checker.obstacle(label.subject, &$0) })
    else { return }
    var entry = Stopped()
    (entry.label, entry.actor, entry.call) = (label.label, label.actor, call)
    entry.note(refusal)
    entry.isEffectAlone = true
    journal.write(.stopped(entry), at: now)
  }
}

extension Stopped {
  fileprivate mutating func note(_ refusal: Refusal?) {
    guard let refusal else { return }
    by = refusal.prong.rawValue
    (action, resource, reason) = (refusal.action, refusal.resource, refusal.reason)
  }
}

extension APICall {
  /// The resource that a call names, where the step doesn't say.
  var namedResource: String {
    for name in ["GroupId", "Bucket", "UserName", "RoleName", "TrailName", "Name", "InstanceId"] {
      if let id = input[name]?.string { return id }
    }
    for name in ["Resources", "InstanceIds", "SecurityGroupRuleIds"] {
      if let id = input[name]?.list?.first?.string { return id }
    }
    return "\(service):\(operation)"
  }
}
