import AWS

extension ConfigService {
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigurationRecorder.html
  enum StartConfigurationRecorder: OperationHandler {
    static func access(_ input: RecorderInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try .recorder(input.name, call)]
    }

    static func perform(_ input: RecorderInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      var recorder = try call.recorder(named: input.name)
      guard try call.config.channel(in: call.scope) != nil else {
        throw ConfigError.noChannelForRecorder
      }
      recorder.isRecording = true
      recorder.started = call.now
      try call.config.put(recorder)
      return [:]
    }
  }
}
