import AWS

extension OrganizationsService {
  /// Makes the caller's account the management account of a new organization.
  ///
  /// No policy type is enabled in the new root, as EnablePolicyType's callers find it.
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html
  enum CreateOrganization: OperationHandler {
    struct Input: OperationInput {
      static let members = ["FeatureSet"]
      let featureSet: Organization.FeatureSet

      init(_ members: Members) throws(AWSError) {
        featureSet = members.string("FeatureSet").flatMap(Organization.FeatureSet.init) ?? .all
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let store = call.organizations
      if try store.member(call.account) != nil { throw OrganizationsError.alreadyInOrganization }
      let organization = Organization(
        management: call.account, partition: call.scope.partition, featureSet: input.featureSet,
        call.world)
      let identity = try store.identity(of: call.account)
      try store.insert(organization)
      try store.insert(
        MemberAccount(
          id: call.account, organizationID: organization.id, parentID: organization.rootID,
          name: identity.name, email: identity.email, joinedMethod: .invited, joined: call.now))
      return ["Organization": .object(organization.output(managementEmail: identity.email))]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
  enum DescribeOrganization: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.ownOrganization()
      let email = try call.organizations.identity(of: organization.managementAccount).email
      return ["Organization": .object(organization.output(managementEmail: email))]
    }
  }
}
