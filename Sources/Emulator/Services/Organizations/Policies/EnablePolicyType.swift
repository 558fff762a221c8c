import AWS

extension OrganizationsService {
  /// For the switches of a policy type in the root.
  struct PolicyTypeInput: OrganizationsInput {
    static let members = ["RootId", "PolicyType"]
    let root: String
    let type: OrganizationPolicyType
    var resources: [String] { [root] }
    var keys: [String: [String]] { ["organizations:PolicyType": [type.rawValue]] }

    init(_ members: Members) throws(AWSError) {
      root = members.string("RootId") ?? ""
      type = try OrganizationPolicyType(checked: members.string("PolicyType"))
    }

    func checkRoot(_ organization: Organization) throws(AWSError) {
      guard OrganizationsID.isRoot(root) else { throw OrganizationsError.pattern }
      guard root == organization.rootID else { throw OrganizationsError.noRoot }
    }
  }

  /// Lets policies of a type work in the root. AWS's own policy of that type comes to hang on all
  /// that is there; here at once, on AWS within minutes.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html
  enum EnablePolicyType: OperationHandler {
    static func perform(_ input: PolicyTypeInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      let store = call.organizations
      try input.checkRoot(organization)
      if organization.featureSet != .all { throw OrganizationsError.typeNotAvailable }
      if try store.isEnabled(input.type, in: organization) {
        throw OrganizationsError.typeAlreadyEnabled
      }
      try store.enable(input.type, in: organization)
      return ["Root": .object(try store.rootOutput(organization))]
    }
  }

  /// Ends the work of a type's policies and takes them off all that they hang on.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisablePolicyType.html
  enum DisablePolicyType: OperationHandler {
    static func perform(_ input: PolicyTypeInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      let store = call.organizations
      try input.checkRoot(organization)
      guard try store.isEnabled(input.type, in: organization) else {
        throw OrganizationsError.typeNotEnabled
      }
      try store.disable(input.type, in: organization)
      return ["Root": .object(try store.rootOutput(organization))]
    }
  }
}
