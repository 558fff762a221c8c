import AWS
import CSQLite

/// Listens to SQLite's preupdate hook (https://sqlite.org/c3ref/preupdate_blobwrite.html) for the
/// tables that hold resources.
final class ChangeObserver {
  private let database: Database
  private var tables: [String: Table] = [:]
  private var changes: [RowChange] = []
  /// While an account is being seeded.
  var isPaused = false

  private struct Table {
    let definition: ResourceTable
    let columns: [String]
    let resource: Int
    let account: Int?
    let ignored: Set<Int>
  }

  init(database: Database) { self.database = database }

  deinit { sqlite3_preupdate_hook(database.handle, nil, nil) }

  var isObserving = false {
    didSet {
      guard isObserving != oldValue else { return }
      if isObserving, tables.isEmpty { learnTables() }
      if isObserving {
        sqlite3_preupdate_hook(
          database.handle,
          { context, handle, operation, _, table, _, _ in
            guard let context, let handle, let table else { return }
            let observer = Unmanaged<ChangeObserver>.fromOpaque(context).takeUnretainedValue()
            observer.see(operation, String(cString: table), handle)
          }, Unmanaged.passUnretained(self).toOpaque())
      } else {
        sqlite3_preupdate_hook(database.handle, nil, nil)
        changes = []
      }
    }
  }

  var mark: Int { changes.count }

  /// Drops what was rolled back.
  func forget(since mark: Int) { changes.removeSubrange(min(mark, changes.count)...) }

  func take() -> [RowChange] {
    defer { changes = [] }
    return changes
  }

  private func learnTables() {
    for definition in ServiceRegistry.all.flatMap({ $0.tables }) {
      let names = try? database.rows("SELECT name FROM pragma_table_info(?) ORDER BY cid",
        .text(definition.name))
      let columns = (names ?? []).map { $0.text(0) }
      guard let resource = columns.firstIndex(of: definition.resource) else {
        preconditionFailure("`\(definition.name)` has no column `\(definition.resource)`")
      }
      let ignored = definition.ignored.compactMap { columns.firstIndex(of: $0) }
      tables[definition.name] = Table(
        definition: definition, columns: columns, resource: resource,
        account: columns.firstIndex(of: "account"), ignored: Set(ignored))
    }
  }

  private func see(_ operation: Int32, _ name: String, _ handle: OpaquePointer) {
    guard !isPaused, let table = tables[name] else { return }
    let count = Int32(table.columns.count)
    let before = operation == SQLITE_INSERT ? nil : Self.row(handle, count, sqlite3_preupdate_old)
    let after = operation == SQLITE_DELETE ? nil : Self.row(handle, count, sqlite3_preupdate_new)
    record(table, before, after)
  }

  private func record(_ table: Table, _ before: [SQLValue]?, _ after: [SQLValue]?) {
    guard let row = after ?? before else { return }
    if let before, let after,
      !before.indices.contains(where: {
        before[$0] != after[$0] && !table.ignored.contains($0)
      })
    {
      return
    }
    changes.append(
      RowChange(
        table: table.definition.name, resource: Self.text(row[table.resource]),
        account: table.account.map { Self.text(row[$0]) } ?? "", before: named(before, table),
        after: named(after, table)))
  }

  private func named(_ row: [SQLValue]?, _ table: Table) -> [RowChange.ColumnValue]? {
    row.map { row in
      zip(table.columns, row).map { RowChange.ColumnValue(column: $0, value: $1) }
    }
  }

  private static func text(_ value: SQLValue) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    default: ""
    }
  }

  private typealias Read = (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Int32

  private static func row(_ handle: OpaquePointer, _ count: Int32, _ read: Read) -> [SQLValue] {
    (0..<count).map { column in
      var value: OpaquePointer?
      guard read(handle, column, &value) == SQLITE_OK, let value else { return .null }
      return SQLValue(value)
    }
  }
}

extension SQLValue {
  /// A value that SQLite lends.
  fileprivate init(_ value: OpaquePointer) {
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
    case SQLITE_FLOAT: self = .real(sqlite3_value_double(value))
    case SQLITE_TEXT:
      let count = Int(sqlite3_value_bytes(value))
      let start = sqlite3_value_text(value)
      self = .text(
        String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let count = Int(sqlite3_value_bytes(value))
      self = .blob(
        Array(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: count)))
    default: self = .null
    }
  }
}
