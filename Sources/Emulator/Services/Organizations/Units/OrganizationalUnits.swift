import AWS

extension OrganizationsService {
  /// For an operation that names a unit and nothing else.
  struct UnitInput: OrganizationsInput {
    static let members = ["OrganizationalUnitId"]
    let id: String
    var resources: [String] { [id] }

    init(_ members: Members) { id = members.string("OrganizationalUnitId") ?? "" }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdateOrganizationalUnit.html
  enum UpdateOrganizationalUnit: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["OrganizationalUnitId", "Name"]
      let id: String
      let name: String?
      var resources: [String] { [id] }

      init(_ members: Members) {
        id = members.string("OrganizationalUnitId") ?? ""
        name = members.string("Name")
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      var unit = try call.existingUnit(input.id, organization)
      if let name = input.name {
        try UnitName.check(name, below: unit.parentID, except: unit.id, organization, store)
        try store.rename(unit, name)
        unit.name = name
      }
      let path = try store.path(to: unit.parentID, organization)
      return ["OrganizationalUnit": .object(unit.output(organization, path: path))]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganizationalUnit.html
  enum DeleteOrganizationalUnit: OperationHandler {
    static func perform(_ input: UnitInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let unit = try call.existingUnit(input.id, organization)
      let units = try store.units(of: organization, parent: unit.id)
      let accounts = try store.members(of: organization, parent: unit.id)
      if !units.isEmpty || !accounts.isEmpty { throw OrganizationsError.unitNotEmpty }
      try store.delete(unit)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganizationalUnit.html
  enum DescribeOrganizationalUnit: OperationHandler {
    static func perform(_ input: UnitInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      let unit = try call.existingUnit(input.id, organization)
      let path = try call.organizations.path(to: unit.parentID, organization)
      return ["OrganizationalUnit": .object(unit.output(organization, path: path))]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html
  enum ListOrganizationalUnitsForParent: OperationHandler {
    static func perform(_ input: ParentPageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.readableOrganization()
      let store = call.organizations
      let parent = try call.existingParent(input.parent, organization)
      let path = try store.path(to: parent.id, organization)
      let units = try store.units(of: organization, parent: parent.id)
      return try input.page.output("OrganizationalUnits", units, key: \.number) {
        .object($0.output(organization, path: path))
      }
    }
  }
}
