import AWS

extension GuardDutyService {
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UntagResource.html
  enum UntagResource: OperationHandler {
    struct Input: OperationInput {
      static let members = ["ResourceArn", "TagKeys"]
      let arn: String
      let keys: [String]

      init(_ members: Members) throws(AWSError) {
        arn = members.string("ResourceArn") ?? ""
        keys = members.strings("TagKeys") ?? []
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try .detector(arn: input.arn, call).adding(["aws:TagKeys": input.keys])]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var detector = try call.detector(arn: input.arn)
      for key in input.keys { detector.tags[key] = nil }
      try call.detectors.put(detector)
      return [:]
    }
  }
}
