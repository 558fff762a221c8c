// Faults: one file each, a value that judges a delivery or a call and says so as a Verdict. Read
// from the user's files with their place; composed in their order by FaultSchedule. Invariant: a
// fault draws from a generator of its own, so that adding one doesn't change another's draws.

package import AWS
package import Documents

/// Something that goes wrong on purpose, for a time.
package protocol Fault: Sendable {
  /// As a scenario file writes it: `event-delay`.
  static var name: String { get }
  /// Reads a fault's members; what is wrong stays in the reader as diagnostics.
  init(_ reader: inout MappingReader)
  /// When it acts.
  var activeTime: ActiveTime { get }
  /// In a few words, for the timeline: `30% loss`.
  var about: String { get }
  /// What it acts on: channels, or `ec2:Describe*`.
  var targets: [String] { get }
}

/// Judges each record on its way through a channel.
package protocol DeliveryFault: Fault {
  var selector: DeliverySelector { get }
  /// Delays count from `due`, when the record would arrive without this fault.
  mutating func judge(
    _ delivery: DeliveryFacts, due: Timestamp, within window: Range<Timestamp>,
    _ generator: inout SeededGenerator
  ) -> Verdict
}

/// Judges a call before its effect, or its answer after.
package protocol CallFault: Fault {
  var selector: CallSelector { get }
  /// Whether it judges the answer, which comes after the effect.
  static var judgesAnswer: Bool { get }
  mutating func judge(
    _ call: CallFacts, at now: Timestamp, _ generator: inout SeededGenerator
  ) -> Verdict
}

/// A way from CloudTrail to whoever reads its records.
package enum Channel: String, Hashable, Sendable, CaseIterable, Comparable {
  /// What LookupEvents answers.
  case eventHistory = "event-history"
  /// Files in S3.
  case logFiles = "log-files"
  /// EventBridge to an SQS queue.
  case eventQueue = "event-queue"

  package static func < (a: Channel, b: Channel) -> Bool { a.rawValue < b.rawValue }
}

/// What a fault may know of a delivery.
package struct DeliveryFacts: Hashable, Sendable {
  package var channel: Channel
  package var eventName: String
  package var scope: Scope

  package init(channel: Channel, eventName: String, scope: Scope) {
    self.channel = channel
    self.eventName = eventName
    self.scope = scope
  }
}

/// What a fault may know of a call.
package struct CallFacts: Hashable, Sendable {
  package var service: String
  package var operation: String
  package var scope: Scope
  /// The name of the calling user or role; `root`, or empty for nobody.
  package var caller: String

  package init(service: String, operation: String, scope: Scope, caller: String) {
    self.service = service
    self.operation = operation
    self.scope = scope
    self.caller = caller
  }
}
