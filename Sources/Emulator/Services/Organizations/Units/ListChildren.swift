import AWS

extension OrganizationsService {
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListChildren.html
  enum ListChildren: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["ParentId", "ChildType"] + OrganizationsPage.members
      let parent: String
      let type: String
      let page: OrganizationsPage
      var resources: [String] { [parent] }

      init(_ members: Members) throws(AWSError) {
        parent = members.string("ParentId") ?? ""
        type = members.string("ChildType") ?? ""
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      let store = call.organizations
      let now = call.now
      let parent = try call.existingParent(input.parent, organization).id
      let children =
        input.type == "ACCOUNT"
        ? try store.members(of: organization, parent: parent).filter { $0.joined <= now }
          .map { ($0.id, $0.number) }
        : try store.units(of: organization, parent: parent).map { ($0.id, $0.number) }
      return try input.page.output("Children", children, key: \.1) {
        ["Id": .string($0.0), "Type": .string(input.type)]
      }
    }
  }

  /// The one parent that a unit or account has.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
  enum ListParents: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["ChildId"] + OrganizationsPage.members
      let child: String
      let page: OrganizationsPage
      var resources: [String] { [child] }

      init(_ members: Members) throws(AWSError) {
        child = members.string("ChildId") ?? ""
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      guard OrganizationsID.isUnit(input.child) || OrganizationsID.isAccount(input.child) else {
        throw OrganizationsError.pattern
      }
      let node = try call.organizations.node(input.child, organization, at: call.now)
      guard let parent = node?.parent else { throw OrganizationsError.noChild }
      let type = parent == organization.rootID ? "ROOT" : "ORGANIZATIONAL_UNIT"
      return try input.page.output("Parents", [parent], key: \.self) {
        ["Id": .string($0), "Type": .string(type)]
      }
    }
  }
}
