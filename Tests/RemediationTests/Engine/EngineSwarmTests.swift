import AWS
import Testing

@testable import Remediation

/// The engine under anything: after the storm it must converge, whatever was lost on the way.
@Suite struct EngineSwarmTests {
  static let configuration: EngineConfiguration = {
    var configuration = EngineConfiguration(
      mode: .enforce, scopes: [FakeAWS.scope],
      feeds: [
        .eventQueue(.init(queueURL: FakeAWS.queueURL, scope: FakeAWS.scope)),
        .lookupEvents(EngineConfiguration.LookupSettings()),
      ], scanInterval: .minutes(30), ownPrincipals: ["arn:aws:iam::111122223333:user/engine"])
    configuration.limits.fixesPerWindow = 1000
    return configuration
  }()

  /// A crash at each entry of the ledger in turn, the entry itself kept or lost.
  @Test(arguments: [true, false]) func crashAtAnyEntryConverges(isEntryLost: Bool) throws {
    for sequence in 1...Int64(14) {
      var stage = Rehearsal(Self.configuration, rules: [TestRules.ssh()])
      stage.aws.groups["sg-1"] = FakeAWS.Group(name: "web")
      stage.aws.set("sg-1", .init(port: 443, cidr: "0.0.0.0/0"), isOpen: true)
      stage.boot()
      stage.crash = Rehearsal.Crash(sequence: sequence, isEntryLost: isEntryLost)
      Self.open("sg-1", &stage)
      stage.run(for: .seconds(20))
      stage.boot()
      stage.run(for: .seconds(60))
      // Two more lives, so that what one crash left behind can't hide.
      stage.boot()
      stage.run(for: .minutes(2))
      check(stage, "crash at \(sequence), entry lost: \(isEntryLost)")
      #expect(stage.aws.groups["sg-1"]?.openings == [.init(port: 443, cidr: "0.0.0.0/0")])
      let fixes = stage.calls.filter { $0.0 == .remediate }
      #expect(fixes.count <= 2, "crash at \(sequence)")
    }
  }

  @Test(arguments: 1...40) func stormConverges(seed: Int) throws {
    let rules = [TestRules.ssh(), TestRules.ssh(name: "rdp", port: 3389)]
    var stage = Rehearsal(Self.configuration, rules: rules)
    var dice = SeededGenerator(seed: UInt64(seed))
    let ids = ["sg-1", "sg-2", "sg-3"]
    for id in ids { stage.aws.groups[id] = FakeAWS.Group(name: "name-\(id)") }
    stage.boot()
    for _ in 0..<60 {
      Self.act(&stage, &dice, ids)
      stage.run(for: .milliseconds(Int64(dice.below(4000))))
      if stage.isDown { stage.boot() }
    }
    // Calm: no more faults, and time for the next scan.
    stage.crash = nil
    stage.aws.failures = [:]
    stage.aws.stale = nil
    stage.run(for: .minutes(40) + .seconds(17))
    check(stage, "seed \(seed)")
    for id in ids {
      let open = (stage.aws.groups[id]?.openings ?? []).filter { $0.port != 443 }
      #expect(open.isEmpty, "\(id) stays open with seed \(seed)")
    }
    #expect(stage.engine.openFindingCount == 0, "seed \(seed)")
    #expect(stage.engine.isIdle, "seed \(seed)")
  }

  private static func open(_ id: String, port: Int64 = 22, _ stage: inout Rehearsal) {
    let opening = FakeAWS.Opening(port: port, cidr: "0.0.0.0/0")
    guard stage.aws.groups[id]?.openings.contains(opening) == false else { return }
    stage.aws.set(id, opening, isOpen: true)
    let event = stage.aws.record(
      "AuthorizeSecurityGroupIngress", id, opening, by: "mallory", at: stage.now)
    send(event, &stage)
  }

  private static func send(_ event: String, _ stage: inout Rehearsal) {
    guard let record = stage.aws.records[event] else { return }
    stage.aws.send(body: JSON.text(["detail": .object(record.document)] as AWSObject))
  }

  private static func act(
    _ stage: inout Rehearsal, _ dice: inout SeededGenerator, _ ids: [String]
  ) {
    let id = dice.element(of: ids)
    switch dice.below(12) {
    case 0...3: open(id, port: dice.element(of: [22, 443, 3389]), &stage)
    case 4:
      // Nobody hears of it but the scan.
      stage.aws.set(id, .init(port: 22, cidr: "0.0.0.0/0"), isOpen: true)
    case 5:
      let all = stage.aws.records.keys.sorted()
      if !all.isEmpty { send(dice.element(of: all), &stage) }
    case 6:
      let all = stage.aws.records.keys.sorted()
      if !all.isEmpty, let record = stage.aws.records[dice.element(of: all)] {
        stage.aws.history.append(record)
      }
    case 7:
      let error = dice.element(of: [
        AWSError("RequestLimitExceeded", "Slow down.", status: 503),
        AWSError("InvalidPermission.NotFound", "Not there."),
        AWSError("ClientNoAnswer", "Lost.", status: 0),
        AWSError("UnauthorizedOperation", "No.", status: 403),
      ])
      stage.aws.failures["RevokeSecurityGroupIngress", default: []].append(error)
    case 8:
      stage.aws.failures[
        dice.element(of: ["DescribeSecurityGroups", "ReceiveMessage", "DeleteMessageBatch"]),
        default: []
      ].append(AWSError("InternalError", "Oops.", status: 500))
    case 9: stage.aws.stale = (stage.aws.groups, Int(dice.below(4)))
    case 10:
      stage.crash = Rehearsal.Crash(
        sequence: (stage.ledger.last?.sequence ?? 0) + 1 + Int64(dice.below(6)),
        isEntryLost: dice.below(2) == 0)
    default: stage.boot()
    }
  }

  /// What must hold whatever happened.
  private func check(_ stage: Rehearsal, _ label: String) {
    let sequences = stage.ledger.map(\.sequence)
    #expect(sequences == Array(1...Int64(max(1, sequences.count))), "\(label): gaps")
    for (purpose, call) in stage.calls where purpose == .remediate {
      let ports = call.input["IpPermissions"]?.list?.compactMap { $0["FromPort"]?.integer } ?? []
      #expect(!ports.contains(443), "\(label): 443 was revoked")
    }
    // One finding open a rule and resource, at any time.
    var open: [String: String] = [:]
    var keys: [String: String] = [:]
    for entry in stage.ledger {
      guard let id = entry.finding else { continue }
      switch LedgerKind(rawValue: entry.kind) {
      case .finding:
        let key = "\(JSON.text(entry.document["rule"] ?? .null)) "
          + JSON.text(entry.document["resource"] ?? .null)
        #expect(open[key] == nil, "\(label): \(id) beside \(open[key] ?? "")")
        open[key] = id
        keys[id] = key
      case .closed: open[keys[id] ?? ""] = nil
      case .verified where entry.document["fixed"] == true: open[keys[id] ?? ""] = nil
      default: break
      }
    }
  }
}
