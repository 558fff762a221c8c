package import AWS

extension EC2Store {
  /// A resource's tags, in the order in which they were made.
  package func tags(of resource: String) throws(AWSError) -> [EC2Tag] {
    try database.rows(
      "SELECT key, value FROM ec2_tag WHERE resource_id = ? ORDER BY number", .text(resource)
    ).map { EC2Tag(key: $0.text(0), value: $0.text(1)) }
  }

  /// All tags of a type of resource in an account and region, by resource.
  func tags(ofType type: String, in scope: Scope) throws(AWSError) -> [String: [EC2Tag]] {
    var tags: [String: [EC2Tag]] = [:]
    let rows = try database.rows(
      """
      SELECT resource_id, key, value FROM ec2_tag
      WHERE account = ? AND region = ? AND resource_type = ? ORDER BY number
      """, .text(scope.account), .text(scope.region), .text(type))
    for row in rows {
      tags[row.text(0), default: []].append(EC2Tag(key: row.text(1), value: row.text(2)))
    }
    return tags
  }

  /// Every tag of an account in a region, with its row number.
  func taggings(in scope: Scope) throws(AWSError) -> [Tagging] {
    try database.rows(
      """
      SELECT number, resource_id, resource_type, key, value FROM ec2_tag
      WHERE account = ? AND region = ? ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map {
      Tagging(
        number: $0.integer(0), resource: $0.text(1), type: $0.text(2),
        tag: EC2Tag(key: $0.text(3), value: $0.text(4)))
    }
  }

  struct Tagging {
    var number: Int64
    var resource: String
    var type: String
    var tag: EC2Tag
  }

  /// Adds tags, or gives those that are there another value.
  func tag(_ resource: String, type: String, _ tags: [EC2Tag], _ scope: Scope) throws(AWSError) {
    for tag in tags {
      try database.run(
        """
        INSERT INTO ec2_tag (account, region, resource_id, resource_type, key, value)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (resource_id, key) DO UPDATE SET value = excluded.value
        WHERE value <> excluded.value
        """, .text(scope.account), .text(scope.region), .text(resource), .text(type),
        .text(tag.key), .text(tag.value))
    }
  }

  func deleteTag(_ key: String, of resource: String) throws(AWSError) {
    try database.run(
      "DELETE FROM ec2_tag WHERE resource_id = ? AND key = ?", .text(resource), .text(key))
  }

  func deleteTags(of resource: String) throws(AWSError) {
    try database.run("DELETE FROM ec2_tag WHERE resource_id = ?", .text(resource))
  }
}
