import CSQLite

/// A value that goes into a statement or comes out of a row.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  package init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }
  package init(_ number: Int) { self = .integer(Int64(number)) }
  package init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }

  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .real(let number): return sqlite3_bind_double(statement, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          csqlite_bind_text(statement, index, $0.baseAddress, Int32($0.count))
        }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBytes {
        $0.isEmpty
          ? sqlite3_bind_zeroblob(statement, index, 0)
          : csqlite_bind_blob(statement, index, $0.baseAddress, Int32($0.count))
      }
    }
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(nilLiteral: ()) { self = .null }
}

/// One row of an answer, by position.
package struct Row: Sendable {
  package let values: [SQLValue]

  init(_ statement: OpaquePointer) {
    values = (0..<sqlite3_column_count(statement)).map { Row.value(statement, $0) }
  }

  static func value(_ statement: OpaquePointer, _ column: Int32) -> SQLValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT:
      let count = Int(sqlite3_column_bytes(statement, column))
      let start = sqlite3_column_text(statement, column)
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, column))
      return .blob(
        Array(UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count)))
    default: return .null
    }
  }

  /// The text of a column; empty for NULL. Ask `optionalText` where NULL means something.
  package func text(_ column: Int) -> String { optionalText(column) ?? "" }
  package func optionalText(_ column: Int) -> String? {
    if case .text(let text) = values[column] { text } else { nil }
  }
  package func integer(_ column: Int) -> Int64 { optionalInteger(column) ?? 0 }
  package func optionalInteger(_ column: Int) -> Int64? {
    if case .integer(let number) = values[column] { number } else { nil }
  }
  package func flag(_ column: Int) -> Bool { integer(column) != 0 }
  package func blob(_ column: Int) -> [UInt8] {
    if case .blob(let bytes) = values[column] { bytes } else { [] }
  }
}
