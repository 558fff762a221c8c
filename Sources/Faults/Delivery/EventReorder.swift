package import AWS
package import Documents

/// `event-reorder`: some records are held back by up to `jitter`, so that later ones overtake them.
package struct EventReorder: DeliveryFault {
  package static let name = "event-reorder"
  package let selector: DeliverySelector
  package let activeTime: ActiveTime
  package let reorder: Probability
  package let jitter: Duration

  package init(_ reader: inout MappingReader) {
    selector = DeliverySelector(&reader)
    activeTime = ActiveTime(&reader)
    reorder = reader.probability("reorder") ?? .always
    jitter = reader.requiredDuration("jitter")
  }

  package var targets: [String] { selector.targets }
  package var about: String { "\(reorder.text) held back up to \(jitter.text)" }

  package func judge(
    _ delivery: DeliveryFacts, due: Timestamp, within window: Range<Timestamp>,
    _ generator: inout SeededGenerator
  ) -> Verdict {
    guard generator.chance(reorder) else { return .pass }
    return .deliver(after: [.microseconds(generator.integer(in: 0...jitter.microseconds))])
  }
}
