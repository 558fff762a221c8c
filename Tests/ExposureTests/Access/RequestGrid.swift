import AWS
import Exposure
import PolicyLanguage

/// All requests that matter to the policies of `BucketDraw`, judged one by one by `AccessPolicies`,
/// with ACLs and public access blocks in the plainest words.
struct RequestGrid {
  let parties: [Party]
  private let bucket: BucketConfiguration
  private let text: String
  private let policies: AccessPolicies
  private let deniesOnly: PolicyDocument
  private let grants: [(grantee: String, permission: String)]
  private let isRestricted: Bool

  init(_ bucket: BucketConfiguration, text: String) throws {
    self.bucket = bucket
    self.text = text
    var policies = AccessPolicies(resourceAccount: owner.account)
    policies.resource = bucket.policy.map { AttachedPolicy($0) }
    let all = try PolicyDocument.parse(
      #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#, as: .identity)
    policies.identity = [AttachedPolicy(all)]
    self.policies = policies
    deniesOnly = PolicyDocument(
      version: .v2012,
      statements: (bucket.policy?.statements ?? []).filter { $0.effect == .deny })
    isRestricted =
      bucket.policy?.isPublic ?? false
      && bucket.blocks.values.contains { $0.restrictPublicBuckets }
    let isEnforced = bucket.ownership != nil
    let ignores = bucket.blocks.values.contains { $0.ignorePublicAcls }
    grants = isEnforced
      ? []
      : (bucket.acl?["Grants"]?.list ?? []).compactMap { grant in
        let grantee = grant.at("Grantee", "URI")?.string ?? grant.at("Grantee", "ID")?.string ?? ""
        if ignores, grantee.hasPrefix("http") { return nil }
        return (grantee, grant["Permission"]?.string ?? "")
      }
    var parties: [Party] = [
      .anyone, .anyAccount, .service("cloudtrail.amazonaws.com"), .service("*"),
    ]
    if text.contains("444455556666") { parties.append(.account("444455556666")) }
    for id in ["o-ourown1234", "o-partner123"] where text.contains(id) {
      parties.append(.organization(id))
    }
    parties.append(.canonicalUser(BucketDraw.canonical))
    self.parties = parties
  }

  /// Whether the first is part of the second.
  static func isAmong(_ party: Party, _ wider: Party) -> Bool {
    switch (wider, party) {
    case (.anyone, _): true
    case (.anyAccount, .anyone): false
    case (.anyAccount, _): true
    case (.service("*"), .service): true
    // Whoever sets the service up.
    case (.service, .account): true
    default: false
    }
  }

  struct Reach {
    var isOpen = false
    var isPublic = false
    var example = ""
  }

  /// One way over the network: a route's keys, and the number of /8s that it stands for.
  private struct Route {
    var context: [String: [String]]
    var weight: Int
  }

  func reach(of party: Party, _ capability: Capability) -> Reach {
    var weight = 0
    var reach = Reach()
    for (route, callers, policies) in ways(party) {
      guard let example = firstOpen(callers, route, policies, capability) else { continue }
      reach.isOpen = true
      reach.example = example
      weight += route.weight
    }
    reach.isPublic = weight > 1
    return reach
  }

  private typealias Callers = [(Principal, [String: [String]])]

  private func ways(_ party: Party) -> [(Route, Callers, AccessPolicies)] {
    let byService = services(party).map { ($0, $1, policies) }
    if isRestricted { return byService }
    let own = routes(party, isNamed: false).map { ($0, people(party, isNamed: false), policies) }
    let id: String
    switch party {
    case .account(let account): id = account
    case .organization(let organization): id = organization
    default: return own + byService
    }
    // By the statements that name him he may come by endpoints and be in organizations.
    var naming = policies
    naming.resource = naming.resource.map { policy in
      var document = policy.document
      document.statements.removeAll { statement in
        statement.effect == .allow
          && !(statement.principals?.principals ?? []).contains { $0.text.contains(id) }
          && !statement.conditions.contains { $0.values.contains { $0.contains(id) } }
      }
      return AttachedPolicy(document)
    }
    let known = routes(party, isNamed: true).map { ($0, people(party, isNamed: true), naming) }
    return own + known + byService
  }

  private func firstOpen(
    _ callers: Callers, _ route: Route, _ policies: AccessPolicies, _ capability: Capability
  ) -> String? {
    for (principal, own) in callers {
      for extra in extras() {
        let context = route.context.merging(own) { first, _ in first }
          .merging(extra) { first, _ in first }
        for (action, resources) in actions(capability) {
          for resource in resources {
            let request = PolicyRequest(
              principal: principal, action: action, resource: resource, context: context)
            if isLetIn(request, policies, action, resource) {
              return "\(principal.kind) \(principal.arn) \(action) \(resource) \(context)"
            }
          }
        }
      }
    }
    return nil
  }

  private func isLetIn(
    _ request: PolicyRequest, _ policies: AccessPolicies, _ action: String, _ resource: String
  ) -> Bool {
    if policies.decision(for: request).isAllowed { return true }
    if case .explicitDeny = deniesOnly.decision(for: request) { return false }
    let principal = request.principal
    return grants.contains { grantee, permission in
      let isMeant: Bool
      if grantee.hasSuffix("AllUsers") {
        isMeant = true
      } else if grantee.hasSuffix("AuthenticatedUsers") {
        isMeant = !principal.account.isEmpty
      } else {
        isMeant = principal.canonicalUserID == grantee
      }
      let names = ["s3:ListBucket": "READ", "s3:PutObject": "WRITE", "s3:GetBucketAcl": "READ_ACP"]
      let needed = names[action] ?? (action == "s3:PutBucketAcl" ? "WRITE_ACP" : nil)
      return isMeant && needed != nil && (permission == needed || permission == "FULL_CONTROL")
    }
  }

  private func actions(_ capability: Capability) -> [(String, [String])] {
    let bucket = ["arn:aws:s3:::b"]
    let objects = ["arn:aws:s3:::b/x", "arn:aws:s3:::b/secret/x"]
    switch capability {
    case .read: return [("s3:GetObject", objects)]
    case .list: return [("s3:ListBucket", bucket)]
    case .write: return [("s3:PutObject", objects), ("s3:DeleteObject", objects)]
    case .inspect:
      return [
        ("s3:GetBucketAcl", bucket), ("s3:GetBucketPolicy", bucket), ("s3:GetObjectAcl", objects),
      ]
    default:
      return [
        ("s3:PutBucketPolicy", bucket), ("s3:PutBucketAcl", bucket), ("s3:DeleteBucket", bucket),
        ("s3:PutObjectAcl", objects), ("s3:BypassGovernanceRetention", objects),
      ]
    }
  }

  private func speaks(_ key: String) -> Bool { text.contains(key) }

  private func extras() -> [[String: [String]]] {
    var all: [[String: [String]]] = [[:]]
    all = all.flatMap { context in
      (speaks("aws:SecureTransport") ? ["true", "false"] : ["true"]).map {
        context.merging(["aws:SecureTransport": [$0]]) { $1 }
      }
    }
    guard speaks("aws:Referer") else { return all }
    return all.flatMap { context in
      [nil, "https://a/x", "https://a/y", "other", "z"].map { value in
        var context = context
        context["aws:Referer"] = value.map { [$0] }
        return context
      }
    }
  }

  private func routes(_ party: Party, isNamed: Bool) -> [Route] {
    if party.isService { return [] }
    // Each address stands for a piece of the public space that the policies cut out.
    let cells = [
      ("9.1.1.1", 1), ("17.1.1.1", 1), ("1.1.1.1", 100), ("130.1.1.1", 100), ("2600::1", 100),
    ]
    var routes = (speaks("aws:SourceIp") ? cells : [("1.1.1.1", 100)]).map { address, weight in
      Route(context: ["aws:SourceIp": [address]], weight: weight)
    }
    let endpoints = ["vpce-zz"] + (isNamed ? ["vpce-1", "vpce-2"] : [])
    routes += endpoints.map { Route(context: ["aws:SourceVpce": [$0]], weight: 100) }
    return routes
  }

  /// Accounts that a wildcard may tell apart.
  private static let strangers = ["999988887777", "444400001111"]

  /// Services come by no route of anybody's.
  private func services(_ party: Party) -> [(Route, Callers)] {
    func service(_ name: String, _ accounts: [String?]) -> (Route, Callers) {
      let callers = accounts.map { account in
        (Principal.service(name), account.map { ["aws:SourceAccount": [$0]] } ?? [:])
      }
      return (Route(context: [:], weight: 0), callers)
    }
    switch party {
    case .account(let id) where speaks("aws:SourceAccount"):
      return [service("cloudtrail.amazonaws.com", [id]), service("sns.amazonaws.com", [id])]
    case .service("*"): return [service("sns.amazonaws.com", [nil] + Self.strangers)]
    case .service(let name): return [service(name, [nil] + Self.strangers)]
    default: return []
    }
  }

  private func people(_ party: Party, isNamed: Bool) -> Callers {
    func people(_ account: String) -> [Principal] {
      [
        Principal(
          kind: .root, account: account, arn: "arn:aws:iam::\(account):root", userID: account),
        Principal(
          kind: .user, account: account, arn: "arn:aws:iam::\(account):user/u", userID: "AIDAU"),
        Principal(
          kind: .assumedRole, account: account, arn: "arn:aws:sts::\(account):assumed-role/x/s",
          roleARN: "arn:aws:iam::\(account):role/x", userID: "AROAX:s"),
      ]
    }
    func organization(_ id: String?) -> [String: [String]] {
      id.map { ["aws:PrincipalOrgID": [$0]] } ?? [:]
    }
    let strangers = Self.strangers
    switch party {
    case .anyone: return [(.anonymous, [:])]
    case .anyAccount:
      return strangers.flatMap(people).flatMap { one in
        [nil, "o-foreign999"].map { (one, organization($0)) }
      }
    case .organization(let id):
      return strangers.flatMap(people).map { ($0, organization(id)) }
    case .account(let id):
      let orgs = [nil, "o-foreign999"] + (isNamed ? ["o-ourown1234", "o-partner123"] : [])
      return people(id).flatMap { one in orgs.map { (one, organization($0)) } }
    case .canonicalUser(let id):
      var one = people(strangers[0])[0]
      one.canonicalUserID = id
      return [(one, [:])]
    default: return []
    }
  }
}
