import AWS

extension CloudTrailService {
  /// Starting what is started already changes nothing.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
  enum StartLogging: OperationHandler {
    static func perform(_ input: TrailInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var trail = try call.changeableTrail(input.name)
      guard !trail.isLogging else { return [:] }
      trail.isLogging = true
      trail.started = call.now
      try call.trails.update(trail)
      return [:]
    }
  }

  /// The call's own record is the last that the trail gets.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html
  enum StopLogging: OperationHandler {
    static func perform(_ input: TrailInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var trail = try call.changeableTrail(input.name)
      guard trail.isLogging else { return [:] }
      try call.trails.keepFormer(trail, requestID: call.requestID)
      trail.isLogging = false
      trail.stopped = call.now
      try call.trails.update(trail)
      return [:]
    }
  }
}
