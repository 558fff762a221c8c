package import AWS
package import Documents
package import Simulation

/// `api-latency`: answers come later; the effect does not.
package struct APILatency: CallFault {
  package static let name = "api-latency"
  package static let judgesAnswer = true
  package let selector: CallSelector
  package let activeTime: ActiveTime
  package let about: String
  package let distribution: DelayDistribution

  package init(_ reader: inout MappingReader) {
    selector = CallSelector(&reader)
    activeTime = ActiveTime(&reader)
    (distribution, about) = reader.delay()
  }

  package var targets: [String] { selector.targets }

  package func judge(
    _ call: CallFacts, at now: Timestamp, _ generator: inout SeededGenerator
  ) -> Verdict {
    .deliver(after: [distribution.draw(&generator)])
  }
}
