import AWS

/// The event history: the management records of ninety days, found by time and by one attribute.
///
/// The record table is the world's; it has one index, by time. The index of an attribute is made
/// when somebody first asks by it, since each costs every record that comes after.
struct EventHistory {
  let database: Database

  /// Names and types of resources, taken out of the records when somebody first asks by them.
  static let schema = """
    CREATE TABLE IF NOT EXISTS record_resource (
      account TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
      time INTEGER NOT NULL, record INTEGER NOT NULL,
      PRIMARY KEY (account, region, kind, value, time, record)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS record_resource_mark (record INTEGER NOT NULL) STRICT;

    """

  /// An event where it stands in the history: newest first, later stored ones before.
  struct Place: Hashable {
    var time: Timestamp
    var id: Int64
  }

  struct Event {
    let place: Place
    let id: String
    let name: String
    let source: String
    let userName: String?
    let accessKeyID: String?
    let isReadOnly: Bool
    /// The record as it is delivered: JSON.
    let document: String
  }

  /// One page, newest first, and whether there is more behind it.
  func page(_ query: HistoryQuery, visibleAt now: Timestamp) throws(AWSError)
    -> (events: [Event], hasMore: Bool)
  {
    let (sql, values) = try statement(query, visibleAt: now)
    let rows = try database.rows(sql, values)
    return (rows.prefix(query.limit).map(Event.init), rows.count > query.limit)
  }

  /// Asks for one row more than the page has. It reads an index from the newest entry on, so that a
  /// page costs the same in a short and in a long history.
  func statement(_ query: HistoryQuery, visibleAt now: Timestamp) throws(AWSError)
    -> (sql: String, values: [SQLValue])
  {
    let source = try source(of: query.attribute)
    var values: [SQLValue] = [.text(query.scope.account), .text(query.scope.region)]
    values += source.values
    values += [
      .integer(query.from.microseconds), .integer(query.until.microseconds),
      .integer(now.microseconds),
    ]
    var behind = ""
    if let after = query.after {
      let time = SQLValue.integer(after.time.microseconds)
      behind = "AND k.time <= ? AND (k.time < ? OR \(source.record).id < ?)"
      values += [time, time, .integer(after.id)]
    }
    values.append(SQLValue(query.limit + 1))
    let record = source.record
    let columns = ["time", "id"] + Event.columns
    let sql = """
      SELECT \(columns.map { "\(record).\($0)" }.joined(separator: ", "))
      FROM \(source.tables)
      WHERE k.account = ? AND k.region = ? \(source.filter) AND k.time >= ? AND k.time < ?
        AND \(record).visible_at IS NOT NULL AND \(record).visible_at <= ?
        AND \(record).is_data = 0 \(behind)
      ORDER BY k.time DESC, \(source.last) DESC LIMIT ?
      """
    return (sql, values)
  }

  /// Where an attribute is looked up: `k` is the table whose key has the order.
  private struct Source {
    var tables: String
    var filter = ""
    var values: [SQLValue] = []
    /// What the record table is called.
    var record = "k"
    /// What breaks a tie of time.
    var last = "k.id"
  }

  private func source(of attribute: HistoryQuery.Attribute?) throws(AWSError) -> Source {
    guard let attribute else { return Source(tables: Self.records(by: "history")) }
    let value = SQLValue.text(attribute.value)
    switch attribute.key {
    case .resourceName, .resourceType:
      try catchUpResources()
      return Source(
        tables: "record_resource k CROSS JOIN record r ON r.id = k.record",
        filter: "AND k.kind = ? AND k.value = ?",
        values: [.text(attribute.key.rawValue), value], record: "r", last: "k.record")
    case .readOnly:
      try ensureIndex(attribute.key.column)
      return Source(
        tables: Self.records(by: attribute.key.column), filter: "AND k.read_only = ?",
        values: [SQLValue(attribute.value == "true")])
    default:
      try ensureIndex(attribute.key.column)
      return Source(
        tables: Self.records(by: attribute.key.column),
        filter: "AND k.\(attribute.key.column) = ?", values: [value])
    }
  }

  /// The record table by one of its indexes.
  private static func records(by index: String) -> String {
    "record k INDEXED BY record_\(index)"
  }

  private func ensureIndex(_ column: String) throws(AWSError) {
    try database.script(
      "CREATE INDEX IF NOT EXISTS record_\(column) ON record (account, region, \(column), time) "
        + "WHERE visible_at IS NOT NULL")
  }

  /// Takes the resources out of the records that came since the last time.
  private func catchUpResources() throws(AWSError) {
    let mark = try database.row("SELECT max(record) FROM record_resource_mark")?.integer(0) ?? 0
    let rows = try database.rows(
      """
      SELECT id, account, region, time, document FROM record WHERE id > ? AND is_data = 0
      ORDER BY id
      """, .integer(mark))
    guard let last = rows.last else { return }
    for row in rows {
      for resource in HistoryResource.all(of: row.text(4)) {
        for (key, value) in [
          (HistoryQuery.Key.resourceType, resource.type), (.resourceName, resource.name),
        ] {
          try database.run(
            """
            INSERT OR IGNORE INTO record_resource (account, region, kind, value, time, record)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .text(row.text(1)), .text(row.text(2)), .text(key.rawValue), .text(value),
            .integer(row.integer(3)), .integer(row.integer(0)))
        }
      }
    }
    try database.run("DELETE FROM record_resource_mark")
    try database.run(
      "INSERT INTO record_resource_mark (record) VALUES (?)", .integer(last.integer(0)))
  }
}

extension EventHistory.Event {
  /// After time and id.
  static let columns = [
    "event_id", "name", "source", "username", "access_key", "read_only", "document",
  ]

  init(_ row: Row) {
    self.init(
      place: .init(time: Timestamp(microseconds: row.integer(0)), id: row.integer(1)),
      id: row.text(2), name: row.text(3), source: row.text(4), userName: row.optionalText(5),
      accessKeyID: row.optionalText(6), isReadOnly: row.flag(7), document: row.text(8))
  }

  /// As LookupEvents answers.
  var answer: AWSObject {
    var answer: AWSObject = [
      "EventId": .string(id), "EventName": .string(name),
      "ReadOnly": .string(isReadOnly ? "true" : "false"),
    ]
    answer.set("AccessKeyId", accessKeyID.map(AWSValue.string))
    answer["EventTime"] = .timestamp(Timestamp(seconds: place.time.seconds))
    answer["EventSource"] = .string(source)
    answer.set("Username", userName.map(AWSValue.string))
    answer["Resources"] = .list(
      HistoryResource.all(of: document).map {
        ["ResourceType": .string($0.type), "ResourceName": .string($0.name)]
      })
    answer["CloudTrailEvent"] = .string(document)
    return answer
  }
}
