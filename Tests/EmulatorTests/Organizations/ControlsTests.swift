import AWS
@testable import Emulator
import TestKit
import Testing

/// What the authorisation stage learns of an account's place and its control policies.
struct ControlsTests {
  private let member = "444455556666"

  /// root > Security > Prod > member; the management account at the root.
  private func tree(_ world: World) throws -> (Organization, units: [String]) {
    try world.call("organizations", "CreateOrganization")
    let store = OrganizationsStore(world.database)
    let organization = try #require(try store.organization(of: "123456789012"))
    var parent = organization.rootID
    var units: [String] = []
    for name in ["Security", "Prod"] {
      let id = "ou-\(organization.rootID.dropFirst(2))-\(world.organizationsToken(8))"
      try store.insert(
        OrganizationalUnit(
          id: id, organizationID: organization.id, parentID: parent, name: name), organization)
      units.append(id)
      parent = id
    }
    try store.insert(
      MemberAccount(
        id: member, organizationID: organization.id, parentID: parent, name: "prod",
        email: "prod@example.com", joinedMethod: .invited, joined: Client.start))
    return (organization, units)
  }

  @Test func standaloneAccountHasNeitherPlaceNorPolicies() throws {
    let store = OrganizationsStore(try World.fresh().database)
    #expect(try store.membership(of: member) == nil)
    #expect(try store.controls(.service, of: member) == [])
    #expect(try store.controls(.resource, of: member) == [])
  }

  @Test func pathLeadsFromTheOrganizationToTheUnit() throws {
    let world = try World.fresh()
    let (organization, units) = try tree(world)
    let store = OrganizationsStore(world.database)
    let place = try #require(try store.membership(of: member))
    #expect(place.organizationID == organization.id)
    #expect(place.managementAccount == "123456789012")
    #expect(
      place.path == "\(organization.id)/\(organization.rootID)/\(units[0])/\(units[1])/")
    let management = try #require(try store.membership(of: "123456789012"))
    #expect(management.path == "\(organization.id)/\(organization.rootID)/")
  }

  @Test func levelsGoFromTheRootToTheAccountOnceTheTypeIsEnabled() throws {
    let world = try World.fresh()
    let (organization, units) = try tree(world)
    let store = OrganizationsStore(world.database)
    #expect(try store.controls(.service, of: member) == [])
    try store.enable(.service, in: organization)
    let policy = OrganizationPolicy(
      id: "p-abcdefgh", type: .service, name: "Deny", description: "", content: "{}", organization)
    try store.insert(policy, organization)
    try store.attach(policy.id, .service, to: units[0], organization)
    let levels = try store.controls(.service, of: member)
    #expect(
      levels.map { $0.map(\.name) }
        == [["FullAWSAccess"], ["FullAWSAccess", "Deny"], ["FullAWSAccess"], ["FullAWSAccess"]])
    let arn = "arn:aws:organizations::123456789012:policy/\(organization.id)"
    #expect(levels[1][1].arn == arn + "/service_control_policy/p-abcdefgh")
    #expect(
      levels[0][0].arn
        == "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess")
    // The other kind is a switch of its own.
    #expect(try store.controls(.resource, of: member) == [])
    try store.enable(.resource, in: organization)
    #expect(
      try store.controls(.resource, of: member).map { $0.map(\.id) }
        == Array(repeating: ["p-RCPFullAWSAccess"], count: 4))
  }

  @Test func managementAccountIsExempt() throws {
    let world = try World.fresh()
    let (organization, _) = try tree(world)
    let store = OrganizationsStore(world.database)
    try store.enable(.service, in: organization)
    try store.enable(.resource, in: organization)
    #expect(try store.controls(.service, of: "123456789012") == [])
    #expect(try store.controls(.resource, of: "123456789012") == [])
  }
}
