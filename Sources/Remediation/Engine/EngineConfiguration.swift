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
  /// so windows overlap: by the usual delay each time, by the longest now and then.
  package struct LookupSettings: Hashable, Sendable {
    package var interval: Duration
    /// How far each poll looks back behind the one before.
    package var overlap: Duration
    package var deepInterval: Duration
    /// How far a deep poll looks back: CloudTrail promises 15 minutes and says that most take 5.
    package var deepOverlap: Duration
    /// Pages of 50 that one window may have before the feed narrows to the rules' triggers.
    package var pageLimit: Int
    /// How long it stays narrowed.
    package var narrowFor: Duration

    package init(
      interval: Duration = .seconds(30), overlap: Duration = .minutes(10),
      deepInterval: Duration = .minutes(15), deepOverlap: Duration = .minutes(30),
      pageLimit: Int = 20, narrowFor: Duration = .minutes(10)
    ) {
      self.interval = interval
      self.overlap = overlap
      self.deepInterval = deepInterval
      self.deepOverlap = deepOverlap
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
