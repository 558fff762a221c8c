/// All the policies that bear on one principal and one resource.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
package struct AccessPolicies: Hashable, Sendable {
  /// Of the user or role, its groups' included.
  package var identity: [AttachedPolicy] = []
  package var boundary: AttachedPolicy?
  /// nil for a session without session policies.
  package var session: [AttachedPolicy]?
  /// SCPs by level, from the organization's root to the principal's account; empty where none
  /// apply: no organization, the management account. Service-linked roles are exempt by themselves.
  package var serviceControl: [[AttachedPolicy]] = []
  /// RCPs by level, to the resource's account; empty where none apply, like SCPs. They only deny:
  /// RCPFullAWSAccess is attached to every level for good, given here or not.
  package var resourceControl: [[AttachedPolicy]] = []
  /// Of the VPC endpoint that the request came through; nil for the default one, that allows all.
  package var endpoint: AttachedPolicy?
  package var resource: AttachedPolicy?
  /// The account that owns the resource.
  package var resourceAccount: String
  /// Role trust and KMS keys: even inside one account the resource's policy must allow.
  package var resourcePolicyMustAllow = false

  package init(resourceAccount: String) { self.resourceAccount = resourceAccount }

  /// The decision, with the statement that made it or what was missing. Each policy is asked once.
  ///
  /// Denials are looked for in the order of `PolicyKind`.
  package func decision(for request: PolicyRequest) -> Decision {
    let isBounded = boundary != nil
    return decision(for: request) { policy, _, denialsOnly in
      policy.document.outcome(for: request, denialsOnly: denialsOnly, isBounded: isBounded)
    }
  }

  /// What one policy says, asked once a policy at most; with `denialsOnly` another of the kind
  /// allows already.
  typealias Ask = (_ policy: AttachedPolicy, _ place: PolicyPlace, _ denialsOnly: Bool) ->
    PolicyDocument.Outcome

  @inline(__always)
  func decision(for request: PolicyRequest, ask: Ask) -> Decision {
    let hasOwnPolicies = request.hasOwnPolicies
    let isExempt = request.isServiceLinkedRole
    if !isExempt {
      let resourceControls = Self.levels(resourceControl, ask) { .resourceControl(level: $0, $1) }
      if let deny = resourceControls.deny { return .explicitDeny(deny) }
    }
    var serviceControls = Levels()
    if hasOwnPolicies, !isExempt {
      serviceControls = Self.levels(serviceControl, ask) { .serviceControl(level: $0, $1) }
      if let deny = serviceControls.deny { return .explicitDeny(deny) }
    }
    let endpointOutcome = endpoint.map { ask($0, .endpoint, false) }
    if let endpoint, let index = endpointOutcome?.deny {
      return .explicitDeny(endpoint.reference(index, .endpoint))
    }
    let resourcePlace = request.resourcePlace
    let resourceOutcome = resource.map { ask($0, resourcePlace, false) }
    if let resource, let index = resourceOutcome?.deny, !keepsBucketPolicy(request) {
      return .explicitDeny(resource.reference(index, resourcePlace))
    }
    let hasIdentity = hasOwnPolicies && request.principal.kind != .root
    let own = hasIdentity ? ownPolicies(request.principal, ask) : .root
    if let deny = own.deny { return .explicitDeny(deny) }

    if let level = serviceControls.missing { return .implicitDeny(.serviceControl(level: level)) }
    if endpoint != nil, endpointOutcome?.allow == nil { return .implicitDeny(.endpoint) }
    let isSameAccount = hasOwnPolicies && request.principal.account == resourceAccount
    var granted = Decision.allow(nil)
    if let resource, let index = resourceOutcome?.allow, let match = resourceOutcome?.match {
      granted = .allow(resource.reference(index, resourcePlace))
      if !hasOwnPolicies || isSameAccount && match == .direct { return granted }
      if isSameAccount, match == .role {
        return own.unbounded.map(Decision.implicitDeny) ?? granted
      }
    } else if !isSameAccount || resourcePolicyMustAllow {
      return .implicitDeny(request.isForRole ? .roleTrust : .resource)
    }
    if request.principal.kind == .root { return granted }
    guard let allow = own.allow else { return .implicitDeny(.identity) }
    return own.unbounded.map(Decision.implicitDeny) ?? .allow(allow)
  }

  /// A bucket's policy never keeps its owner's root user from the policy itself
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html).
  private func keepsBucketPolicy(_ request: PolicyRequest) -> Bool {
    request.principal.kind == .root && request.principal.account == resourceAccount
      && ["s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"]
        .contains(request.action.lowercased())
  }

  /// What identity policies, boundary and session policies say.
  private struct OwnPolicies {
    var deny: StatementReference?
    var allow: StatementReference?
    /// What leaves the request no room: boundary, else session policies.
    var unbounded: MissingAllow?

    /// The root user has no policies of his own.
    static let root = OwnPolicies()
  }

  @inline(__always)
  private func ownPolicies(_ principal: Principal, _ ask: Ask) -> OwnPolicies {
    var own = OwnPolicies()
    let outcome = Self.outcome(identity, ask) { .identity($0) }
    (own.deny, own.allow) = (outcome.deny, outcome.allow)
    if own.deny != nil { return own }
    if let boundary {
      let outcome = ask(boundary, .boundary, false)
      if let index = outcome.deny {
        own.deny = boundary.reference(index, .boundary)
        return own
      }
      if outcome.allow == nil { own.unbounded = .boundary }
    }
    if let session {
      let outcome = Self.outcome(session, ask) { .session($0) }
      own.deny = outcome.deny
      if outcome.allow == nil, own.unbounded == nil { own.unbounded = .session }
    } else if principal.kind == .federatedUser, own.unbounded == nil {
      // GetFederationToken without session policies leaves what resource policies give the session.
      own.unbounded = .session
    }
    return own
  }

  /// The first denial among policies of one kind, else the first that allows.
  @inline(__always)
  private static func outcome(
    _ policies: [AttachedPolicy], _ ask: Ask, _ place: (Int) -> PolicyPlace
  ) -> (deny: StatementReference?, allow: StatementReference?) {
    var allow: (policy: Int, statement: Int)?
    for index in policies.indices {
      let outcome = ask(policies[index], place(index), allow != nil)
      if let deny = outcome.deny { return (policies[index].reference(deny, place(index)), nil) }
      if allow == nil, let statement = outcome.allow { allow = (index, statement) }
    }
    return (nil, allow.map { policies[$0.policy].reference($0.statement, place($0.policy)) })
  }

  private struct Levels {
    var deny: StatementReference?
    /// The first level that doesn't allow.
    var missing: Int?
  }

  /// Of policies in levels every level must allow.
  @inline(__always)
  private static func levels(
    _ levels: [[AttachedPolicy]], _ ask: Ask, _ place: (Int, Int) -> PolicyPlace
  ) -> Levels {
    var result = Levels()
    for level in levels.indices {
      let outcome = outcome(levels[level], ask) { place(level, $0) }
      if let deny = outcome.deny { return Levels(deny: deny) }
      if outcome.allow == nil, result.missing == nil { result.missing = level }
    }
    return result
  }
}

/// Plain documents, for who has no names for them.
extension AccessPolicies {
  package init(
    resourceAccount: String, identity: [PolicyDocument] = [], boundary: PolicyDocument? = nil,
    session: [PolicyDocument]? = nil, serviceControl: [[PolicyDocument]] = [],
    resourceControl: [[PolicyDocument]] = [], resource: PolicyDocument? = nil
  ) {
    self.init(resourceAccount: resourceAccount)
    self.identity = identity.map { AttachedPolicy($0) }
    self.boundary = boundary.map { AttachedPolicy($0) }
    self.session = session?.map { AttachedPolicy($0) }
    self.serviceControl = serviceControl.map { $0.map { AttachedPolicy($0) } }
    self.resourceControl = resourceControl.map { $0.map { AttachedPolicy($0) } }
    self.resource = resource.map { AttachedPolicy($0) }
  }
}
