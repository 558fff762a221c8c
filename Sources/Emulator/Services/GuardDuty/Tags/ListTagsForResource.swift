import AWS

extension GuardDutyService {
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListTagsForResource.html
  enum ListTagsForResource: OperationHandler {
    struct Input: OperationInput {
      static let members = ["ResourceArn"]
      let arn: String

      init(_ members: Members) throws(AWSError) { arn = members.string("ResourceArn") ?? "" }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try .detector(arn: input.arn, call)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      ["Tags": .object(try call.detector(arn: input.arn).tags)]
    }
  }
}
