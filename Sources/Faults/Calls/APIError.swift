package import AWS
package import Documents

/// `api-error`: calls are answered with an error instead of taking effect.
package struct APIError: CallFault {
  package static let name = "api-error"
  package static let judgesAnswer = false
  package let selector: CallSelector
  package let activeTime: ActiveTime
  package let probability: Probability
  package let error: AWSError

  package init(_ reader: inout MappingReader) {
    selector = CallSelector(&reader)
    activeTime = ActiveTime(&reader)
    probability = reader.probability("probability") ?? .always
    let code = reader.requiredString("code")
    let status = reader.integer("status", in: 400...599) ?? 500
    let message = reader.string("message") ?? "An injected fault."
    error = AWSError(code, message, status: Int(status))
  }

  package var targets: [String] { selector.targets }
  package var about: String { "\(probability.text) \(error.code)" }

  package func judge(
    _ call: CallFacts, at now: Timestamp, _ generator: inout SeededGenerator
  ) -> Verdict {
    generator.chance(probability) ? .reject(error) : .pass
  }
}
