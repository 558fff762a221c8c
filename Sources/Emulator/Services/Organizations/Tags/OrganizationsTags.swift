import AWS

/// The tags of a root, unit, account or policy, by Organizations' rules
/// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_tagging.html).
struct OrganizationsTags: Hashable, Sendable {
  struct Tag: Hashable, Sendable {
    var key: String
    var value: String
  }
  let tags: [Tag]

  static let limit = 50

  init(_ list: [AWSObject]) throws(AWSError) {
    var tags: [Tag] = []
    for object in list {
      let tag = Tag(key: object["Key"]?.string ?? "", value: object["Value"]?.string ?? "")
      try Self.check(tag.key)
      if tags.contains(where: { $0.key == tag.key }) {
        throw OrganizationsError.input(
          "DUPLICATE_TAG_KEY",
          "Tag keys must be unique among the tags attached to the same entity.")
      }
      tags.append(tag)
    }
    if tags.count > Self.limit { throw Self.tooMany }
    self.tags = tags
  }

  static func check(_ key: String) throws(AWSError) {
    if key.lowercased().hasPrefix("aws:") {
      throw OrganizationsError.input(
        "INVALID_SYSTEM_TAGS_PARAMETER",
        "You specified a tag key that is a system tag. You can't add, edit, or delete system tag "
          + "keys because they're reserved for AWS use.")
    }
  }

  static let tooMany = OrganizationsError.constraint(
    "MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.")

  var output: AWSValue {
    .list(tags.map { ["Key": .string($0.key), "Value": .string($0.value)] })
  }
}

extension OrganizationsStore {
  func tags(of resource: String, _ organization: Organization) throws(AWSError)
    -> [(tag: OrganizationsTags.Tag, number: Int64)]
  {
    try database.rows(
      """
      SELECT key, value, number FROM organizations_tag
      WHERE organization_id = ? AND resource_id = ? ORDER BY number
      """, .text(organization.id), .text(resource)
    ).map { (OrganizationsTags.Tag(key: $0.text(0), value: $0.text(1)), $0.integer(2)) }
  }

  /// Adds tags, or gives those that are there another value; fifty at most.
  func tag(_ resource: String, _ tags: OrganizationsTags, _ organization: Organization)
    throws(AWSError)
  {
    for tag in tags.tags {
      try database.run(
        """
        INSERT INTO organizations_tag (account, organization_id, resource_id, key, value)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (organization_id, resource_id, key) DO UPDATE SET value = excluded.value
        WHERE value <> excluded.value
        """, .text(organization.managementAccount), .text(organization.id), .text(resource),
        .text(tag.key), .text(tag.value))
    }
    if tags.tags.isEmpty { return }
    if try self.tags(of: resource, organization).count > OrganizationsTags.limit {
      throw OrganizationsTags.tooMany
    }
  }

  func untag(_ resource: String, _ keys: [String], _ organization: Organization)
    throws(AWSError)
  {
    for key in keys {
      try database.run(
        """
        DELETE FROM organizations_tag
        WHERE organization_id = ? AND resource_id = ? AND key = ?
        """, .text(organization.id), .text(resource), .text(key))
    }
  }
}
