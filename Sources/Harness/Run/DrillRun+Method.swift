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
    for hypothesis in scenario.probes {
      let call = hypothesis.call.resolved(names, scenario.environment)
      let answer = probing { $0.call(call.service, call.operation, call.input, in: call.scope) }
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
  }

  func warn(_ text: String) {
    var entry = Warning()
    entry.text = text
    journal.write(.warning(entry), at: now)
  }
}
