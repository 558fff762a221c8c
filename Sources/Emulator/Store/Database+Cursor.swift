package import AWS
import CSQLite

extension Database {
  /// All rows of a query, each made into a value while SQLite holds it: for answers of many rows,
  /// since columns that aren't read cost nothing.
  package func read<Value>(
    _ sql: String, _ values: SQLValue..., as make: (Cursor) -> Value
  ) throws(AWSError) -> [Value] {
    let statement = try bound(sql, values)
    defer { sqlite3_reset(statement) }
    var made: [Value] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: made.append(make(Cursor(statement: statement)))
      case SQLITE_DONE: return made
      case let code: throw failure(code, sql)
      }
    }
  }
}

/// The row at which a statement stands. It is good for as long as the closure that gets it.
package struct Cursor {
  fileprivate let statement: OpaquePointer

  /// The text of a column; empty for NULL.
  package func text(_ column: Int) -> String { optionalText(column) ?? "" }

  package func optionalText(_ column: Int) -> String? {
    guard let start = sqlite3_column_text(statement, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }
  package func flag(_ column: Int) -> Bool { integer(column) != 0 }

  /// Whether a text column says just this, without a copy of it.
  package func isText(_ column: Int, _ text: StaticString) -> Bool {
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    guard count == text.utf8CodeUnitCount,
      let start = sqlite3_column_text(statement, Int32(column))
    else { return false }
    return UnsafeBufferPointer(start: start, count: count)
      .elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
  }
}
