import ArgumentParser
import EngineRuntime
import Ledger
import Remediation

/// How the live engine works: the options of `scan` and `watch`.
struct EngineOptions: ParsableArguments {
  @Option(
    help: """
      A file of Cloud Custodian policies, or the name of a rule that ships; may be given several \
      times. Default: all that ship.
      """)
  var rules: [String] = []

  @Option(help: "notify finds and tells; enforce also repairs.")
  var mode = EngineConfiguration.Mode.notify

  @Option(help: "A file of exemptions, each with its reason, approver and end.")
  var exemptions: String?

  @Option(help: "Where to tell of what needs a human: a webhook's URL, or a file to append to.")
  var alert: [String] = []
}

extension EngineConfiguration.Mode: ExpressibleByArgument {}

/// A live engine, ready to run: everything that can be wrong has been checked.
struct LiveEngine {
  let identity: LiveIdentity
  let settings: LiveSettings
  let driver: LiveDriver
  let ledger: LedgerStore
  let selection: RuleSources.Selection

  init(
    _ live: LiveOptions, _ engine: EngineOptions, feeds: (LiveIdentity, LiveSettings) throws ->
      [EngineConfiguration.Feed] = { _, _ in [] }, scanEvery: Duration? = nil,
    stop: StopSignal? = nil, report: @escaping (EngineEvent) -> Void
  ) throws {
    let named = (live.profile, live.region, live.endpointURL)
    let values = S3Values { region in
      try LiveSettings(
        profile: named.0, regions: region.map { [$0] } ?? named.1, endpointURL: named.2,
        environment: Environment.variables)
    }
    selection = try RuleSources.load(
      engine.rules, values: RuleValues(network: .allowed(values)))
    let exemptions = try engine.exemptions.map(ExemptionFile.read) ?? []
    settings = try LiveSettings(live, environment: Environment.variables)
    identity = try LiveIdentity.establish(settings, live)
    ledger = try Self.open(live.ledger)
    let configuration = EngineConfiguration(
      mode: engine.mode, scopes: identity.scopes(settings.regions),
      feeds: try feeds(identity, settings), scanInterval: scanEvery, exemptions: exemptions,
      ownPrincipals: [identity.arn],
      alerts: engine.alert.map {
        $0.hasPrefix("http://") || $0.hasPrefix("https://")
          ? .webhook(url: $0) : .file(path: $0)
      })
    let (settings, live) = (settings, live)
    driver = try LiveDriver(
      configuration: configuration, rules: selection.rules, identity: identity,
      endpoints: settings.endpoints, ledger: ledger, stop: stop,
      renew: {
        try LiveIdentity.establish(LiveSettings(live, environment: Environment.variables), live)
      }, report: report)
  }

  static func open(_ path: String, access: LedgerStore.Access = .write) throws(Failure)
    -> LedgerStore
  {
    do throws(LedgerStore.Failure) {
      return try LedgerStore(path: path, access: access)
    } catch {
      throw Failure(error.message)
    }
  }
}
