import AWS

extension OrganizationsService {
  /// Invites an account, by its number or its owner's address, for fifteen days.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_InviteAccountToOrganization.html
  enum InviteAccountToOrganization: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["Target.Id", "Target.Type", "Notes", "Tags.Key", "Tags.Value"]
      let type: String
      let target: String
      let notes: String?
      let tags: OrganizationsTags
      var resources: [String] { type == "ACCOUNT" ? [target] : [] }
      var newTags: OrganizationsTags? { tags }

      init(_ members: Members) throws(AWSError) {
        let party = members.object("Target") ?? [:]
        type = party["Type"]?.string ?? ""
        target = party["Id"]?.string ?? ""
        notes = members.string("Notes")
        tags = try OrganizationsTags(members.objects("Tags") ?? [])
        switch type {
        case "ACCOUNT":
          guard OrganizationsID.isAccount(target) else { throw OrganizationsError.pattern }
        case "EMAIL":
          guard EmailAddress.isValid(target) else {
            throw OrganizationsError.input(
              "INVALID_EMAIL_ADDRESS_TARGET",
              "You specified an invalid email address for the invited account owner.")
          }
        default:
          throw OrganizationsError.input(
            "INVALID_PARTY_TYPE_TARGET",
            "You specified the wrong type of entity (account, organization, or email) as a party.")
        }
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let account =
        input.type == "ACCOUNT" ? input.target : try store.account(email: input.target)
      if let account, try store.member(account)?.organizationID == organization.id {
        throw OrganizationsError.handshakeConstraint(
          "ALREADY_IN_AN_ORGANIZATION",
          "The handshake request is invalid because the invited account is already a member of an "
            + "organization.")
      }
      let now = call.now
      let isRepeated = try store.handshakes(of: organization).contains {
        $0.state(at: now) == "OPEN" && $0.targetType == input.type && $0.target == input.target
      }
      if isRepeated {
        throw AWSError(
          "DuplicateHandshakeException",
          "A handshake with the same action and target already exists.")
      }
      let handshake = Handshake(
        id: "h-" + call.world.organizationsToken(32), organization, targetType: input.type,
        target: input.target, notes: input.notes, tags: input.tags, requested: now)
      try store.insert(handshake)
      return ["Handshake": .object(try store.output(handshake, at: now))]
    }
  }
}
