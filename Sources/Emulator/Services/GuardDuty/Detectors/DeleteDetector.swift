import AWS

extension GuardDutyService {
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DeleteDetector.html
  enum DeleteDetector: OperationHandler {
    static func access(_ input: DetectorInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try .detector(input.id, call)]
    }

    static func perform(_ input: DetectorInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      try call.detectors.delete(try call.detector(input.id))
      return [:]
    }
  }
}
