import AWS

/// A unit of an organization's tree.
struct OrganizationalUnit: Hashable, Sendable {
  let id: String
  let organizationID: String
  let parentID: String
  var name: String

  static let columns = "unit_id, organization_id, parent_id, name"

  init(id: String, organizationID: String, parentID: String, name: String) {
    self.id = id
    self.organizationID = organizationID
    self.parentID = parentID
    self.name = name
  }

  init(_ row: Row) {
    self.init(
      id: row.text(0), organizationID: row.text(1), parentID: row.text(2), name: row.text(3))
  }
}
