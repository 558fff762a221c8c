import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
  enum PutKeyPolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "PolicyName", "Policy", "BypassPolicyLockoutSafetyCheck"]
      let key: String
      let policyName: String
      let policy: String
      let bypasses: Bool

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        policyName = members.string("PolicyName") ?? KeyPolicy.name
        policy = members.string("Policy") ?? ""
        bypasses = members.bool("BypassPolicyLockoutSafetyCheck") ?? false
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let bypass = ["kms:BypassPolicyLockoutSafetyCheck": [input.bypasses ? "true" : "false"]]
      var key = try call.key(input.key, context: bypass)
      try key.requireLasting()
      guard input.policyName == KeyPolicy.name else {
        throw AWSError("NotFoundException", "No such policy exists")
      }
      try call.checkKeyPolicy(input.policy, of: key, bypassesLockoutCheck: input.bypasses)
      key.policyText = input.policy
      try call.keys.put(key)
      call.note(key)
      return [:]
    }
  }
}
