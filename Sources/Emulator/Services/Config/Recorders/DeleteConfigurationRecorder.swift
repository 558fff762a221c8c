import AWS

extension ConfigService {
  /// Also one that is recording.
  ///
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteConfigurationRecorder.html
  enum DeleteConfigurationRecorder: OperationHandler {
    static func access(_ input: RecorderInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try .recorder(input.name, call)]
    }

    static func perform(_ input: RecorderInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      try call.config.delete(try call.recorder(named: input.name))
      return [:]
    }
  }
}
