import AWS

/// The temporary credentials that are out.
struct STSStore {
  let world: World
  var database: Database { world.database }

  init(_ world: World) { self.world = world }

  /// A session as it begins.
  struct Session {
    var account: String
    var arn: String
    var principalID: String
    /// Of the role or the user; empty for the root user.
    var name: String
    /// Empty for a session of a user or of the root user.
    var session = ""
    var roleARN: String?
    var policy: String?
    var policyARNs: [String] = []
  }

  /// Hands out a key, its secret and its token.
  func issue(_ session: Session, for duration: Duration, at now: Timestamp) throws(AWSError)
    -> (accessKeyID: String, output: AWSObject)
  {
    let accessKeyID = world.uniqueID("ASIA")
    let secret = world.token(40)
    let token = "IQoJb3JpZ2luX2Vj" + world.token(240)
    let expires = Timestamp(seconds: (now + duration).seconds)
    let arns = session.policyARNs.map(AWSValue.string)
    try database.run(
      """
      INSERT INTO sts_session(access_key, secret, token, account, started, expires, arn, \
      principal_id, name, session, role_arn, policy, policy_arns) \
      VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
      """,
      .text(accessKeyID), .text(secret), .text(token), .text(session.account),
      .integer(now.microseconds), .integer(expires.microseconds), .text(session.arn),
      .text(session.principalID), .text(session.name), .text(session.session),
      SQLValue(session.roleARN), SQLValue(session.policy),
      arns.isEmpty ? .null : .text(JSON.text(.list(arns))))
    try forgetExpired(at: now)
    return (
      accessKeyID,
      [
        "AccessKeyId": .string(accessKeyID), "SecretAccessKey": .string(secret),
        "SessionToken": .string(token), "Expiration": .timestamp(expires),
      ]
    )
  }

  /// Now and then, so that the table stays bounded; half a day after their end nobody minds
  /// whether a key is expired or unknown.
  private func forgetExpired(at now: Timestamp) throws(AWSError) {
    guard database.lastInsertedRowID % 4096 == 0 else { return }
    try database.run(
      "DELETE FROM sts_session WHERE expires < ?", .integer((now - .hours(12)).microseconds))
  }

  /// What a session brings to decisions beside its principal.
  struct OpenSession {
    var policy: String?
    var policyARNs: [String]
    /// aws:PrincipalTag/... of session tags, sts:... keys.
    var context: [String: [String]] = [:]
  }

  func session(_ accessKeyID: String) throws(AWSError) -> OpenSession? {
    try database.row(
      "SELECT policy, policy_arns FROM sts_session WHERE access_key = ?", .text(accessKeyID)
    ).map { row in
      let list = row.optionalText(1).flatMap { try? JSON.parse($0).list } ?? []
      return OpenSession(policy: row.optionalText(0), policyARNs: list.compactMap(\.string))
    }
  }

  func credential(_ accessKeyID: String) throws(AWSError) -> IssuedCredential? {
    try database.row(
      """
      SELECT secret, token, account, started, expires, arn, principal_id, name, session, role_arn \
      FROM sts_session WHERE access_key = ?
      """, .text(accessKeyID)
    ).map { row in
      let (name, roleARN) = (row.text(7), row.optionalText(9))
      let kind: Caller.Kind =
        roleARN != nil
        ? .assumedRole(role: name, session: row.text(8)) : name.isEmpty ? .root : .user(name: name)
      return IssuedCredential(
        secretAccessKey: row.text(0), sessionToken: row.text(1),
        expires: Timestamp(microseconds: row.integer(4)),
        caller: Caller(
          kind: kind, account: row.text(2), arn: row.text(5), principalID: row.text(6),
          accessKeyID: accessKeyID, sessionIssuerARN: roleARN,
          sessionStart: Timestamp(microseconds: row.integer(3))))
    }
  }
}
