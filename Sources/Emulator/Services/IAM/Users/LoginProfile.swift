import AWS

/// A user's password for the console. Nobody signs in to this world: what counts is whether one
/// exists, so the password itself is judged and thrown away.
struct LoginProfile: Hashable, Sendable {
  var userName: String
  var created: Timestamp
  var needsReset: Bool

  var answer: AWSObject {
    [
      "UserName": .string(userName), "CreateDate": .timestamp(created),
      "PasswordResetRequired": .bool(needsReset),
    ]
  }
}

extension IAMStore {
  func loginProfile(ofUser name: String, _ account: String) throws(AWSError) -> LoginProfile? {
    try database.row(
      """
      SELECT user_name, created, reset_required FROM iam_login_profile
      WHERE account = ? AND user_name = ?
      """, .text(account), .text(name)
    ).map {
      LoginProfile(
        userName: $0.text(0), created: Timestamp(microseconds: $0.integer(1)),
        needsReset: $0.flag(2))
    }
  }

  func existingLoginProfile(_ name: String, _ account: String) throws(AWSError) -> LoginProfile {
    guard let profile = try loginProfile(ofUser: name, account) else {
      throw IAMError.noSuchEntity("Login Profile for User \(name) cannot be found.")
    }
    return profile
  }

  func put(_ profile: LoginProfile, _ account: String) throws(AWSError) {
    try database.run(
      """
      INSERT INTO iam_login_profile (account, user_name, created, reset_required)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (account, user_name) DO UPDATE SET reset_required = excluded.reset_required
      """,
      .text(account), .text(profile.userName), .integer(profile.created.microseconds),
      SQLValue(profile.needsReset))
  }
}

extension IAMService {
  struct LoginProfileInput: OperationInput {
    static let members = ["UserName", "Password", "PasswordResetRequired"]
    let name: String?
    let password: String?
    let needsReset: Bool?

    init(_ members: Members) throws(AWSError) {
      name = members.string("UserName")
      if let name { try IAMName.check(name, "userName") }
      password = members.string("Password")
      needsReset = members.bool("PasswordResetRequired")
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html
  enum CreateLoginProfile: OperationHandler {
    static func perform(_ input: LoginProfileInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let name = try call.loginName(input.name)
      if try call.iam.loginProfile(ofUser: name, call.account) != nil {
        throw IAMError.alreadyExists("Login Profile for user \(name) already exists.")
      }
      guard input.password != nil else {
        throw IAMError.validation("Password is required to create a login profile.")
      }
      let profile = LoginProfile(
        userName: name, created: call.iamDate, needsReset: input.needsReset ?? false)
      try call.iam.put(profile, call.account)
      return ["LoginProfile": .object(profile.answer)]
    }
  }

  enum GetLoginProfile: OperationHandler {
    static func perform(_ input: OptionalUserInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let name = try call.loginName(input.name)
      let profile = try call.iam.existingLoginProfile(name, call.account)
      return ["LoginProfile": .object(profile.answer)]
    }
  }

  enum UpdateLoginProfile: OperationHandler {
    static func perform(_ input: LoginProfileInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let name = try call.loginName(input.name)
      var profile = try call.iam.existingLoginProfile(name, call.account)
      profile.needsReset = input.needsReset ?? profile.needsReset
      try call.iam.put(profile, call.account)
      return [:]
    }
  }

  enum DeleteLoginProfile: OperationHandler {
    static func perform(_ input: OptionalUserInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let name = try call.loginName(input.name)
      _ = try call.iam.existingLoginProfile(name, call.account)
      try call.database.run(
        "DELETE FROM iam_login_profile WHERE account = ? AND user_name = ?",
        .text(call.account), .text(name))
      return [:]
    }
  }
}

extension Call {
  /// The user named or calling; the root user has no login profile of IAM's.
  fileprivate func loginName(_ name: String?) throws(AWSError) -> String {
    guard let name = try userNameOrCaller(name) else {
      throw IAMError.validation("Must specify userName when calling with non-User credentials")
    }
    _ = try iam.existingUser(name, account)
    return name
  }
}
