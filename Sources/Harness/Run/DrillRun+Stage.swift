import AWS
import AWSClient
import Delivery
import Emulator
import Faults
import Journal
import Remediation

/// The set-up: all that is there before the run's clock starts, made an hour earlier.
extension DrillRun {
  func stage() throws(DrillFailure) {
    world.isObservingChanges = true
    var staging = Staging(
      world: world, environment: scenario.environment, start: Self.start - .hours(1))
    try staging.makeOrganization()
    try staging.makeActors()
    try staging.makeTrails()
    try staging.makeResources()
    if !variant.hasBlocks { try staging.takeBlocksOff() }
    try stageEngine(&staging)
    try stageWorkloads(&staging)
    try staging.attachControlPolicies()
    names = staging.names
    principals = staging.principals
    let rows = world.takeChanges()
    changes.note(rows, by: .owner(.environment), isExcused: { _ in false })
    do throws(AWSError) {
      try delivery.attach(to: world)
    } catch {
      throw DrillFailure(message: "deliveries can't be kept: \(error.message)")
    }
    delivery.observe = { [weak self] outcome in self?.observe(outcome) }
    if callFaults.hasCallFaults {
      world.apiFaults = { [weak self] facts, time in
        self?.judge(facts, at: time) ?? .pass
      }
    }
    stagedChanges = rows
  }

  private func stageEngine(_ staging: inout Staging) throws(DrillFailure) {
    for (_, account) in scenario.environment.accounts {
      engineCredentials.accounts[account] = try staging.makeUser(
        Self.engineUser, account: account, allowed: engineActions)
    }
    guard scenario.engine.feeds.contains("event-queue") else { return }
    for scope in scopes { queueURLs.append((scope, try staging.makeEventQueue(in: scope))) }
  }

  private func stageWorkloads(_ staging: inout Staging) throws(DrillFailure) {
    let root = SeededGenerator(seed: seed)
    for (index, workload) in scenario.workloads.enumerated() {
      let scope = Scope(
        account: workload.account ?? scenario.environment.account(nil),
        region: workload.region ?? scenario.environment.regions.first ?? "us-east-1")
      let mix = WorkloadMix.named(workload.mix, account: scope.account)
      for call in mix.setUp {
        try staging.call(call.service, call.operation, call.input, in: scope)
      }
      let name = "\(workload.kind.rawValue) \(index + 1)"
      let signer = try staging.makeUser(
        "\(workload.kind.rawValue)-\(index + 1)", account: scope.account,
        allowed: ["ec2:*", "s3:*", "iam:*", "sts:*"])
      workloads.append(
        WorkloadRunner(
          workload, name: name, scope: scope, credentials: signer,
          within: Self.start..<calmFrom, generator: root.fork("workload \(index)")))
    }
  }

  static let engineUser = "stormdrill"

  private var engineActions: [String] {
    let usual = ["ec2:*", "s3:*", "iam:*", "cloudtrail:*", "sqs:*", "events:*", "sts:*", "tag:*"]
    return scenario.environment.iam == .allow
      ? usual : usual + ["guardduty:*", "config:*", "kms:*"]
  }

  /// The accounts and regions that the engine looks after.
  var scopes: [Scope] {
    scenario.environment.accounts.flatMap { account in
      scenario.environment.regions.map { Scope(account: account.id, region: $0) }
    }
  }

  var engineConfiguration: EngineConfiguration {
    let settings = scenario.engine
    var feeds: [EngineConfiguration.Feed] = []
    for feed in settings.feeds {
      if feed == "lookup-events" {
        feeds.append(.lookupEvents(EngineConfiguration.LookupSettings()))
      } else {
        feeds += queueURLs.map { .eventQueue(.init(queueURL: $0.url, scope: $0.scope)) }
      }
    }
    var limits = EngineConfiguration.Limits()
    if let guarding = settings.loopGuard {
      (limits.fixesPerWindow, limits.loopWindow) = (guarding.fixes, guarding.within)
    }
    return EngineConfiguration(
      mode: mends ? .enforce : .notify, scopes: scopes, feeds: feeds,
      scanInterval: settings.scanEvery,
      exemptions: settings.exemptions.map { exempted in
        Exemption(
          resource: exempted.resource.resolved(names).string, rule: exempted.rule,
          reason: exempted.reason, approver: "the scenario",
          expires: exempted.until.map { Self.start + $0 })
      }, limits: limits,
      ownPrincipals: scenario.environment.accounts.map {
        "arn:aws:iam::\($0.id):user/\(Self.engineUser)"
      })
  }

  private var mends: Bool { scenario.engine.enforces && variant.mends }

  func writeStart() {
    var entry = RunStarted()
    (entry.scenario, entry.title, entry.about) = (scenario.name, scenario.title, scenario.about)
    (entry.tags, entry.seed, entry.commandLine) = (scenario.tags, seed, commandLine)
    (entry.duration, entry.calmFrom, entry.until) = (scenario.duration, calmFrom, end)
    entry.rules = rules.map(\.name)
    entry.feeds = scenario.engine.feeds
    entry.mode = mends ? "enforce" : "notify"
    entry.iam = scenario.environment.iam == .allow ? nil : scenario.environment.iam.rawValue
    entry.without = variant.names
    entry.expectViolated = variant.requirements.filter(\.wantsViolation).map(\.metric)
    journal.write(.runStarted(entry), at: now)
    for window in delivery.faults.windows {
      var entry = FaultWindow()
      (entry.fault, entry.about, entry.targets) = (window.name, window.about, window.targets)
      (entry.from, entry.until) = (window.range.lowerBound, window.range.upperBound)
      journal.write(.faultWindow(entry), at: now)
    }
    // What was bad from the beginning.
    look(at: stagedChanges, .init(actor: "set-up", call: ""))
    stagedChanges = []
  }
}
