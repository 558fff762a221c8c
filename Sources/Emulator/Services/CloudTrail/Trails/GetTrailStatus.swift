import AWS

extension CloudTrailService {
  /// Each time stands there twice: as a time, left out where there is none, and as a string, empty
  /// where there is none.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
  enum GetTrailStatus: OperationHandler {
    static func perform(_ input: TrailInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let trail = try call.readableTrail(input.name)
      var answer: AWSObject = ["IsLogging": .bool(trail.isLogging)]
      answer.set("LatestDeliveryError", trail.deliveryError.map(AWSValue.string))
      answer.set("LatestDeliveryTime", trail.delivered.map(AWSValue.timestamp))
      answer.set("StartLoggingTime", trail.started.map(AWSValue.timestamp))
      answer.set("StopLoggingTime", trail.stopped.map(AWSValue.timestamp))
      answer.set("LatestDigestDeliveryTime", trail.digestDelivered.map(AWSValue.timestamp))
      answer.set("LatestDigestDeliveryError", trail.digestError.map(AWSValue.string))
      answer["LatestDeliveryAttemptTime"] = text(trail.attempted)
      answer["LatestNotificationAttemptTime"] = ""
      answer["LatestNotificationAttemptSucceeded"] = ""
      answer["LatestDeliveryAttemptSucceeded"] = text(trail.delivered)
      answer["TimeLoggingStarted"] = text(trail.started)
      answer["TimeLoggingStopped"] = text(trail.stopped)
      return answer
    }

    private static func text(_ time: Timestamp?) -> AWSValue {
      .string(time.map { Timestamp(seconds: $0.seconds).iso8601 } ?? "")
    }
  }
}
