import AWS

/// For an operation that takes a detector's id and nothing else.
struct DetectorInput: OperationInput {
  static let members = ["DetectorId"]
  let id: String

  init(_ members: Members) throws(AWSError) { id = members.string("DetectorId") ?? "" }
}

extension GuardDutyService {
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html
  enum GetDetector: OperationHandler {
    static func access(_ input: DetectorInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try .detector(input.id, call)]
    }

    static func perform(_ input: DetectorInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      try call.detector(input.id).output(partition: call.scope.partition)
    }
  }
}
