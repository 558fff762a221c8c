import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
  enum GetKeyPolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "PolicyName"]
      let key: String
      let policyName: String

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        policyName = members.string("PolicyName") ?? KeyPolicy.name
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let key = try call.key(input.key)
      guard input.policyName == KeyPolicy.name else {
        throw AWSError("NotFoundException", "No such policy exists")
      }
      return ["Policy": .string(key.policyText), "PolicyName": .string(KeyPolicy.name)]
    }
  }
}
