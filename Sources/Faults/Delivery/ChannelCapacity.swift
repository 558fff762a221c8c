package import AWS
package import Documents

/// `channel-capacity`: a channel passes so many records a second. A flood waits in its queue, which
/// is delay by itself; what finds the queue full is dropped.
package struct ChannelCapacity: DeliveryFault {
  package static let name = "channel-capacity"
  package let selector: DeliverySelector
  package let activeTime: ActiveTime
  package let rate: Rate
  package let queue: Int64
  /// When each channel's queue will be empty, by channel, account and region.
  private var busyUntil: [Line: Timestamp] = [:]

  private struct Line: Hashable, Sendable {
    var channel: Channel
    var scope: Scope
  }

  package init(_ reader: inout MappingReader) {
    selector = DeliverySelector(&reader)
    activeTime = ActiveTime(&reader)
    rate = reader.requiredRate("rate")
    queue = reader.integer("queue", in: 1...10_000_000) ?? 100_000
  }

  package var targets: [String] { selector.targets }
  package var about: String { "\(rate) at most" }

  package mutating func judge(
    _ delivery: DeliveryFacts, due: Timestamp, within window: Range<Timestamp>,
    _ generator: inout SeededGenerator
  ) -> Verdict {
    let line = Line(channel: delivery.channel, scope: delivery.scope)
    let start = max(due, busyUntil[line] ?? due)
    let waiting = (start - due).microseconds * rate.count / rate.per.microseconds
    if waiting >= queue { return .deliver(after: []) }
    let end = start + rate.time(of: 1)
    busyUntil[line] = end
    return .deliver(after: [end - due])
  }
}
