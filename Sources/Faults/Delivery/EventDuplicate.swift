package import AWS
package import Documents

/// `event-duplicate`: records arrive a second time, with the same event id, as AWS's do.
package struct EventDuplicate: DeliveryFault {
  package static let name = "event-duplicate"
  package let selector: DeliverySelector
  package let activeTime: ActiveTime
  package let duplicate: Probability
  /// How much later the copy comes at most.
  package let within: Duration

  package init(_ reader: inout MappingReader) {
    selector = DeliverySelector(&reader)
    activeTime = ActiveTime(&reader)
    duplicate = reader.requiredProbability("duplicate")
    within = reader.duration("within") ?? .seconds(60)
  }

  package var targets: [String] { selector.targets }
  package var about: String { "\(duplicate.text) twice" }

  package func judge(
    _ delivery: DeliveryFacts, due: Timestamp, within window: Range<Timestamp>,
    _ generator: inout SeededGenerator
  ) -> Verdict {
    guard generator.chance(duplicate) else { return .pass }
    let later = generator.integer(in: 0...within.microseconds)
    return .deliver(after: [.zero, .microseconds(later)])
  }
}
