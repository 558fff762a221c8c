import AWS

extension OrganizationsService {
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html
  enum ListRoots: OperationHandler {
    static func perform(_ input: OrganizationsPageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.readableOrganization()
      let root = try call.organizations.rootOutput(organization)
      return try input.page.output("Roots", [organization], key: \.rootID) { _ in .object(root) }
    }
  }
}

extension OrganizationsStore {
  /// The root as answers show it, with the types of policies that are enabled in it.
  func rootOutput(_ organization: Organization) throws(AWSError) -> AWSObject {
    let types = try enabledTypes(in: organization)
    return [
      "Id": .string(organization.rootID),
      "Arn": .string(organization.arn("root", organization.rootID)), "Name": "Root",
      "PolicyTypes": .list(
        types.map { ["Type": .string($0.rawValue), "Status": "ENABLED"] }),
    ]
  }
}
