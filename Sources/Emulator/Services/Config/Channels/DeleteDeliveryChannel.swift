import AWS

extension ConfigService {
  /// Refused while the recorder runs.
  ///
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteDeliveryChannel.html
  enum DeleteDeliveryChannel: OperationHandler {
    struct Input: OperationInput {
      static let members = ["DeliveryChannelName"]
      let name: String

      init(_ members: Members) throws(AWSError) {
        name = members.string("DeliveryChannelName") ?? ""
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      guard let channel = try call.config.channel(in: call.scope), channel.name == input.name
      else { throw ConfigError.noChannel(input.name) }
      if try call.config.recorder(in: call.scope)?.isRecording == true {
        throw ConfigError.lastChannel(channel.name)
      }
      try call.config.delete(channel)
      return [:]
    }
  }
}
