import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html
  enum UntagResource: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "TagKeys"]
      let key: String
      let tagKeys: [String]

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        tagKeys = members.strings("TagKeys") ?? []
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var key = try call.key(input.key, context: ["aws:TagKeys": input.tagKeys])
      try key.requireLasting()
      for name in input.tagKeys { key.tags[name] = nil }
      try call.keys.put(key)
      call.note(key)
      return [:]
    }
  }
}
