import AWS

extension GuardDutyService {
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html
  enum UpdateDetector: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "DetectorId", "Enable", "FindingPublishingFrequency", "DataSources.*", "Features.*",
      ]
      let id: String
      let isEnabled: Bool?
      let settings: DetectorSettings

      init(_ members: Members) throws(AWSError) {
        id = members.string("DetectorId") ?? ""
        isEnabled = members.bool("Enable")
        settings = DetectorSettings(members)
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try .detector(input.id, call)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var detector = try call.detector(input.id)
      if let isEnabled = input.isEnabled { detector.isEnabled = isEnabled }
      try detector.apply(input.settings, at: call.now)
      detector.updated = call.now
      try call.detectors.put(detector)
      return [:]
    }
  }
}
