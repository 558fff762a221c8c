import AWS
import Emulator
import Journal
import Simulation

/// Declared emergencies: the gate of an exclusion opens and shuts by calls of whoever declares.
extension DrillRun {
  func move(_ index: Int, _ phase: IncidentEntry.Phase) throws(AWSError) {
    let incident = scenario.incidents[index]
    let environment = scenario.environment
    guard let exclusion = environment.exclusions.first(where: { $0.name == incident.exclusion }),
      let actor = environment.actor(exclusion.actor), let role = actor.role
    else { preconditionFailure("no exclusion is called `\(incident.exclusion)`") }
    let until = Self.start + incident.until
    var entry = IncidentEntry()
    (entry.incident, entry.phase, entry.exclusion) = (incident.name, phase, exclusion.name)
    (entry.by, entry.until) = (incident.by, until)
    for call in gateCalls(incident, phase, actor, role) {
      let answer = try ask(call, as: incident.by)
      write(call: call, by: incident.by, answer, on: role.name)
      writeStop("\(call.service):\(call.operation)", incident.by, nil, answer)
      if entry.error == nil { entry.error = answer.error?.code }
      try absorb(
        .owner(.unlabelled), .init(actor: incident.by, call: "\(call.service):\(call.operation)"))
    }
    journal.write(.incident(entry), at: now)
    lookAtExclusions()
  }

  private func gateCalls(
    _ incident: Incident, _ phase: IncidentEntry.Phase, _ actor: Environment.Actor,
    _ role: Environment.Role
  ) -> [APICall] {
    let gate = TrustGate(role: actor, in: scenario.environment)
    let until = Self.start + incident.until
    let name: AWSObject = ["RoleName": .string(role.name)]
    var trust = name
    var tagging = name
    switch phase {
    case .declared:
      trust["PolicyDocument"] = .string(
        JSON.text(gate.open(from: Self.start + incident.from, until: until)))
      tagging["Tags"] = [
        ["Key": .string(TrustGate.incidentTag), "Value": .string(incident.name)],
        ["Key": .string(TrustGate.untilTag), "Value": .string(until.iso8601)],
      ]
    case .ended:
      trust["PolicyDocument"] = .string(JSON.text(gate.shut))
      tagging["TagKeys"] = [.string(TrustGate.incidentTag), .string(TrustGate.untilTag)]
    }
    let scope = Scope(account: actor.account, region: "us-east-1")
    let gateCall = APICall(
      service: "iam", operation: "UpdateAssumeRolePolicy", input: trust, scope: scope)
    let isOpening = phase == .declared
    let tagCall = APICall(
      service: "iam", operation: isOpening ? "TagRole" : "UntagRole", input: tagging,
      scope: scope)
    // Declared before it opens, shut before it is taken back.
    return isOpening ? [tagCall, gateCall] : [gateCall, tagCall]
  }

  /// A condition on the clock opens and shuts without a call: looked at once a minute.
  func lookAgain() {
    lookAtExclusions()
    queue.push(.lookAgain, at: now + .minutes(1))
  }

  private func lookAtExclusions() {
    for exclusion in exclusionBook.entries {
      let attack = labels.latestAttack(ExclusionChecker.name, on: exclusion.subject.key)
      let cause = ViolationWatch.Cause(actor: "the clock", call: "", label: attack)
      let found = probing {
        violations.look(at: exclusion.subject, ExclusionChecker.self, cause, &$0)
      }
      if let found { journal.write(found, at: now) }
    }
  }

  /// Empty for most scenarios, which have no exclusions.
  var exclusionBook: ExclusionBook {
    let environment = scenario.environment
    return ExclusionBook(
      entries: environment.exclusions.compactMap { exclusion in
        guard let actor = environment.actor(exclusion.actor), let role = actor.role,
          case .ready(let assumer) = principals.signer(
            of: role.assumedBy, account: actor.account, names, at: now)
        else { return nil }
        let caller = environment.actor(role.assumedBy)
        // The next code of a second factor: that of now may have been shown, and is good once.
        let shown = now + .seconds(30)
        return ExclusionBook.Entry(
          subject: Subject(
            id: role.name, scope: Scope(account: actor.account, region: "us-east-1")),
          incidents: scenario.incidents.filter { $0.exclusion == exclusion.name }
            .map { Self.start + $0.from..<Self.start + $0.until },
          assumption: principals.assumption(of: role, actor, names, at: shown), assumer: assumer,
          session: principals.session(of: actor.name, at: now),
          guarded: exclusion.guarded.resolved(names, environment),
          address: caller?.address ?? "203.0.113.77", endpoint: caller?.endpoint)
      })
  }
}
