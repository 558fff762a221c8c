import AWS
import PolicyLanguage

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html
  enum GetContextKeysForCustomPolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = ["PolicyInputList"]
      let policies: [SimulatedPolicy]

      init(_ members: Members) throws(AWSError) {
        policies = try SimulatedPolicy.list(
          members.strings("PolicyInputList") ?? [], "PolicyInputList")
      }
    }

    static func perform(_ input: Input, _ call: inout Call) -> AWSObject {
      contextKeys(input.policies)
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html
  enum GetContextKeysForPrincipalPolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = ["PolicySourceArn", "PolicyInputList"]
      let source: String
      let policies: [SimulatedPolicy]

      init(_ members: Members) throws(AWSError) {
        source = members.string("PolicySourceArn") ?? ""
        policies = try GetContextKeysForCustomPolicy.Input(members).policies
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [AccessCheck(call.ownAction, on: input.source)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let source = try call.policySource(input.source)
      return contextKeys(try call.policies(of: source) + input.policies)
    }
  }

  private static func contextKeys(_ policies: [SimulatedPolicy]) -> AWSObject {
    var seen: Set<String> = []
    let names = policies.flatMap(\.document.contextKeys)
      .filter { seen.insert($0.lowercased()).inserted }
    return ["ContextKeyNames": .list(names.map(AWSValue.string))]
  }
}
