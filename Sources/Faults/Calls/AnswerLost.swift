package import AWS
package import Documents

/// `answer-lost`: the call took effect, its answer never comes: what makes a retry act twice.
package struct AnswerLost: CallFault {
  package static let name = "answer-lost"
  package static let judgesAnswer = true
  package let selector: CallSelector
  package let activeTime: ActiveTime
  package let probability: Probability

  package init(_ reader: inout MappingReader) {
    selector = CallSelector(&reader)
    activeTime = ActiveTime(&reader)
    probability = reader.probability("probability") ?? .always
  }

  package var targets: [String] { selector.targets }
  package var about: String { "\(probability.text) of answers lost" }

  package func judge(
    _ call: CallFacts, at now: Timestamp, _ generator: inout SeededGenerator
  ) -> Verdict {
    generator.chance(probability) ? .deliver(after: []) : .pass
  }
}
