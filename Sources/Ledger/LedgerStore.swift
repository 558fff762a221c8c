import AWS
package import Remediation

/// The ledger in a file, or in memory for a run that is thrown away.
package final class LedgerStore {
  /// The layout that this version writes and reads.
  package static let version: Int64 = 1

  package enum Access: Hashable, Sendable {
    /// The only one: a second writer is refused.
    case write
    /// Beside a writer, or alone.
    case read
  }

  /// Why a ledger can't be used.
  package struct Failure: Error, Hashable, Sendable {
    package var message: String
  }

  private let path: String?
  private let database: SQLiteConnection
  /// Holds the lock of the writer until it is closed.
  private let lock: SQLiteConnection?
  private var lastSequence: Int64 = 0

  /// Opens or makes the ledger; in memory without a path.
  package init(path: String?, access: Access = .write) throws(Failure) {
    self.path = path
    if let path, access == .write {
      lock = try Self.lock(path)
    } else {
      lock = nil
    }
    database = try SQLiteConnection(path: path, isReadOnly: access == .read)
    if access == .write { try Self.prepare(database, isFile: path != nil) }
    let versions = try database.rows("SELECT version FROM ledger")
    guard versions.first?.first == .integer(Self.version) else {
      throw Failure(
        message: "`\(path ?? "")` is no ledger of layout \(Self.version); "
          + "use the version of stormdrill that wrote it")
    }
    lastSequence = try database.rows("SELECT coalesce(max(sequence), 0) FROM entries")
      .first?.first?.integer ?? 0
  }

  /// A lock of its own, so that others may read while it is held; the system frees it with the
  /// process.
  private static func lock(_ path: String) throws(Failure) -> SQLiteConnection {
    let lock = try SQLiteConnection(path: path + "-lock", isReadOnly: false)
    do throws(Failure) {
      try lock.run("BEGIN EXCLUSIVE")
    } catch {
      throw Failure(message: "the ledger `\(path)` is in use by another stormdrill")
    }
    return lock
  }

  private static func prepare(_ database: SQLiteConnection, isFile: Bool) throws(Failure) {
    try database.run("PRAGMA busy_timeout=5000")
    if isFile { try database.run("PRAGMA journal_mode=WAL") }
    try database.run("PRAGMA synchronous=FULL")
    let known = try database.rows("SELECT 1 FROM sqlite_master WHERE name = 'ledger'")
    guard known.isEmpty else { return }
    try database.run("BEGIN")
    try database.run("CREATE TABLE ledger (version INTEGER NOT NULL) STRICT")
    try database.run("INSERT INTO ledger VALUES (\(version))")
    try database.run(
      """
      CREATE TABLE entries (
        sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL,
        finding TEXT, document TEXT NOT NULL) STRICT
      """)
    for change in ["UPDATE", "DELETE"] {
      try database.run(
        """
        CREATE TRIGGER entries_\(change) BEFORE \(change) ON entries
        BEGIN SELECT RAISE(ABORT, 'a ledger is only added to'); END
        """)
    }
    try database.run("COMMIT")
  }

  /// Adds entries, all or none, and returns once they are durable.
  package func append(_ entries: [LedgerEntry]) throws(Failure) {
    guard !entries.isEmpty else { return }
    var next = lastSequence
    for entry in entries {
      next += 1
      guard entry.sequence == next else {
        throw Failure(
          message: "the ledger ends with entry \(next - 1); entry \(entry.sequence) can't follow")
      }
    }
    try database.run("BEGIN IMMEDIATE")
    do throws(Failure) {
      for entry in entries {
        try database.run(
          "INSERT INTO entries VALUES (?, ?, ?, ?, ?)",
          [
            .integer(entry.sequence), .integer(entry.time.microseconds), .text(entry.kind),
            entry.finding.map { .text($0) } ?? .null, .text(JSON.text(entry.document)),
          ])
      }
      try database.run("COMMIT")
    } catch {
      try? database.run("ROLLBACK")
      throw error
    }
    lastSequence = next
  }

  /// All entries, or those of one finding, in their order.
  package func entries(of finding: String? = nil) throws(Failure) -> [LedgerEntry] {
    let columns = "SELECT sequence, time, kind, finding, document FROM entries"
    let rows =
      if let finding {
        try database.rows(
          columns + " WHERE finding = ? ORDER BY sequence", [.text(finding)])
      } else {
        try database.rows(columns + " ORDER BY sequence")
      }
    var entries: [LedgerEntry] = []
    entries.reserveCapacity(rows.count)
    for row in rows {
      let sequence = row[0].integer ?? 0
      guard let document = (try? JSON.parse(row[4].text ?? ""))?.object else {
        throw Failure(message: "entry \(sequence) of the ledger `\(path ?? "")` is damaged")
      }
      entries.append(
        LedgerEntry(
          sequence: sequence, time: Timestamp(microseconds: row[1].integer ?? 0),
          kind: row[2].text ?? "", finding: row[3].text, document: document))
    }
    return entries
  }

  /// All findings, oldest first, as the entries tell of them.
  package func findings() throws(Failure) -> [FindingSummary] {
    FindingSummary.all(in: try entries())
  }
}
