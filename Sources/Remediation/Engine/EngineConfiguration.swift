package import AWS

/// How an engine works; what it works by are its rules.
package struct EngineConfiguration: Hashable, Sendable {
  package enum Mode: String, Hashable, Sendable, CaseIterable {
    /// Findings and notices only: nothing is changed.
    case notify
    case enforce
  }

  package var mode: Mode
  /// The accounts and regions that it looks after; nothing outside is read or touched.
  package var scopes: [Scope]
  package var feeds: [Feed]
  /// Between the starts of two scans; nil for no scan but the one that an operator asks for.
  package var scanInterval: Duration?
  package var exemptions: [Exemption]
  package var limits: Limits
  /// The ARNs of the engine's own principals, so that it knows its own changes in the records.
  package var ownPrincipals: [String]
  /// Where to tell of what needs a human: failed fixes, loops, undos.
  package var alerts: [Notice.Transport]

  package init(
    mode: Mode = .notify, scopes: [Scope], feeds: [Feed] = [], scanInterval: Duration? = nil,
    exemptions: [Exemption] = [], limits: Limits = Limits(), ownPrincipals: [String] = [],
    alerts: [Notice.Transport] = []
  ) {
    self.mode = mode
    self.scopes = scopes
    self.feeds = feeds
    self.scanInterval = scanInterval
    self.exemptions = exemptions
    self.limits = limits
    self.ownPrincipals = ownPrincipals
    self.alerts = alerts
  }

  package enum Feed: Hashable, Sendable {
    case eventQueue(EventQueueSettings)
    /// One feed for each of the engine's scopes.
    case lookupEvents(LookupSettings)
  }

  /// An SQS queue that an EventBridge rule fills.
  package struct EventQueueSettings: Hashable, Sendable {
    package var queueURL: String
    /// Where the queue is.
    package var scope: Scope
    /// Long polls at once.
    package var pollers: Int

    package init(queueURL: String, scope: Scope, pollers: Int = 1) {
      self.queueURL = queueURL
      self.scope = scope
      self.pollers = pollers
    }
  }

  /// CloudTrail's event history. It answers newest first and late events land behind any cursor,
  /// so it is read in windows that overlap: a short one often, longer ones now and then.
  package struct LookupSettings: Hashable, Sendable {
    /// Between two polls.
    package var interval: Duration
    /// The longest that is due is read. CloudTrail says that most events take 5 minutes and
    /// promises 15; what an outage holds up longer, the last finds.
    package var windows: [Window]
    /// Pages of 50 that a window may have before the feed narrows to the rules' triggers.
    package var pageLimit: Int
    /// How long an estimate of the traffic, or a narrowing, is trusted.
    package var narrowFor: Duration

    package struct Window: Hashable, Sendable {
      package var every: Duration
      package var back: Duration

      package init(every: Duration, back: Duration) {
        self.every = every
        self.back = back
      }
    }

    package init(
      interval: Duration = .seconds(30),
      windows: [Window] = [
        Window(every: .zero, back: .minutes(2)),
        Window(every: .minutes(2), back: .minutes(15)),
        Window(every: .minutes(30), back: .hours(3)),
      ],
      pageLimit: Int = 20, narrowFor: Duration = .minutes(10)
    ) {
      self.interval = interval
      self.windows = windows
      self.pageLimit = pageLimit
      self.narrowFor = narrowFor
    }
  }

  /// The bounds of everything that could grow or repeat.
  package struct Limits: Hashable, Sendable {
    /// Resources read, judged or fixed at once.
    package var worksInFlight = 16
    /// Resources that wait; feeds pause above it.
    package var queueLength = 10_000
    /// Event ids kept to drop duplicates.
    package var seenEvents = 200_000
    /// Attempts at a fix whose calls fail for a while or whose effect doesn't show.
    package var fixAttempts = 4
    /// First wait after such a failure; doubled each time.
    package var fixBackoff = Duration.seconds(30)
    package var backoffCap = Duration.minutes(10)
    /// Waits before a fix that doesn't show yet is read again: eventual consistency.
    package var verifyDelays: [Duration] = [.seconds(1), .seconds(2), .seconds(4), .seconds(8)]
    package var readAttempts = 5
    package var readBackoff = Duration.seconds(5)
    /// The least time between two reads of a resource that changes all the time.
    package var rereadInterval = Duration.seconds(1)
    /// Loop guard: fixes of one resource by one rule within the window; more are held.
    package var fixesPerWindow = 5
    package var loopWindow = Duration.hours(1)
    package var scanUnitsInFlight = 2
    /// Resources of one scan unit read at once.
    package var scanReads = 8
    package var pagesPerListing = 1_000
    package var noticeQueue = 1_000
    package var noticesInFlight = 4
    package var noticeAttempts = 3
    /// Finished findings kept for undo.
    package var undoableFindings = 10_000

    package init() {}
  }
}
