import AWS

extension IAMService {
  /// For an operation that takes a managed policy's ARN and nothing else.
  struct PolicyInput: OperationInput {
    static let members = ["PolicyArn"]
    let arn: String

    init(_ members: Members) throws(AWSError) {
      arn = members.string("PolicyArn") ?? ""
      try IAMName.checkPolicyARN(arn)
    }
  }

  struct PolicyPageInput: OperationInput {
    static let members = ["PolicyArn"] + IAMPage.members
    let arn: String
    let page: IAMPage

    init(_ members: Members) throws(AWSError) {
      arn = try PolicyInput(members).arn
      page = try IAMPage(members)
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
  enum GetPolicy: OperationHandler {
    static func perform(_ input: PolicyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let policy = try call.iam.existingPolicy(input.arn, call.account)
      return ["Policy": .object(try call.iam.answer(policy, call.account))]
    }
  }

  enum ListPolicyTags: OperationHandler {
    static func perform(_ input: PolicyPageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      input.page.tags(try call.iam.existingPolicy(input.arn, call.account).tags)
    }
  }
}
