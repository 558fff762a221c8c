import AWS

extension OrganizationsService {
  /// For the lists of handshakes; those that ended more than thirty days ago are gone.
  struct HandshakePageInput: OperationInput {
    static let members = ["Filter.ActionType"] + OrganizationsPage.members
    /// Invitations are the only handshakes there are.
    let isInvite: Bool
    let page: OrganizationsPage

    init(_ members: Members) throws(AWSError) {
      isInvite = (members.object("Filter")?["ActionType"]?.string ?? "INVITE") == "INVITE"
      page = try OrganizationsPage(members)
    }

    func list(_ handshakes: [Handshake], _ call: Call) throws(AWSError) -> AWSObject {
      let now = call.now
      let shown = handshakes.filter { isInvite && $0.isShown(at: now) }
      return try page.output("Handshakes", shown, key: \.number) {
        handshake throws(AWSError) in
        .object(try call.organizations.output(handshake, at: now))
      }
    }
  }

  /// What an account was invited to; any account may ask.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForAccount.html
  enum ListHandshakesForAccount: OperationHandler {
    static func perform(_ input: HandshakePageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    { try input.list(try call.organizations.handshakes(to: call.account), call) }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForOrganization.html
  enum ListHandshakesForOrganization: OperationHandler {
    static func perform(_ input: HandshakePageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.readableOrganization()
      return try input.list(try call.organizations.handshakes(of: organization), call)
    }
  }
}
