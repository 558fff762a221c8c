package import AWS

/// Accounts and regions come into being when they are first used.
extension World {
  /// Creates the schema of a new database and remembers the accounts of an old one.
  func open() throws(AWSError) {
    let version = try database.row("PRAGMA user_version")?.integer(0) ?? 0
    guard version == 0 || version == ServiceRegistry.schemaVersion else {
      throw AWSError(
        "InternalError",
        "`\(options.databasePath ?? "")` has the format \(version), this version of stormdrill "
          + "reads \(ServiceRegistry.schemaVersion)", status: 500)
    }
    try database.script(ServiceRegistry.schema)
    try database.script("PRAGMA user_version=\(ServiceRegistry.schemaVersion)")
    for row in try database.rows("SELECT partition, account, region FROM seeded_scope") {
      seededScopes.insert(
        Scope(partition: row.text(0), account: row.text(1), region: row.text(2)))
    }
    try beginEpoch()
  }

  /// Each opening of a file draws its identifiers from another stream, so that none comes again.
  private func beginEpoch() throws(AWSError) {
    let epoch = try database.row("SELECT coalesce(max(epoch), -1) + 1 FROM opening")?.integer(0)
    try database.run("INSERT INTO opening(epoch) VALUES (?)", SQLValue(epoch ?? 0))
    if let epoch, epoch > 0 { generator = generator.fork("opening \(epoch)") }
  }

  /// Gives an account what it has before anyone calls. `seed` runs once an account and region,
  /// before the region's first call, the partition's first region always first.
  package func ensureSeeded(_ scope: Scope, at now: Timestamp) throws(AWSError) {
    if seededScopes.contains(scope) || scope.account.isEmpty { return }
    let global = scope.in(region: Self.globalRegion(of: scope.partition))
    if scope != global { try ensureSeeded(global, at: now) }
    observer.isPaused = true
    defer { observer.isPaused = false }
    try transaction { () throws(AWSError) in
      for service in ServiceRegistry.all { try service.seed(scope, self, at: now) }
      try database.run(
        "INSERT INTO seeded_scope(partition, account, region) VALUES (?, ?, ?)",
        .text(scope.partition), .text(scope.account), .text(scope.region))
    }
    seededScopes.insert(scope)
  }

  /// Where a partition keeps what is global: IAM's users, S3's names, global records.
  package static func globalRegion(of partition: String) -> String {
    switch partition {
    case "aws-cn": "cn-north-1"
    case "aws-us-gov": "us-gov-west-1"
    default: "us-east-1"
    }
  }

  package static func partition(of region: String) -> String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }
}
