import AWS

/// The temporary credentials that are out.
struct STSStore {
  let world: World
  var database: Database { world.database }

  init(_ world: World) { self.world = world }

  /// Times are microseconds. `issuer_arn` is the role's or, of a federated user, the user's;
  /// `marks` are session tags and source identity as JSON.
  static let schema = """
    CREATE TABLE IF NOT EXISTS sts_session (
      id INTEGER PRIMARY KEY, access_key TEXT NOT NULL UNIQUE, secret TEXT NOT NULL,
      token TEXT NOT NULL, account TEXT NOT NULL, started INTEGER NOT NULL,
      expires INTEGER NOT NULL, kind TEXT NOT NULL, arn TEXT NOT NULL,
      principal_id TEXT NOT NULL, name TEXT NOT NULL, session TEXT NOT NULL, issuer_arn TEXT,
      issuer_id TEXT, has_mfa INTEGER NOT NULL, policy TEXT, policy_arns TEXT, marks TEXT
    ) STRICT;
    """

  /// A session as it begins.
  struct Session {
    var kind: Kind
    var account: String
    var arn: String
    var principalID: String
    /// Of the role, the user or the federated user; empty for the root user.
    var name: String
    /// Empty for a session of no role.
    var session = ""
    var issuerARN: String?
    var issuerID: String?
    var policy: String?
    var policyARNs: [String] = []
    var marks = SessionMarks()
    var hasMFA = false

    init(kind: Kind, account: String, arn: String, principalID: String, name: String) {
      self.kind = kind
      self.account = account
      self.arn = arn
      self.principalID = principalID
      self.name = name
    }

    enum Kind: String { case role, user, root, federated }
  }

  /// A key with its secret and token, as answers and as records have it.
  struct Issued {
    let accessKeyID: String
    let secret: String
    let token: String
    let expires: Timestamp

    var output: AWSObject {
      [
        "AccessKeyId": .string(accessKeyID), "SecretAccessKey": .string(secret),
        "SessionToken": .string(token), "Expiration": .timestamp(expires),
      ]
    }
    var recorded: AWSObject {
      [
        "accessKeyId": .string(accessKeyID), "sessionToken": .string(token),
        "expiration": .string(expires.recorded(comma: true)),
      ]
    }
  }

  /// Hands out a key, its secret and its token.
  func issue(_ session: Session, for duration: Duration, at now: Timestamp) throws(AWSError)
    -> Issued
  {
    let issued = Issued(
      accessKeyID: world.uniqueID("ASIA"), secret: world.token(40),
      token: "IQoJb3JpZ2luX2Vj" + world.token(240),
      expires: Timestamp(seconds: (now + duration).seconds))
    let arns = session.policyARNs.map(AWSValue.string)
    let values: [SQLValue] = [
      .text(issued.accessKeyID), .text(issued.secret), .text(issued.token),
      .text(session.account), .integer(now.microseconds), .integer(issued.expires.microseconds),
      .text(session.kind.rawValue), .text(session.arn), .text(session.principalID),
      .text(session.name), .text(session.session), SQLValue(session.issuerARN),
      SQLValue(session.issuerID), SQLValue(session.hasMFA), SQLValue(session.policy),
      arns.isEmpty ? .null : .text(JSON.text(.list(arns))), SQLValue(session.marks.column),
    ]
    try database.run(
      """
      INSERT INTO sts_session (access_key, secret, token, account, started, expires, kind, arn, \
      principal_id, name, session, issuer_arn, issuer_id, has_mfa, policy, policy_arns, marks) \
      VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """, values)
    try forgetExpired(at: now)
    return issued
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
    var marks: SessionMarks
    /// aws:PrincipalTag/... of session tags, aws:SourceIdentity.
    var context: [String: [String]] { marks.context }
  }

  func session(_ accessKeyID: String) throws(AWSError) -> OpenSession? {
    try database.row(
      "SELECT policy, policy_arns, marks FROM sts_session WHERE access_key = ?",
      .text(accessKeyID)
    ).map { row in
      let list = row.optionalText(1).flatMap { try? JSON.parse($0).list } ?? []
      return OpenSession(
        policy: row.optionalText(0), policyARNs: list.compactMap(\.string),
        marks: SessionMarks(column: row.optionalText(2)))
    }
  }

  func credential(_ accessKeyID: String) throws(AWSError) -> IssuedCredential? {
    try database.row(
      """
      SELECT secret, token, account, started, expires, kind, arn, principal_id, name, session, \
      issuer_arn, issuer_id, has_mfa, marks FROM sts_session WHERE access_key = ?
      """, .text(accessKeyID)
    ).map { row in
      let name = row.text(8)
      let kind: Caller.Kind =
        switch Session.Kind(rawValue: row.text(5)) {
        case .role: .assumedRole(role: name, session: row.text(9))
        case .federated: .federatedUser(name: name)
        case .user: .user(name: name)
        case .root, nil: .root
        }
      var caller = Caller(
        kind: kind, account: row.text(2), arn: row.text(6), principalID: row.text(7),
        accessKeyID: accessKeyID, sessionIssuerARN: row.optionalText(10),
        sessionStart: Timestamp(microseconds: row.integer(3)), hasMFA: row.flag(12))
      caller.sessionIssuerID = row.optionalText(11)
      caller.sourceIdentity = SessionMarks(column: row.optionalText(13)).sourceIdentity
      return IssuedCredential(
        secretAccessKey: row.text(0), sessionToken: row.text(1),
        expires: Timestamp(microseconds: row.integer(4)), caller: caller)
    }
  }
}
