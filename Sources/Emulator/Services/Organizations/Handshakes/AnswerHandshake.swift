import AWS

extension OrganizationsService {
  /// For an operation that names a handshake and nothing else.
  struct HandshakeInput: OrganizationsInput {
    static let members = ["HandshakeId"]
    let id: String
    var resources: [String] { [id] }

    init(_ members: Members) throws(AWSError) {
      id = members.string("HandshakeId") ?? ""
      guard OrganizationsID.isHandshake(id) else { throw OrganizationsError.pattern }
    }
  }

  /// Shown to both of its parties.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeHandshake.html
  enum DescribeHandshake: OperationHandler {
    static func perform(_ input: HandshakeInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let (handshake, _) = try call.handshake(input.id)
      return ["Handshake": .object(try call.organizations.output(handshake, at: call.now))]
    }
  }

  /// Joins the inviting organization, at its root.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html
  enum AcceptHandshake: OperationHandler {
    static func perform(_ input: HandshakeInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let (handshake, isRecipient) = try call.handshake(input.id)
      let store = call.organizations
      guard isRecipient else { throw OrganizationsError.accessDenied }
      try call.requireOpen(handshake, becoming: "ACCEPTED")
      if try store.member(call.account) != nil {
        throw OrganizationsError.handshakeConstraint(
          "ALREADY_IN_AN_ORGANIZATION",
          "The handshake request is invalid because the invited account is already a member of an "
            + "organization.")
      }
      guard let organization = try store.organization(handshake.organizationID) else {
        throw OrganizationsError.noHandshake
      }
      let identity = try store.identity(of: call.account)
      try store.insert(
        MemberAccount(
          id: call.account, organizationID: organization.id, parentID: organization.rootID,
          name: identity.name, email: identity.email, joinedMethod: .invited, joined: call.now))
      try store.tag(call.account, handshake.tags, organization)
      try store.attachDefaults(to: call.account, organization)
      return try call.end(handshake, as: "ACCEPTED")
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeclineHandshake.html
  enum DeclineHandshake: OperationHandler {
    static func perform(_ input: HandshakeInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let (handshake, isRecipient) = try call.handshake(input.id)
      guard isRecipient else { throw OrganizationsError.accessDenied }
      try call.requireOpen(handshake, becoming: "DECLINED")
      return try call.end(handshake, as: "DECLINED")
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CancelHandshake.html
  enum CancelHandshake: OperationHandler {
    static func perform(_ input: HandshakeInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let (handshake, isRecipient) = try call.handshake(input.id)
      if isRecipient { throw OrganizationsError.accessDenied }
      try call.requireOpen(handshake, becoming: "CANCELED")
      return try call.end(handshake, as: "CANCELED")
    }
  }
}

extension Call {
  /// A handshake of which the caller's account is a party, and whether it is the invited one.
  fileprivate func handshake(_ id: String) throws(AWSError) -> (Handshake, isRecipient: Bool) {
    guard let handshake = try organizations.handshake(id), handshake.isShown(at: now) else {
      throw OrganizationsError.noHandshake
    }
    if handshake.management == account { return (handshake, false) }
    guard try organizations.handshakes(to: account).contains(where: { $0.id == id }) else {
      throw OrganizationsError.noHandshake
    }
    return (handshake, true)
  }

  fileprivate func requireOpen(_ handshake: Handshake, becoming state: String) throws(AWSError) {
    let current = handshake.state(at: now)
    if current == state {
      throw AWSError(
        "HandshakeAlreadyInStateException",
        "The specified handshake is already in the requested state.")
    }
    if current != "OPEN" {
      throw AWSError(
        "InvalidHandshakeTransitionException",
        "You can't perform the operation on the handshake in its current state.")
    }
  }

  fileprivate func end(_ handshake: Handshake, as state: String) throws(AWSError) -> AWSObject {
    try organizations.end(handshake, as: state, at: now)
    var ended = handshake
    ended.state = state
    ended.ended = now
    return ["Handshake": .object(try organizations.output(ended, at: now))]
  }
}
