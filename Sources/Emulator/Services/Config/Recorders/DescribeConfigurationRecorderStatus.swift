import AWS

extension ConfigService {
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorderStatus.html
  enum DescribeConfigurationRecorderStatus: OperationHandler {
    static func access(_ input: RecordersInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      try AccessCheck.recorders(input, call)
    }

    static func perform(_ input: RecordersInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let now = call.now
      let recorders = try call.recorders(input.names, arn: input.arn)
      return ["ConfigurationRecordersStatus": .list(recorders.map { .object($0.status(at: now)) })]
    }
  }
}
