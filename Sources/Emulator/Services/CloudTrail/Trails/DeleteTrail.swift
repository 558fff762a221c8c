import AWS

extension CloudTrailService {
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html
  enum DeleteTrail: OperationHandler {
    static func perform(_ input: TrailInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let trail = try call.changeableTrail(input.name)
      try call.trails.keepFormer(trail, requestID: call.requestID)
      try call.trails.delete(trail)
      return [:]
    }
  }
}
