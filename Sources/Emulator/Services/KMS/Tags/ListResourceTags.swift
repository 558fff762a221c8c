import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html
  enum ListResourceTags: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "Limit", "Marker"]
      let key: String
      let page: KMSPage

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        page = try KMSPage(members, usual: 50)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let key = try call.key(input.key)
      let tags = key.tags.keys.sorted().filter { $0 > input.page.after }
      return input.page.output("Tags", tags, name: \.self) { name in
        ["TagKey": .string(name), "TagValue": key.tags[name] ?? ""]
      }
    }
  }
}
