import AWS

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
enum GetAccessKeyInfo: OperationHandler {
  struct Input: OperationInput {
    static let members = ["AccessKeyId"]
    let accessKeyID: String

    init(_ members: Members) throws(AWSError) { accessKeyID = members.string("AccessKeyId") ?? "" }
  }

  /// A key that nobody issued belongs to whom it would act for.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    for service in ServiceRegistry.all {
      if let credential = try service.credential(input.accessKeyID, in: call.world) {
        return ["Account": .string(credential.caller.account)]
      }
    }
    return ["Account": .string(call.world.options.defaultAccount)]
  }
}
