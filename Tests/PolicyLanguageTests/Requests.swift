import PolicyLanguage

/// Requests and policies as the tests need them: what a test sets matters to it.
extension Principal {
  static func user(_ name: String, account: String = "111122223333") -> Principal {
    Principal(
      kind: .user, account: account, arn: "arn:aws:iam::\(account):user/\(name)",
      userID: "AIDACKCEVSQ6C2EXAMPLE")
  }

  static func root(_ account: String = "111122223333") -> Principal {
    Principal(
      kind: .root, account: account, arn: "arn:aws:iam::\(account):root", userID: account)
  }

  static func session(_ role: String, _ name: String, account: String = "111122223333")
    -> Principal
  {
    Principal(
      kind: .assumedRole, account: account,
      arn: "arn:aws:sts::\(account):assumed-role/\(role)/\(name)",
      roleARN: "arn:aws:iam::\(account):role/\(role)", userID: "AROAEXAMPLEID12345678:\(name)")
  }
}

func request(
  _ action: String = "s3:GetObject", on resource: String = "arn:aws:s3:::bucket/key",
  by principal: Principal = .user("alice"), _ context: [String: [String]] = [:]
) -> PolicyRequest {
  PolicyRequest(principal: principal, action: action, resource: resource, context: context)
}

/// A policy of one statement for everyone on everything but what the test says.
func policy(
  effect: String = "Allow", principal: String = "\"*\"", action: String = "\"s3:*\"",
  resource: String = "\"*\"", condition: String? = nil, version: String = "2012-10-17"
) throws -> PolicyDocument {
  let condition = condition.map { ",\"Condition\":\($0)" } ?? ""
  return try PolicyDocument.parse(
    """
    {"Version":"\(version)","Statement":{"Effect":"\(effect)","Principal":\(principal),\
    "Action":\(action),"Resource":\(resource)\(condition)}}
    """)
}

/// An identity policy of one statement.
func identity(
  _ effect: String = "Allow", action: String = "\"*\"", resource: String = "\"*\""
) throws -> PolicyDocument {
  try PolicyDocument.parse(
    """
    {"Version":"2012-10-17","Statement":[{"Effect":"\(effect)","Action":\(action),\
    "Resource":\(resource)}]}
    """, as: .identity)
}

extension [[PolicyDocument]] {
  /// Nameless policies in their levels.
  var attached: [[AttachedPolicy]] { map { $0.map { AttachedPolicy($0) } } }
}
