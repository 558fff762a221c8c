import CSQLite

package import AWS

/// SQLite behind prepared statements that are kept: one connection, one owner, no locks.
///
/// What can go wrong on a sound database (a full disk, a damaged file) is thrown as AWS's own
/// `InternalError`, since that is what a caller of the emulator sees; wrong SQL is our bug.
package final class Database {
  let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]
  /// Counts the changes of what access is decided from: IAM's rows and Organizations'.
  private(set) var policyChanges: UInt64 = 0
  /// As the count was when the transaction began.
  var policyChangesAtBegin: UInt64 = 0

  /// Opens a file, or a database in memory when `path` is nil.
  package init(path: String?) throws(AWSError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path ?? ":memory:", &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close(opened)
      throw AWSError("InternalError", "can't open `\(path ?? ":memory:")`: \(message)", status: 500)
    }
    handle = opened
    let pragmas =
      path == nil
      ? "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA secure_delete=OFF;"
      : "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    try script(pragmas + "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=OFF;")
    sqlite3_update_hook(
      handle,
      { context, _, _, table, _ in
        guard let context, let table,
          Database.policyTables.contains(where: {
            sqlite3_strnicmp(table, $0.utf8Start, Int32($0.utf8CodeUnitCount)) == 0
          })
        else { return }
        let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
        database.policyChanges &+= 1
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Counts on where such changes since an earlier count are rolled back, of which SQLite's hook
  /// says nothing: what was gathered meanwhile holds no more.
  func forgetPolicies(since count: UInt64) {
    if policyChanges != count { policyChanges &+= 1 }
  }

  /// How the names of such tables begin. They must have row ids, else SQLite is silent about them.
  private static let policyTables: [StaticString] = ["iam_", "organizations_"]

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close(handle)
  }

  /// Runs several statements without values: schemas and pragmas.
  package func script(_ sql: String) throws(AWSError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw failure(code, sql) }
  }

  /// Runs one statement that answers no rows.
  package func run(_ sql: String, _ values: SQLValue...) throws(AWSError) {
    try run(sql, values)
  }

  package func run(_ sql: String, _ values: [SQLValue]) throws(AWSError) {
    let statement = try bound(sql, values)
    defer { sqlite3_reset(statement) }
    let code = sqlite3_step(statement)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code, sql) }
  }

  /// All rows of a query, in its order. Say ORDER BY: SQLite promises none without it.
  package func rows(_ sql: String, _ values: SQLValue...) throws(AWSError) -> [Row] {
    try rows(sql, values)
  }

  package func rows(_ sql: String, _ values: [SQLValue]) throws(AWSError) -> [Row] {
    let statement = try bound(sql, values)
    defer { sqlite3_reset(statement) }
    var rows: [Row] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: rows.append(Row(statement))
      case SQLITE_DONE: return rows
      case let code: throw failure(code, sql)
      }
    }
  }

  /// The first row of a query, or nil.
  package func row(_ sql: String, _ values: SQLValue...) throws(AWSError) -> Row? {
    let statement = try bound(sql, values)
    defer { sqlite3_reset(statement) }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return Row(statement)
    case SQLITE_DONE: return nil
    case let code: throw failure(code, sql)
    }
  }

  /// The rows that the last statement inserted, changed or deleted.
  package var changeCount: Int { Int(sqlite3_changes(handle)) }
  package var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

  func bound(_ sql: String, _ values: [SQLValue]) throws(AWSError) -> OpaquePointer {
    let statement = try prepared(sql)
    precondition(
      Int(sqlite3_bind_parameter_count(statement)) == values.count,
      "\(values.count) values for `\(sql)`")
    for (index, value) in values.enumerated() {
      let code = value.bind(to: statement, at: Int32(index + 1))
      if code != SQLITE_OK { throw failure(code, sql) }
    }
    return statement
  }

  private func prepared(_ sql: String) throws(AWSError) -> OpaquePointer {
    if let statement = statements[sql] { return statement }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code, sql) }
    statements[sql] = statement
    return statement
  }

  func failure(_ code: Int32, _ sql: String) -> AWSError {
    let message = String(cString: sqlite3_errmsg(handle))
    let primary = code & 0xFF
    precondition(
      primary != SQLITE_ERROR && primary != SQLITE_MISUSE && primary != SQLITE_RANGE,
      "`\(sql)`: \(message)")
    return AWSError("InternalError", "the emulator's database: \(message)", status: 500)
  }
}
