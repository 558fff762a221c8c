import AWS

extension GuardDutyService {
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_TagResource.html
  enum TagResource: OperationHandler {
    struct Input: OperationInput {
      static let members = ["ResourceArn", "Tags"]
      let arn: String
      let tags: AWSObject

      init(_ members: Members) throws(AWSError) {
        arn = members.string("ResourceArn") ?? ""
        tags = members.object("Tags") ?? [:]
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      let keys = AccessCheck.requestTags(input.tags.pairs)
      return [try .detector(arn: input.arn, call).adding(keys)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var detector = try call.detector(arn: input.arn)
      try DetectorTags.set(input.tags, on: &detector)
      try call.detectors.put(detector)
      return [:]
    }
  }
}

/// At most fifty tags; `aws:` begins no key of a customer's.
enum DetectorTags {
  static func set(_ tags: AWSObject, on detector: inout Detector) throws(AWSError) {
    for (key, value) in tags {
      let length = key.unicodeScalars.count
      guard (1...128).contains(length), !key.lowercased().hasPrefix("aws:"),
        (value.string ?? "").unicodeScalars.count <= 256
      else { throw GuardDutyError.invalidValue }
      detector.tags[key] = value
    }
    if detector.tags.count > 50 { throw GuardDutyError.invalidValue }
  }
}
