import AWS
import PolicyLanguage

/// The policy of a key.
enum KeyPolicy {
  /// The only name that a key policy can have.
  static let name = "default"

  /// What a key gets that says nothing: the account's own policies decide.
  ///
  /// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  static func standard(_ scope: Scope) -> String {
    """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:\(scope.partition):iam::\(scope.account):root"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }
    """
  }
}

extension Call {
  /// A key policy is sound, its users and roles of this account exist, and unless that check is
  /// bypassed it leaves the caller able to put another.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
  func checkKeyPolicy(_ text: String, of key: KMSKey, bypassesLockoutCheck: Bool)
    throws(AWSError)
  {
    if text.utf8.count > 32_768 { throw KMSError.limit("The key policy exceeds 32768 bytes.") }
    let document: PolicyDocument
    do {
      document = try PolicyDocument.parse(text, as: .resource)
    } catch {
      if case .invalidPrincipal = error.problem { throw KMSError.invalidPrincipals }
      throw KMSError.malformed(error.message)
    }
    for statement in document.statements {
      for case .arn(let text) in statement.principals?.principals ?? [] {
        guard let arn = ARN(text), arn.service == "iam", arn.account == account else { continue }
        guard try exists(arn) else { throw KMSError.invalidPrincipals }
      }
    }
    if bypassesLockoutCheck { return }
    var check = AccessCheck(
      "kms:PutKeyPolicy", on: key.arn, context: key.context([]), owner: key.account)
    check.context["kms:CallerAccount"] = [caller.account]
    check.resourcePolicy = .init(document, name: "key policy of \(key.arn)", mustAllow: true)
    guard try decision(check).isAllowed else { throw KMSError.lockout }
  }
}
