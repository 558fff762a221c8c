import AWS
import ArgumentParser
import Remediation

/// The engine at work until it is told to end.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Follow CloudTrail and judge what changes, until told to end.",
    discussion: """
      The event queue is an SQS queue that an EventBridge rule for `AWS API Call via CloudTrail` \
      sends to. Ctrl-C finishes what is under way and ends; a crash loses nothing that the \
      ledger holds.
      """)

  @OptionGroup var live: LiveOptions
  @OptionGroup var engine: EngineOptions

  @Option(help: "The SQS queue that EventBridge fills; may be given several times.")
  var queueURL: [String] = []

  @Flag(inversion: .prefixedNo, help: "Poll CloudTrail's event history as well.")
  var lookupEvents = true

  @Option(help: "Between two scans: `30m`, `2h`; `never` for none.")
  var scanEvery = Interval(duration: .minutes(30))

  func run() throws {
    if queueURL.isEmpty, !lookupEvents, scanEvery.duration == nil {
      throw ValidationError(
        "nothing to watch: give --queue-url, --lookup-events or --scan-every")
    }
    let stop = StopSignal()
    Signals.onEnd { stop.set() }
    let started = try LiveEngine(
      live, engine, feeds: feeds, scanEvery: scanEvery.duration, stop: stop
    ) { event in
      if let line = EventLine.text(event) { Console.line("\(LiveClock.now().iso8601)  \(line)") }
    }
    Console.error(
      "watching account \(started.identity.account) as \(started.identity.arn), "
        + "\(started.settings.regions.joined(separator: ", ")), mode \(engine.mode.rawValue)")
    try started.driver.run([]) { _ in false }
  }

  private func feeds(_ identity: LiveIdentity, _ settings: LiveSettings) throws
    -> [EngineConfiguration.Feed]
  {
    var feeds: [EngineConfiguration.Feed] = queueURL.map { url in
      let region = Self.region(ofQueue: url) ?? settings.regions[0]
      return .eventQueue(
        EngineConfiguration.EventQueueSettings(
          queueURL: url, scope: identity.scope(region)))
    }
    if lookupEvents { feeds.append(.lookupEvents(EngineConfiguration.LookupSettings())) }
    return feeds
  }

  /// `eu-west-1` of `https://sqs.eu-west-1.amazonaws.com/...`; nil for a host of another kind.
  private static func region(ofQueue url: String) -> String? {
    let host = url.split(separator: "/").dropFirst().first ?? ""
    let parts = host.split(separator: ".")
    guard parts.count >= 4, parts[0] == "sqs" else { return nil }
    return String(parts[1])
  }
}

/// A length of time on the command line, or `never`.
struct Interval: ExpressibleByArgument {
  /// nil for `never`.
  let duration: Duration?

  init(duration: Duration?) { self.duration = duration }

  init?(argument: String) {
    if argument == "never" {
      duration = nil
      return
    }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()),
      count > 0, count < 1_000_000
    else { return nil }
    duration = .seconds(count * unit)
  }

  var defaultValueDescription: String {
    duration.map { "\($0.components.seconds / 60)m" } ?? "never"
  }
}
