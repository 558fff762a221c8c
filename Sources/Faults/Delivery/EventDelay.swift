package import AWS
package import Documents
package import Simulation

/// `event-delay`: records arrive later.
package struct EventDelay: DeliveryFault {
  package static let name = "event-delay"
  package let selector: DeliverySelector
  package let activeTime: ActiveTime
  package let about: String
  package let distribution: DelayDistribution

  package init(_ reader: inout MappingReader) {
    selector = DeliverySelector(&reader)
    activeTime = ActiveTime(&reader)
    (distribution, about) = reader.delay()
  }

  package var targets: [String] { selector.targets }

  package func judge(
    _ delivery: DeliveryFacts, due: Timestamp, within window: Range<Timestamp>,
    _ generator: inout SeededGenerator
  ) -> Verdict {
    .deliver(after: [distribution.draw(&generator)])
  }
}
