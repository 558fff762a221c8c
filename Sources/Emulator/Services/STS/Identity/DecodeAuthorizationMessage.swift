import AWS

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
enum DecodeAuthorizationMessage: OperationHandler {
  struct Input: OperationInput {
    static let members = ["EncodedMessage"]
    let message: String

    init(_ members: Members) throws(AWSError) {
      message = members.string("EncodedMessage") ?? ""
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    guard let decoded = AuthorizationMessage.decode(input.message) else {
      throw AWSError("InvalidAuthorizationMessageException", "Message is not valid")
    }
    return ["DecodedMessage": .string(decoded)]
  }
}
