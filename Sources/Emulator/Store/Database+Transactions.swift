import AWS
import CSQLite

extension Database {
  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  func begin() throws(AWSError) {
    policyChangesAtBegin = policyChanges
    try run("BEGIN")
  }
  func commit() throws(AWSError) { try run("COMMIT") }

  /// SQLite may have rolled back by itself, on a full disk.
  func rollback() {
    forgetPolicies(since: policyChangesAtBegin)
    if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }

  /// The same rows in a database of its own, in memory.
  func copy() throws(AWSError) -> Database {
    let copy = try Database(path: nil)
    guard let backup = sqlite3_backup_init(copy.handle, "main", handle, "main") else {
      throw AWSError(
        "InternalError", "can't copy the database: \(String(cString: sqlite3_errmsg(copy.handle)))",
        status: 500)
    }
    let code = sqlite3_backup_step(backup, -1)
    sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else {
      throw AWSError("InternalError", "can't copy the database: code \(code)", status: 500)
    }
    return copy
  }
}
