package import AWS

extension S3Store {
  package func object(bucket: String, key: String) throws(AWSError) -> StoredObject? {
    try database.row(
      "SELECT \(StoredObject.columns) FROM s3_object WHERE bucket = ? AND key = ?",
      .text(bucket), .text(key)
    ).map(StoredObject.init)
  }

  package func body(bucket: String, key: String) throws(AWSError) -> [UInt8] {
    try database.row(
      "SELECT body FROM s3_object_body WHERE bucket = ? AND key = ?", .text(bucket), .text(key)
    )?.blob(0) ?? []
  }

  /// Keys in the order of their UTF-8 bytes, from `first` on, before `end` where there is one.
  package func objects(
    bucket: String, from first: String, isInclusive: Bool, before end: String?, limit: Int
  ) throws(AWSError) -> [StoredObject] {
    let relation = isInclusive ? ">=" : ">"
    let upper = end == nil ? "" : "AND key < ?"
    var values: [SQLValue] = [.text(bucket), .text(first)]
    if let end { values.append(.text(end)) }
    values.append(SQLValue(limit))
    return try database.rows(
      """
      SELECT \(StoredObject.columns) FROM s3_object WHERE bucket = ? AND key \(relation) ?
      \(upper) ORDER BY key LIMIT ?
      """, values
    ).map(StoredObject.init)
  }

  func hasObjects(_ bucket: String) throws(AWSError) -> Bool {
    try database.row("SELECT 1 FROM s3_object WHERE bucket = ? LIMIT 1", .text(bucket)) != nil
  }

  func save(_ object: StoredObject, body: [UInt8]) throws(AWSError) {
    try save(object)
    try database.run(
      """
      INSERT INTO s3_object_body(bucket, key, body) VALUES (?,?,?)
      ON CONFLICT (bucket, key) DO UPDATE SET body = excluded.body
      """, .text(object.bucket), .text(object.key), .blob(body))
  }

  /// The object without its body, which stays.
  func save(_ object: StoredObject) throws(AWSError) {
    try database.run(
      "INSERT OR REPLACE INTO s3_object(\(StoredObject.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
      .text(object.bucket), .text(object.key), .text(object.account), SQLValue(object.size),
      .text(object.etag), .integer(object.modified.microseconds), .text(object.storageClass),
      .text(JSON.text(object.headers)), .text(JSON.text(object.metadata)),
      .text(object.checksumAlgorithm), .text(object.checksum), .text(object.acl.stored))
  }

  func deleteObject(bucket: String, key: String) throws(AWSError) {
    for table in ["s3_object", "s3_object_body"] {
      try database.run(
        "DELETE FROM \(table) WHERE bucket = ? AND key = ?", .text(bucket), .text(key))
    }
  }
}
