import AWS

extension KMSService {
  /// Departure from AWS: aliases of AWS's own keys, `alias/aws/s3`, are not there.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
  enum ListAliases: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "Limit", "Marker"]
      let key: String?
      let page: KMSPage

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId")
        page = try KMSPage(members, usual: 50)
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [AccessCheck(call.ownAction)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let key = try input.key.map { text throws(AWSError) in try call.ownKey(text).arn }
      let aliases = try call.keys.aliases(
        in: call.scope, ofKey: key, after: input.page.after, limit: input.page.limit + 1,
        at: call.now)
      return input.page.output("Aliases", aliases, name: \.name) { .object($0.output) }
    }
  }
}
