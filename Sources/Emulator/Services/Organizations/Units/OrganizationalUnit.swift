import AWS

/// A unit of an organization's tree.
struct OrganizationalUnit: Hashable, Sendable {
  let id: String
  let organizationID: String
  let parentID: String
  var name: String
  /// Its place in lists.
  var number: Int64 = 0

  static let columns = "unit_id, organization_id, parent_id, name, number"

  init(id: String, organizationID: String, parentID: String, name: String) {
    self.id = id
    self.organizationID = organizationID
    self.parentID = parentID
    self.name = name
  }

  init(_ row: Row) {
    self.init(
      id: row.text(0), organizationID: row.text(1), parentID: row.text(2), name: row.text(3))
    number = row.integer(4)
  }

  /// As answers show it; `path` leads to its parent.
  func output(_ organization: Organization, path: String) -> AWSObject {
    [
      "Id": .string(id), "Arn": .string(organization.arn("ou", id)), "Name": .string(name),
      "Path": .string("\(path)\(id)/"),
    ]
  }
}
