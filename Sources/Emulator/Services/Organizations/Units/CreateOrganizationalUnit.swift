import AWS

extension OrganizationsService {
  /// Makes a unit below a root or another unit, five levels deep at most.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html
  enum CreateOrganizationalUnit: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["ParentId", "Name", "Tags.Key", "Tags.Value"]
      let parent: String
      let name: String
      let tags: OrganizationsTags
      var resources: [String] { [parent] }
      var newTags: OrganizationsTags? { tags }

      init(_ members: Members) throws(AWSError) {
        parent = members.string("ParentId") ?? ""
        name = members.string("Name") ?? ""
        tags = try OrganizationsTags(members.objects("Tags") ?? [])
      }
    }

    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    private static let unitLimit = 2000
    private static let depthLimit = 5

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let parent = try call.existingParent(input.parent, organization)
      try UnitName.check(input.name, below: parent.id, except: nil, organization, store)
      // The ancestors of a unit are the root and the units above it.
      let ancestors = try store.ancestors(parent.id)
      if ancestors.count > depthLimit {
        throw OrganizationsError.constraint(
          "OU_DEPTH_LIMIT_EXCEEDED",
          "You have exceeded the allowed depth of organizational units.")
      }
      if try store.units(of: organization).count >= unitLimit {
        throw OrganizationsError.constraint(
          "OU_NUMBER_LIMIT_EXCEEDED",
          "You have exceeded the allowed number of organizational units.")
      }
      let unit = OrganizationalUnit(
        id: "ou-\(organization.rootID.dropFirst(2))-\(call.world.organizationsToken(8))",
        organizationID: organization.id, parentID: parent.id, name: input.name)
      try store.insert(unit, organization)
      try store.tag(unit.id, input.tags, organization)
      try store.attachDefaults(to: unit.id, organization)
      let path = try store.path(to: parent.id, organization)
      return ["OrganizationalUnit": .object(unit.output(organization, path: path))]
    }
  }
}

/// Units side by side have different names.
enum UnitName {
  static func check(
    _ name: String, below parent: String, except unit: String?, _ organization: Organization,
    _ store: OrganizationsStore
  ) throws(AWSError) {
    let isTaken = try store.units(of: organization, parent: parent).contains {
      $0.name == name && $0.id != unit
    }
    if isTaken { throw OrganizationsError.duplicateUnit }
  }
}
