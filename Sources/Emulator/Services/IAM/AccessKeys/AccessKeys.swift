import AWS

extension IAMService {
  /// Two keys at most for a user; the secret is told this once.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
  enum CreateAccessKey: OperationHandler {
    static func perform(_ input: OptionalUserInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let name = try call.keyOwner(input.name)
      if try call.iam.accessKeys(ofUser: name, call.account).count >= quota {
        throw IAMError.quota("AccessKeysPerUser", quota)
      }
      let key = IAMStore.AccessKey(
        id: call.world.uniqueID("AKIA"), account: call.account, userName: name,
        secret: call.world.token(40), isActive: true, created: call.iamDate,
        partition: call.scope.partition)
      try call.iam.insert(key)
      var answer = key.answer
      answer["SecretAccessKey"] = .string(key.secret)
      return ["AccessKey": .object(answer)]
    }

    private static let quota = 2
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
  enum ListAccessKeys: OperationHandler {
    struct Input: OperationInput {
      static let members = ["UserName"] + IAMPage.members
      let name: String?
      let page: IAMPage

      init(_ members: Members) throws(AWSError) {
        name = try OptionalUserInput(members).name
        page = try IAMPage(members)
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(userOrCaller: input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let name = try call.keyOwner(input.name)
      let keys = try call.iam.accessKeys(ofUser: name, call.account)
      return input.page.answer("AccessKeyMetadata", keys) {
        $0.id
      } value: {
        .object($0.answer)
      }
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
  enum UpdateAccessKey: OperationHandler {
    struct Input: OperationInput {
      static let members = ["UserName", "AccessKeyId", "Status"]
      let name: String?
      let id: String
      let isActive: Bool

      init(_ members: Members) throws(AWSError) {
        name = try OptionalUserInput(members).name
        id = members.string("AccessKeyId") ?? ""
        try IAMName.checkAccessKeyID(id)
        let status = members.string("Status")
        guard status != "Expired" else {
          throw IAMError.invalidInput("Access key status can't be set to Expired.")
        }
        isActive = status == "Active"
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(userOrCaller: input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let name = try call.keyOwner(input.name)
      let key = try call.iam.existingAccessKey(input.id, ofUser: name, call.account)
      try call.iam.setStatus(input.isActive, ofKey: key.id)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
  enum DeleteAccessKey: OperationHandler {
    struct Input: OperationInput {
      static let members = ["UserName", "AccessKeyId"]
      let name: String?
      let id: String

      init(_ members: Members) throws(AWSError) {
        name = try OptionalUserInput(members).name
        id = members.string("AccessKeyId") ?? ""
        try IAMName.checkAccessKeyID(id)
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(userOrCaller: input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let name = try call.keyOwner(input.name)
      let key = try call.iam.existingAccessKey(input.id, ofUser: name, call.account)
      try call.iam.delete(key)
      return [:]
    }
  }

  /// A key that was never used has `N/A` for service and region, and no date.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
  enum GetAccessKeyLastUsed: OperationHandler {
    struct Input: OperationInput {
      static let members = ["AccessKeyId"]
      let id: String

      init(_ members: Members) throws(AWSError) {
        id = members.string("AccessKeyId") ?? ""
        try IAMName.checkAccessKeyID(id)
      }
    }

    /// On the key's owner; any user's where it is nobody's here.
    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      let key = try call.iam.accessKey(input.id).flatMap { $0.account == call.account ? $0 : nil }
      guard let key else { return [AccessCheck(call.ownAction, on: call.iamARN("user", "/", "*"))] }
      guard let name = key.userName else {
        return [AccessCheck(call.ownAction, on: call.caller.arn)]
      }
      return [try call.iamCheck(.user, name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      guard let key = try call.iam.accessKey(input.id), key.account == call.account else {
        throw IAMError.noSuchEntity("The Access Key with id \(input.id) cannot be found.")
      }
      let last = try call.iam.lastUse(ofKey: key.id)
      var used = AWSObject()
      used.set("LastUsedDate", (last?.time).map(AWSValue.timestamp))
      used["ServiceName"] = .string(last?.service ?? "N/A")
      used["Region"] = .string(last?.region ?? "N/A")
      var answer = AWSObject()
      answer.set("UserName", key.userName.map(AWSValue.string))
      answer["AccessKeyLastUsed"] = .object(used)
      return answer
    }
  }
}

extension IAMStore.AccessKey {
  /// As answers show a key, without its secret.
  var answer: AWSObject {
    var answer = AWSObject()
    answer.set("UserName", userName.map(AWSValue.string))
    answer["AccessKeyId"] = .string(id)
    answer["Status"] = .string(status)
    answer["CreateDate"] = .timestamp(created)
    return answer
  }
}

extension Call {
  /// The user whose keys are meant, who must exist; nil for the root user.
  fileprivate func keyOwner(_ name: String?) throws(AWSError) -> String? {
    guard let name = try userNameOrCaller(name) else { return nil }
    return try iam.existingUser(name, account).name
  }
}
