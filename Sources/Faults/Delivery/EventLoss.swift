package import AWS
package import Documents

/// `event-loss`: records never arrive.
///
/// With a correlation, a record's fate is that of the one before it in so many cases: losses come
/// in bursts, while their share stays the same.
package struct EventLoss: DeliveryFault {
  package static let name = "event-loss"
  package let selector: DeliverySelector
  package let activeTime: ActiveTime
  package let loss: Probability
  package let correlation: Probability
  private var wasLost: Bool?

  package init(_ reader: inout MappingReader) {
    selector = DeliverySelector(&reader)
    activeTime = ActiveTime(&reader)
    loss = reader.requiredProbability("loss")
    correlation = reader.probability("correlation") ?? .never
  }

  package var targets: [String] { selector.targets }
  package var about: String {
    "\(loss.text) loss" + (correlation == .never ? "" : ", correlated \(correlation.text)")
  }

  package mutating func judge(
    _ delivery: DeliveryFacts, due: Timestamp, within window: Range<Timestamp>,
    _ generator: inout SeededGenerator
  ) -> Verdict {
    let isLost: Bool
    if let wasLost, correlation > .never, generator.chance(correlation) {
      isLost = wasLost
    } else {
      isLost = generator.chance(loss)
    }
    wasLost = isLost
    return isLost ? .deliver(after: []) : .pass
  }
}
