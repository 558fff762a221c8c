import AWS

extension ConfigService {
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeDeliveryChannels.html
  enum DescribeDeliveryChannels: OperationHandler {
    static func perform(_ input: ChannelsInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let channels = try call.channels(input.names)
      return ["DeliveryChannels": .list(channels.map { .object($0.document) })]
    }
  }
}
