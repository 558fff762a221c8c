import AWS

/// IAM's rows: who exists in an account, with which keys and which policies.
///
/// Other services ask here and never read the tables: the gateway looks up access keys and
/// policies, STS looks up roles.
package struct IAMStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  static let schema = """
    CREATE TABLE IF NOT EXISTS iam_user (
      account TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, user_id TEXT NOT NULL,
      arn TEXT NOT NULL, created INTEGER NOT NULL, boundary TEXT, tags TEXT NOT NULL,
      PRIMARY KEY (account, name)) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS iam_user_any_case ON iam_user (account, name COLLATE NOCASE);
    CREATE TABLE IF NOT EXISTS iam_access_key (
      account TEXT NOT NULL, access_key_id TEXT NOT NULL, user_name TEXT NOT NULL,
      secret TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL, partition TEXT NOT NULL,
      PRIMARY KEY (access_key_id)) STRICT;
    CREATE INDEX IF NOT EXISTS iam_access_key_user ON iam_access_key (account, user_name);
    CREATE TABLE IF NOT EXISTS iam_deleted_access_key (
      account TEXT NOT NULL, access_key_id TEXT NOT NULL, PRIMARY KEY (access_key_id)) STRICT;
    CREATE TABLE IF NOT EXISTS iam_login_profile (
      account TEXT NOT NULL, user_name TEXT NOT NULL, created INTEGER NOT NULL,
      reset_required INTEGER NOT NULL, PRIMARY KEY (account, user_name)) STRICT;
    CREATE TABLE IF NOT EXISTS iam_role (
      account TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, role_id TEXT NOT NULL,
      arn TEXT NOT NULL, created INTEGER NOT NULL, trust_policy TEXT NOT NULL, description TEXT,
      max_session INTEGER NOT NULL, boundary TEXT, tags TEXT NOT NULL,
      PRIMARY KEY (account, name)) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS iam_role_any_case ON iam_role (account, name COLLATE NOCASE);
    CREATE TABLE IF NOT EXISTS iam_mfa_device (
      account TEXT NOT NULL, serial TEXT NOT NULL, seed TEXT NOT NULL, user_name TEXT,
      enabled INTEGER, last_step INTEGER NOT NULL, tags TEXT NOT NULL,
      PRIMARY KEY (account, serial)) STRICT;
    CREATE TABLE IF NOT EXISTS iam_deletion_task (
      account TEXT NOT NULL, task TEXT NOT NULL, PRIMARY KEY (account, task)) STRICT;
    CREATE TABLE IF NOT EXISTS iam_group (
      account TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, group_id TEXT NOT NULL,
      arn TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (account, name)) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS iam_group_any_case
      ON iam_group (account, name COLLATE NOCASE);
    CREATE TABLE IF NOT EXISTS iam_membership (
      account TEXT NOT NULL, group_name TEXT NOT NULL, user_name TEXT NOT NULL,
      PRIMARY KEY (account, group_name, user_name)) STRICT;
    CREATE INDEX IF NOT EXISTS iam_membership_user ON iam_membership (account, user_name);
    CREATE TABLE IF NOT EXISTS iam_policy (
      account TEXT NOT NULL, arn TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,
      policy_id TEXT NOT NULL, description TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,
      default_version INTEGER NOT NULL, next_version INTEGER NOT NULL, tags TEXT NOT NULL,
      PRIMARY KEY (account, arn)) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS iam_policy_any_case
      ON iam_policy (account, name COLLATE NOCASE);
    CREATE TABLE IF NOT EXISTS iam_policy_version (
      account TEXT NOT NULL, policy_arn TEXT NOT NULL, version INTEGER NOT NULL,
      document TEXT NOT NULL, created INTEGER NOT NULL,
      PRIMARY KEY (account, policy_arn, version)) STRICT;
    CREATE TABLE IF NOT EXISTS iam_attachment (
      account TEXT NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL, policy_arn TEXT NOT NULL,
      PRIMARY KEY (account, kind, entity, policy_arn)) STRICT;
    CREATE INDEX IF NOT EXISTS iam_attachment_policy ON iam_attachment (account, policy_arn);
    CREATE TABLE IF NOT EXISTS iam_inline_policy (
      account TEXT NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL, name TEXT NOT NULL,
      document TEXT NOT NULL, PRIMARY KEY (account, kind, entity, name)) STRICT;
    CREATE TABLE IF NOT EXISTS iam_account_alias (
      account TEXT NOT NULL, alias TEXT NOT NULL, PRIMARY KEY (account)) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS iam_account_alias_once ON iam_account_alias (alias);
    CREATE TABLE IF NOT EXISTS iam_credential_report (
      account TEXT NOT NULL, generated INTEGER NOT NULL, content TEXT NOT NULL,
      PRIMARY KEY (account)) STRICT;
    CREATE TABLE IF NOT EXISTS iam_password_policy (
      account TEXT NOT NULL, policy TEXT NOT NULL, PRIMARY KEY (account)) STRICT;
    """

  static let tables = [
    ResourceTable("iam_user", resource: "name"),
    ResourceTable("iam_access_key", resource: "user_name"),
    ResourceTable("iam_login_profile", resource: "user_name"),
    ResourceTable("iam_mfa_device", resource: "serial", ignored: ["last_step"]),
    ResourceTable("iam_role", resource: "name"),
    ResourceTable("iam_group", resource: "name"),
    ResourceTable("iam_membership", resource: "user_name"),
    ResourceTable("iam_policy", resource: "arn"),
    ResourceTable("iam_policy_version", resource: "policy_arn"),
    ResourceTable("iam_attachment", resource: "entity"),
    ResourceTable("iam_inline_policy", resource: "entity"),
    ResourceTable("iam_account_alias", resource: "account"),
    ResourceTable("iam_password_policy", resource: "account"),
  ]

  /// How many rows a query counts.
  func count(_ sql: String, _ values: SQLValue...) throws(AWSError) -> Int {
    Int(try database.rows(sql, values).first?.integer(0) ?? 0)
  }
}

extension Call {
  var iam: IAMStore { IAMStore(database) }

  /// `arn:aws:iam::123456789012:user/division/alice`
  func iamARN(_ type: String, _ path: String, _ name: String) -> String {
    ARN(
      partition: scope.partition, service: "iam", account: account,
      resource: type + path + name
    ).description
  }

  /// Now, to the second, as IAM keeps dates.
  var iamDate: Timestamp { Timestamp(seconds: now.seconds) }
}
