import AWS
import JMESPath

/// The account's credential report: comma-separated values, a line a user.
enum CredentialReport {
  /// Where a filter notes a matching user's line.
  static let member = "c7n:credential-report"
  /// How often a report is asked for before the read fails.
  static let attempts = 30

  /// What a filter says of the report that it wants.
  struct Settings: Hashable, Sendable, CustomStringConvertible {
    var generates = true
    var delay = Duration.seconds(10)
    var maximumAge = Duration.hours(24)

    var description: String {
      "delay \(delay.microseconds) age \(maximumAge.microseconds)\(generates ? "" : " as it is")"
    }
  }

  /// What is kept of the report in a user's document; in an account's its root user's line.
  static func read(_ pages: [AWSObject]?, for document: AWSObject) -> AWSValue {
    let isAccount = document["account_id"] != nil && document["UserName"] == nil
    let name = isAccount ? "<root_account>" : document["UserName"]?.string ?? ""
    let row = row(of: name, in: pages?.first("Content"))
    return ["State": "read", "Row": row.map { .object(converted($0)) } ?? .null]
  }

  /// The cells of a user's line by the names of their columns.
  ///
  /// Only that line is taken apart: each of many users looks for its own.
  static func row(of user: String, in content: AWSValue?) -> AWSObject? {
    let bytes: [UInt8]
    switch content {
    case .bytes(let content)?: bytes = content
    case .string(let text)?: bytes = Array(text.utf8)
    default: return nil
    }
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    guard let first = lines.first, let header = cells(first),
      let column = header.firstIndex(of: "user")
    else { return nil }
    let starts = [Array("\(user),".utf8), Array("\"\(user)\",".utf8)]
    let line = lines.dropFirst().last { line in
      column > 0
        ? cells(line)?.dropFirst(column).first == user
        : starts.contains { line.starts(with: $0) }
    }
    guard let line, let cells = cells(line) else { return nil }
    return AWSObject(zip(header, cells).map { ($0, .string($1)) })
  }

  private static func cells(_ line: ArraySlice<UInt8>) -> [String]? {
    CSV.rows(String(decoding: line, as: UTF8.self)).first
  }

  /// The members whose names begin so become the items of a list.
  private static let lists = [
    ("access_key_1_", "access_keys"), ("access_key_2_", "access_keys"),
    ("cert_1_", "certs"), ("cert_2_", "certs"),
  ]

  /// Words become values, and what is numbered becomes lists, without what isn't there.
  static func converted(_ row: AWSObject) -> AWSObject {
    var user = AWSObject()
    var lists: [String: AWSObject] = [:]
    for (name, cell) in row {
      let value: AWSValue
      switch cell.string {
      case "N/A", "no_information": value = .null
      case "true": value = true
      case "false": value = false
      default: value = cell
      }
      if let (prefix, _) = Self.lists.first(where: { name.hasPrefix($0.0) }) {
        lists[prefix, default: [:]][String(name.dropFirst(prefix.count))] = value
      } else {
        user[name] = value
      }
    }
    for (prefix, list) in Self.lists {
      guard let item = lists[prefix], isThere(item["active"]) || isThere(item["last_rotated"])
      else { continue }
      user[list] = .list((user[list]?.list ?? []) + [.object(item)])
    }
    return user
  }

  private static func isThere(_ value: AWSValue?) -> Bool {
    value.map(PythonValue.isTrue) ?? false
  }
}
