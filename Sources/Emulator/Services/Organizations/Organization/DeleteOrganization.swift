import AWS

extension OrganizationsService {
  /// Deletes an organization whose only account is the management account; its units and policies
  /// go with it.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganization.html
  enum DeleteOrganization: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      if try call.organizations.members(of: organization).count > 1 {
        throw OrganizationsError.notEmpty
      }
      try call.organizations.delete(organization)
      return [:]
    }
  }
}
