import AWS

extension OrganizationsService {
  /// For the switches of a service's access to the organization.
  struct ServicePrincipalInput: OrganizationsInput {
    static let members = ["ServicePrincipal"]
    let principal: String
    var keys: [String: [String]] { ["organizations:ServicePrincipal": [principal]] }

    init(_ members: Members) throws(AWSError) {
      principal = try ServicePrincipal.checked(members.string("ServicePrincipal"))
    }
  }

  /// Lets a service work in all accounts of the organization; twice changes nothing.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAWSServiceAccess.html
  enum EnableAWSServiceAccess: OperationHandler {
    static func perform(_ input: ServicePrincipalInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      try call.requireAllFeatures(organization)
      try call.organizations.enableService(input.principal, organization, at: call.now)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisableAWSServiceAccess.html
  enum DisableAWSServiceAccess: OperationHandler {
    static func perform(_ input: ServicePrincipalInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      try call.requireAllFeatures(organization)
      let store = call.organizations
      if try !store.delegations(of: organization, to: input.principal).isEmpty {
        throw OrganizationsError.constraint(
          "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
          "You must first deregister the delegated administrators for this service.")
      }
      try store.disableService(input.principal, organization)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html
  enum ListAWSServiceAccessForOrganization: OperationHandler {
    static func perform(_ input: OrganizationsPageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.readableOrganization()
      try call.requireAllFeatures(organization)
      let services = try call.organizations.services(of: organization)
      return try input.page.output("EnabledServicePrincipals", services, key: \.principal) {
        ["ServicePrincipal": .string($0.principal), "DateEnabled": .timestamp($0.enabled)]
      }
    }
  }
}

/// The name of a service: `guardduty.amazonaws.com`.
enum ServicePrincipal {
  static func checked(_ text: String?) throws(AWSError) -> String {
    let text = text ?? ""
    let isName = text.utf8.allSatisfy {
      IAMName.isAlphanumeric($0) || "._+=,@-".utf8.contains($0)
    }
    guard isName else { throw OrganizationsError.pattern }
    guard text.hasSuffix(".amazonaws.com") || text.hasSuffix(".amazon.com") else {
      throw OrganizationsError.input(
        "UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.")
    }
    return text
  }
}

extension OrganizationsStore {
  func services(of organization: Organization) throws(AWSError)
    -> [(principal: String, enabled: Timestamp)]
  {
    try database.rows(
      """
      SELECT principal, enabled FROM organizations_service_access
      WHERE organization_id = ? ORDER BY principal
      """, .text(organization.id)
    ).map { ($0.text(0), Timestamp(microseconds: $0.integer(1))) }
  }

  func enableService(_ principal: String, _ organization: Organization, at now: Timestamp)
    throws(AWSError)
  {
    try database.run(
      """
      INSERT OR IGNORE INTO organizations_service_access (account, organization_id, principal,
        enabled) VALUES (?, ?, ?, ?)
      """, .text(organization.managementAccount), .text(organization.id), .text(principal),
      .integer(now.microseconds))
  }

  func disableService(_ principal: String, _ organization: Organization) throws(AWSError) {
    try database.run(
      "DELETE FROM organizations_service_access WHERE organization_id = ? AND principal = ?",
      .text(organization.id), .text(principal))
  }
}
