import AWS

/// The public access block of an account. Its operations are named as a bucket's are; permissions
/// and records call them by the account.
enum AccountPublicAccess {
  struct Input: OperationInput {
    static let members = ["AccountId"]
    let account: String

    init(_ members: Members) { account = members.string("AccountId") ?? "" }

    /// Nobody looks into another account, and nobody unknown into any.
    func check(_ call: Call) throws(AWSError) {
      if call.caller.kind == .anonymous || account != call.caller.account {
        throw S3Error.accessDenied
      }
    }
  }

  fileprivate static func checks(_ verb: String, _ call: Call) -> [AccessCheck] {
    [
      AccessCheck(
        "s3:\(verb)AccountPublicAccessBlock", on: "*",
        context: S3Context.keys(call, owner: call.caller.account))
    ]
  }
}

extension AccountPublicAccess {
  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
  enum GetPublicAccessBlock: OperationHandler {
    static func access(_ input: Input, _ call: Call) -> [AccessCheck] { checks("Get", call) }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try input.check(call)
      let block = try call.s3.accountBlock(of: input.account, partition: call.scope.partition)
      guard let block else {
        throw AWSError(
          "NoSuchPublicAccessBlockConfiguration",
          "The public access block configuration was not found", status: 404,
          members: ["AccountId": .string(input.account)])
      }
      return block.wire
    }
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
  enum PutPublicAccessBlock: OperationHandler {
    struct Input: OperationInput {
      static let members = ["AccountId", "PublicAccessBlockConfiguration.*"]
      let account: AccountPublicAccess.Input
      let configuration: PublicAccessBlock

      init(_ members: Members) {
        account = AccountPublicAccess.Input(members)
        configuration = PublicAccessBlock(members)
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] { checks("Put", call) }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try input.account.check(call)
      try S3Checksum.check(call.request)
      try call.s3.save(
        input.configuration, ofAccount: input.account.account, partition: call.scope.partition)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_DeletePublicAccessBlock.html
  enum DeletePublicAccessBlock: OperationHandler {
    /// Whoever may set it may take it off.
    static func access(_ input: Input, _ call: Call) -> [AccessCheck] { checks("Put", call) }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try input.check(call)
      try call.s3.deleteBlock(ofAccount: input.account, partition: call.scope.partition)
      return [:]
    }
  }
}
