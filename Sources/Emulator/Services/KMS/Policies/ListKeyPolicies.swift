import AWS

extension KMSService {
  /// One name, so never a second page.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html
  enum ListKeyPolicies: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "Limit", "Marker"]
      let key: String
      let page: KMSPage

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        page = try KMSPage(members, usual: 100)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      _ = try call.key(input.key)
      return input.page.output("PolicyNames", [KeyPolicy.name], name: \.self) { .string($0) }
    }
  }
}
