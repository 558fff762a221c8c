package import AWS
package import Documents

/// `api-throttle`: calls are refused with the service's own throttling error, by chance or above a
/// rate that others in the account have used up.
package struct APIThrottle: CallFault {
  package static let name = "api-throttle"
  package static let judgesAnswer = false
  package let selector: CallSelector
  package let activeTime: ActiveTime
  package let probability: Probability
  package let rate: Rate?
  /// When the next call may pass, by account and region.
  private var freeAt: [Scope: Timestamp] = [:]

  package init(_ reader: inout MappingReader) {
    selector = CallSelector(&reader)
    activeTime = ActiveTime(&reader)
    rate = reader.rate("rate")
    probability = reader.probability("probability") ?? .always
    if rate != nil, reader.node["probability"] != nil {
      reader.error(
        "an api-throttle has `rate` and `probability`", suggestion: "expected one of them")
    }
  }

  package var targets: [String] { selector.targets }
  package var about: String { rate.map { "above \($0)" } ?? "\(probability.text) throttled" }

  package mutating func judge(
    _ call: CallFacts, at now: Timestamp, _ generator: inout SeededGenerator
  ) -> Verdict {
    guard let rate else {
      return generator.chance(probability) ? .reject(Self.error(of: call.service)) : .pass
    }
    if let free = freeAt[call.scope], now < free { return .reject(Self.error(of: call.service)) }
    freeAt[call.scope] = now + rate.time(of: 1)
    return .pass
  }

  /// How each service says that it is throttling.
  private static func error(of service: String) -> AWSError {
    switch service {
    case "ec2": AWSError("RequestLimitExceeded", "Request limit exceeded.", status: 503)
    case "s3": AWSError("SlowDown", "Please reduce your request rate.", status: 503)
    case "cloudtrail", "config", "events", "globalaccelerator", "kms", "organizations":
      AWSError("ThrottlingException", "Rate exceeded", status: 400)
    case "guardduty": AWSError("ThrottlingException", "Rate exceeded", status: 429)
    case "sqs": AWSError("RequestThrottled", "Rate exceeded", status: 403)
    default: AWSError("Throttling", "Rate exceeded", status: 400)
    }
  }
}
