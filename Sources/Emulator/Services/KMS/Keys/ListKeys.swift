import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
  enum ListKeys: OperationHandler {
    struct Input: OperationInput {
      static let members = ["Limit", "Marker"]
      let page: KMSPage

      init(_ members: Members) throws(AWSError) { page = try KMSPage(members, usual: 100) }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [AccessCheck(call.ownAction)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let keys = try call.keys.keys(
        in: call.scope, after: input.page.after, limit: input.page.limit + 1, at: call.now)
      return input.page.output("Keys", keys, name: \.id) { key in
        ["KeyId": .string(key.id), "KeyArn": .string(key.arn)]
      }
    }
  }
}
