import AWS
import PolicyLanguage

/// A member of a party, with all that he can bring to a request.
struct Caller {
  var kind: Kind
  var owner: ResourceOwner
  var now: Timestamp?
  var acquaintance = Acquaintance.none

  enum Kind {
    case anonymous
    /// Somebody of one of these accounts.
    case signed(accounts: [String], Membership, named: [String])
    /// A service that acts for one of these accounts.
    case service(names: [String], accounts: [String], Membership)
    case federated(provider: String)
    case canonicalUser(String)
  }

  /// Somebody whom a statement names may have the endpoint that it asks for; to statements that
  /// don't name him he is a stranger like others. So he is asked for twice.
  enum Acquaintance {
    case none
    /// Asked about the statements that name this account or organization.
    case named(String)
    /// Asked about the others.
    case unnamed(String)
  }

  /// In which organization his account is.
  enum Membership {
    /// In none, or in one that no policy names.
    case foreign
    case member(of: String)
    /// Nobody knows: perhaps in the one that a policy asks for.
    case unknown
  }

  /// The accounts that he may come from.
  var accounts: [String] {
    switch kind {
    case .signed(let accounts, _, _), .service(_, let accounts, _): accounts
    default: []
    }
  }

  private var membership: Membership {
    switch kind {
    case .signed(_, let membership, _), .service(_, _, let membership): membership
    default: .foreign
    }
  }

  /// Whether a statement is his to be asked about.
  func asks(about statement: Statement) -> Bool {
    switch acquaintance {
    case .none: true
    case .named(let id): statement.names(id)
    case .unnamed(let id): !statement.names(id)
    }
  }

  /// Whoever has a token of an identity provider calls STS with that alone, and nobody else does.
  func mayCall(_ action: String) -> Bool {
    let takesToken = action.hasPrefix("sts:AssumeRoleWith")
    if case .federated = kind { return takesToken }
    return !takesToken
  }

  private var isSigned: Bool { if case .signed = kind { true } else { false } }
  private var isService: Bool { if case .service = kind { true } else { false } }

  /// What he can bring as a key that neither his identity nor his network settles.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  func domain(of key: String) -> KeyDomain {
    if let known = ofOrganization(key) ?? ofService(key) ?? ofResource(key) { return known }
    switch key {
    case "aws:securetransport": return .only("true", "false")
    case "aws:viaawsservice": return isSigned ? .only("true", "false") : .only("false")
    case "aws:calledvia", "aws:calledviafirst", "aws:calledvialast",
      "aws:multifactorauthpresent", "aws:multifactorauthage", "aws:tokenissuetime",
      "aws:sourceidentity", "aws:federatedprovider", "aws:chatbotsourcearn":
      return isSigned ? .free : .absent
    case "s3:dataaccesspointaccount":
      return KeyDomain(values: .these(accounts), canBeAbsent: true)
    case "s3:dataaccesspointarn":
      let shapes = accounts.map { "arn:\(owner.partition):s3:*:\($0):accesspoint/?*" }
      return KeyDomain(values: .shaped(shapes, .none), canBeAbsent: true)
    case "ec2:sourceinstancearn", "lambda:sourcefunctionarn":
      guard isSigned else { return .absent }
      let service = key.hasPrefix("ec2") ? "ec2" : "lambda"
      let shapes = accounts.map { "arn:\(owner.partition):\(service):*:\($0):?*" }
      return KeyDomain(values: .shaped(shapes, .none), canBeAbsent: true)
    case "aws:ec2instancesourcevpc":
      return isSigned ? .shaped("vpc-?*", foreign: .whole) : .absent
    default:
      if key.hasPrefix("aws:principaltag/") { return isSigned ? .free : .absent }
      if case .federated(let provider) = kind, let issuer = SharedIssuer(provider: provider),
        let claim = issuer.domain(of: key)
      {
        return claim
      }
      return .free
    }
  }

  private func ofOrganization(_ key: String) -> KeyDomain? {
    let isOwn = key == "aws:principalorgid" || key == "aws:principalorgpaths"
    let isSource = key == "aws:sourceorgid" || key == "aws:sourceorgpaths"
    guard isOwn || isSource else { return nil }
    guard isOwn ? isSigned : isService else { return .absent }
    let isPath = key.hasSuffix("paths")
    switch membership {
    case .foreign:
      let slash = KeyDomain.Foreign.upTo(UInt8(ascii: "/"), occurrence: 1)
      return isPath ? .shaped("o-?*/?*", foreign: slash) : .shaped("o-?*", foreign: .whole)
    case .member(let id):
      return isPath ? .shaped("\(id)/?*", optional: false) : .only(id)
    case .unknown: return isPath ? .shaped("o-?*/?*") : .shaped("o-?*")
    }
  }

  private func ofService(_ key: String) -> KeyDomain? {
    switch key {
    case "aws:sourceaccount", "aws:sourceowner":
      return isService ? KeyDomain(values: .these(accounts), canBeAbsent: true) : .absent
    case "aws:sourcearn":
      guard isService else { return .absent }
      let shapes = accounts.map { "arn:\(owner.partition):?*:*:\($0):?*" }
      guard case .foreign = membership else {
        return KeyDomain(values: .shaped(shapes, .none), canBeAbsent: true)
      }
      // A bucket's ARN names no account; one that a policy writes out is somebody else's.
      let bucket = "arn:\(owner.partition):s3:::?*"
      return KeyDomain(values: .shaped(shapes + [bucket], .whole), canBeAbsent: true)
    default: return nil
    }
  }

  private func ofResource(_ key: String) -> KeyDomain? {
    switch key {
    case "aws:resourceaccount", "s3:resourceaccount": return .only(owner.account)
    case "aws:resourceorgid":
      return owner.organization.map { .only($0) } ?? .free
    case "aws:resourceorgpaths":
      return owner.organization.map { .shaped("\($0)/?*", optional: false) } ?? .free
    case "aws:requestedregion": return owner.region.map { .only($0) } ?? .free
    case "aws:currenttime", "aws:epochtime":
      return now.map { .only(String($0.seconds)) } ?? .free
    default: return nil
    }
  }
}

extension Statement {
  /// Whether an account is named for more than being allowed: in a denial, a NotPrincipal or a
  /// condition.
  func setsApart(_ id: String) -> Bool {
    names(id)
      && (effect == .deny || principals?.isNegated ?? false
        || conditions.contains { $0.values.contains { $0.contains(id) } })
  }

  /// Whether an account or an organization stands in the statement, as a principal or in a
  /// condition.
  func names(_ id: String) -> Bool {
    (principals?.principals ?? []).contains { $0.text.contains(id) }
      || conditions.contains { $0.values.contains { $0.contains(id) } }
  }
}
