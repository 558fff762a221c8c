package import AWS

/// What the engine is told. It has no clock, no network and no memory but itself: everything that
/// happens reaches it as one of these, and all it does leaves it as an `EngineEffect`.
package enum EngineInput: Hashable, Sendable {
  /// The first input: after a fresh start with no entries, after a crash with all that the ledger
  /// holds, in its order.
  case started(ledger: [LedgerEntry])
  /// A call that an effect asked for has ended, its retries included.
  case callFinished(CallID, APIOutcome)
  case timerFired(TimerID)
  /// A notice that an effect asked for was sent, or couldn't be.
  case noticeFinished(NoticeID, error: String?)
  case command(OperatorCommand)
  /// A record from a file, for replay: judged without calls, findings unverified.
  case record(CloudTrailRecord)
}

/// What the engine wants done. Effects are performed in order; nothing after a ledger entry starts
/// before that entry is durable.
package enum EngineEffect: Hashable, Sendable {
  case call(CallID, APICall, purpose: CallPurpose)
  case startTimer(TimerID, at: Timestamp)
  case cancelTimer(TimerID)
  case write(LedgerEntry)
  case send(NoticeID, Notice)
  /// What it saw and decided, for the journal and for people; nothing depends on it.
  case report(EngineEvent)
}

package struct CallID: Hashable, Sendable, Comparable {
  package var number: Int64
  package init(_ number: Int64) { self.number = number }
  package static func < (a: CallID, b: CallID) -> Bool { a.number < b.number }
}

package struct TimerID: Hashable, Sendable, Comparable {
  package var number: Int64
  package init(_ number: Int64) { self.number = number }
  package static func < (a: TimerID, b: TimerID) -> Bool { a.number < b.number }
}

package struct NoticeID: Hashable, Sendable, Comparable {
  package var number: Int64
  package init(_ number: Int64) { self.number = number }
  package static func < (a: NoticeID, b: NoticeID) -> Bool { a.number < b.number }
}

/// Why a call is made: pacing goes by it, and reports count by it.
package enum CallPurpose: String, Hashable, Sendable, CaseIterable {
  case feed, scan, read, remediate, verify, undo, notify
}

/// A human's word to the engine.
package enum OperatorCommand: Hashable, Sendable {
  /// Scan now, all rules in all scopes.
  case scan
  /// Put back what a finding's plan took away, newest step first. Refused when the resource is no
  /// longer as the fix left it, unless forced.
  case undo(finding: String, force: Bool = false)
  /// Finish what is under way and take nothing new.
  case stop
}

/// A message to others: what a `notify` or `webhook` action asks for, or one that starts something
/// elsewhere. It goes out once a finding.
package struct Notice: Hashable, Sendable {
  package enum Transport: Hashable, Sendable {
    /// A POST of the body.
    case webhook(url: String)
    /// A line at the end of a file.
    case file(path: String)
    /// A request that is complete, the body only shows it.
    case request(WebRequest)
    /// A call that holds the message: to a queue, a topic, a function. The engine makes it itself.
    case call(APICall)

    /// Where it goes, for messages: of an address the host alone, since the rest may be secret.
    var place: String {
      switch self {
      case .webhook(let url): Self.host(url)
      case .request(let request): Self.host(request.url)
      case .file(let path): path
      case .call(let call): "\(call.service):\(call.operation)"
      }
    }

    private static func host(_ url: String) -> String {
      let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count > 2 else { return "its address" }
      let authority = parts[2].prefix { $0 != "?" && $0 != "#" }
      return String(authority.split(separator: "@").last ?? authority)
    }
  }
  package var transport: Transport
  package var body: AWSObject
  /// Whether what it starts may change something, so that it waits for mode `enforce`.
  package var changes: Bool

  package init(transport: Transport, body: AWSObject, changes: Bool = false) {
    self.transport = transport
    self.body = body
    self.changes = changes
  }
}

/// A request to somewhere in the web, outside AWS.
package struct WebRequest: Hashable, Sendable {
  package struct Header: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var url: String
  package var method: String
  package var headers: [Header] = []
  package var body: String?

  package init(url: String, method: String) {
    self.url = url
    self.method = method
  }

  package var document: AWSObject {
    var out: AWSObject = [
      "url": .string(url), "method": .string(method),
      "headers": .object(AWSObject(headers.map { ($0.name, .string($0.value)) })),
    ]
    if let body { out["body"] = .string(body) }
    return out
  }
}

/// How a resource came to the engine's attention.
package enum DetectionSource: Hashable, Sendable {
  /// `event-queue`, `lookup-events`
  case feed(String)
  case scan
  case replay

  package var name: String {
    switch self {
    case .feed(let name): name
    case .scan: "scan"
    case .replay: "replay"
    }
  }
}

/// A resource as rules name it.
package struct ResourceReference: Hashable, Sendable, Comparable {
  /// `aws.security-group`
  package var type: String
  /// `sg-0123...`, a bucket's name, a user's name, a trail's ARN.
  package var id: String
  package var scope: Scope

  package init(type: String, id: String, scope: Scope) {
    self.type = type
    self.id = id
    self.scope = scope
  }

  package static func < (a: ResourceReference, b: ResourceReference) -> Bool {
    (a.scope, a.type, a.id) < (b.scope, b.type, b.id)
  }
}

/// What the engine saw and decided, one step at a time.
package enum EngineEvent: Hashable, Sendable {
  /// A record read from a feed; `duplicate` when its event id was seen before.
  case recordSeen(
    eventID: String, eventName: String, eventTime: Timestamp, feed: String, duplicate: Bool)
  /// A record with the name of a trigger that triggers nothing all the same.
  case recordIgnored(eventID: String, eventName: String, reason: IgnoredRecord)
  /// Replay: a record would have triggered a rule. Unverified, as no world stands behind it.
  case wouldTrigger(ReplayedTrigger)
  /// A record, or a scan, put a resource on the list of what is to be read again.
  case queued(ResourceReference, source: DetectionSource, eventIDs: [String], coalesced: Bool)
  case scanStarted(rule: String, Scope)
  case scanFinished(rule: String, Scope, resources: Int)
  /// A rule matched a resource as it stands now.
  case findingOpened(
    finding: String, rule: String, ResourceReference, source: DetectionSource,
    eventIDs: [String])
  /// Nothing was done: exempt, notify mode, loop guard ...
  case findingHeld(finding: String, reason: String)
  /// A plan was made; each step as `service:Operation`.
  case planned(finding: String, steps: [String])
  case stepFinished(finding: String, step: Int, error: AWSError?)
  /// Read again after the last step: `true` when the rule no longer matches.
  case verified(finding: String, fixed: Bool)
  /// It ended otherwise: the resource is gone, the rule no longer matched, a step failed for good.
  case findingClosed(finding: String, reason: String)
  case undone(finding: String, complete: Bool)
  /// Nothing is under way any more, after the command to stop.
  case stopped
  /// Something people must know: a feed that fails, a guard that struck, an exemption that expired.
  case warning(String)
}

/// Why a record triggers nothing.
package enum IgnoredRecord: String, Hashable, Sendable, CaseIterable {
  /// The call failed or was a dry run: it changed nothing.
  case failedCall = "failed-call"
  /// The engine's own change, and the resource was read and found fine after it.
  case ownChange = "own-change"
  /// An account or region that the engine is not told to look after.
  case outOfScope = "out-of-scope"
  /// The record doesn't say what it touched.
  case noResource = "no-resource"
}

/// A record that would have triggered a rule, as far as the record alone can say.
package struct ReplayedTrigger: Hashable, Sendable {
  package var rule: String
  /// Its id, or the name that the record gives instead.
  package var resource: ResourceReference
  package var eventID: String
  package var eventName: String
  package var eventTime: Timestamp?
  package var concern: Concern

  /// Whether the change by itself is what the rule looks for: port 22 for a rule on SSH, 443 not.
  package enum Concern: String, Hashable, Sendable, CaseIterable {
    case yes, no
    /// The record's parameters don't tell.
    case unknown
  }

  package init(
    rule: String, resource: ResourceReference, eventID: String, eventName: String,
    eventTime: Timestamp?, concern: Concern
  ) {
    self.rule = rule
    self.resource = resource
    self.eventID = eventID
    self.eventName = eventName
    self.eventTime = eventTime
    self.concern = concern
  }
}
