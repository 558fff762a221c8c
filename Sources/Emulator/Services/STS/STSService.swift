package import AWS

/// Security Token Service (https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html).
package enum STSService: ServiceDefinition {
  package static let service = "sts"
  package static let operations = [
    ServedOperation(service, AssumeRole.self),
    ServedOperation(service, GetAccessKeyInfo.self),
    ServedOperation(service, GetCallerIdentity.self),
    ServedOperation(service, GetSessionToken.self),
  ]
  package static let tables: [ResourceTable] = []

  /// Times are microseconds. `role_arn` is NULL for a session of a user or of the root user.
  package static let schema = """
    CREATE TABLE IF NOT EXISTS sts_session (
      id INTEGER PRIMARY KEY, access_key TEXT NOT NULL UNIQUE, secret TEXT NOT NULL,
      token TEXT NOT NULL, account TEXT NOT NULL, started INTEGER NOT NULL,
      expires INTEGER NOT NULL, arn TEXT NOT NULL, principal_id TEXT NOT NULL,
      name TEXT NOT NULL, session TEXT NOT NULL, role_arn TEXT, policy TEXT, policy_arns TEXT
    ) STRICT;
    """

  /// AWS counts all of STS as reading, though a session begins.
  package static func beginRecord(of call: inout Call, _ input: AWSObject) {
    call.record.readOnly = true
  }

  package static func credential(_ accessKeyID: String, in world: World) throws(AWSError)
    -> IssuedCredential?
  {
    guard accessKeyID.hasPrefix("ASIA") else { return nil }
    return try STSStore(world).credential(accessKeyID)
  }
}
