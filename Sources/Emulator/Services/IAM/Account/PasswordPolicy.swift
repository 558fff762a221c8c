import AWS

extension IAMService {
  /// An update replaces the whole policy: what it leaves out goes back to AWS's default.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
  enum UpdateAccountPasswordPolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = flags + ["MinimumPasswordLength", "MaxPasswordAge"]
        + ["PasswordReusePrevention"]
      static let flags = [
        "RequireSymbols", "RequireNumbers", "RequireUppercaseCharacters",
        "RequireLowercaseCharacters", "AllowUsersToChangePassword", "HardExpiry",
      ]
      let policy: AWSObject

      init(_ members: Members) throws(AWSError) {
        let age = members.integer("MaxPasswordAge")
        var policy = AWSObject()
        policy["MinimumPasswordLength"] = .integer(
          Int64(members.integer("MinimumPasswordLength") ?? 6))
        for flag in Self.flags { policy[flag] = .bool(members.bool(flag) ?? false) }
        policy["ExpirePasswords"] = .bool(age != nil)
        policy.set("MaxPasswordAge", age.map { .integer(Int64($0)) })
        policy.set(
          "PasswordReusePrevention",
          members.integer("PasswordReusePrevention").map { .integer(Int64($0)) })
        self.policy = policy
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try call.database.run(
        """
        INSERT INTO iam_password_policy (account, policy) VALUES (?, ?)
        ON CONFLICT (account) DO UPDATE SET policy = excluded.policy
        """, .text(call.account), .text(JSON.text(input.policy)))
      return [:]
    }
  }

  enum GetAccountPasswordPolicy: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let row = try call.database.row(
        "SELECT policy FROM iam_password_policy WHERE account = ?", .text(call.account))
      guard let row, let policy = try? JSON.parse(row.text(0)) else {
        throw call.noPasswordPolicy
      }
      return ["PasswordPolicy": policy]
    }
  }

  enum DeleteAccountPasswordPolicy: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      try call.database.run(
        "DELETE FROM iam_password_policy WHERE account = ?", .text(call.account))
      if call.database.changeCount == 0 { throw call.noPasswordPolicy }
      return [:]
    }
  }
}

extension Call {
  fileprivate var noPasswordPolicy: AWSError {
    IAMError.noSuchEntity("The Password Policy with domain name \(account) cannot be found.")
  }
}
