import AWS

extension ConfigService {
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeDeliveryChannelStatus.html
  enum DescribeDeliveryChannelStatus: OperationHandler {
    static func perform(_ input: ChannelsInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let channels = try call.channels(input.names)
      return ["DeliveryChannelsStatus": .list(channels.map { .object($0.status) })]
    }
  }
}
