import AWS

extension ConfigService {
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html
  enum DescribeConfigurationRecorders: OperationHandler {
    static func access(_ input: RecordersInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      try AccessCheck.recorders(input, call)
    }

    static func perform(_ input: RecordersInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let recorders = try call.recorders(input.names, arn: input.arn)
      return ["ConfigurationRecorders": .list(recorders.map { .object($0.output) })]
    }
  }
}
