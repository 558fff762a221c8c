import AWS
import Documents
import Exposure
import PolicyLanguage

/// `exposed` on buckets, roles, snapshots and images: whether somebody outside gets in, asked of
/// the policy evaluator: what a condition narrows or a denial takes back counts as it does on AWS,
/// and so do public access blocks, ownership and ACLs.
///
/// Notes who gets in and by what, for `remove-exposure`.
struct ExposedFilter: ResourceFilter {
  /// Who counts.
  enum Audience: String, Sendable, CaseIterable {
    /// Everyone, from the internet.
    case `public`
    /// Other accounts, organizations and canonical users, each by name.
    case accounts
    /// AWS services that act for any account: the confused deputy.
    case services
    /// The public and other accounts.
    case anyone
  }

  let position: SourcePosition
  let subject: ExposureSubject
  var audience = Audience.anyone
  /// Empty for all.
  var capabilities: Set<Capability> = []
  /// Accounts and canonical user IDs that are no strangers.
  var trustedAccounts: Set<String> = []
  var trustedOrganizations: Set<String> = []
  /// The owner's own.
  var organization: String?
  var internet = Internet.standard

  var hydrations: [Hydration] { subject.hydrations }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    let owner = ResourceOwner(
      account: run.context.account, partition: resource.scope.partition,
      region: resource.scope.region, organization: organization)
    let report = try subject.report(
      on: resource, owner: owner,
      settings: ExposureSettings(internet: internet, now: run.context.now))
    let accesses = report.accesses.filter(counts)
    guard !accesses.isEmpty else {
      if let reason = report.undecided.first { throw FilterProblem("not decided: \(reason)") }
      return false
    }
    var shown = ExposureReport()
    shown.accesses = accesses
    run.notes[index].others[ExposedGrant.member] = [
      "Lines": .list(shown.lines.map { .string($0) }),
      "Grants": .list(ExposedGrant.all(accesses).map { .object($0.document) }),
    ]
    return true
  }

  private func counts(_ access: Access) -> Bool {
    guard capabilities.isEmpty || capabilities.contains(access.capability) else { return false }
    switch access.party {
    case .anyone, .anyAccount, .anyUser:
      return access.isPublic && (audience == .public || audience == .anyone)
    case .service: return audience == .services
    case .organization(let id):
      return asksForAccounts && !trustedOrganizations.contains(id) && id != organization
    case .organizationalUnit: return asksForAccounts
    case .account(let id), .canonicalUser(let id):
      return asksForAccounts && !trustedAccounts.contains(id)
    }
  }

  private var asksForAccounts: Bool { audience == .accounts || audience == .anyone }
}

extension FilterKind {
  static func exposed(_ subject: ExposureSubject) -> FilterKind {
    FilterKind(name: "exposed") { loader, reader, _, _ in
      var filter = ExposedFilter(position: reader.position, subject: subject)
      filter.audience = reader.choice("to") ?? .anyone
      for name in reader.strings("capabilities") ?? [] {
        if let capability = Capability(rawValue: name) {
          filter.capabilities.insert(capability)
        } else {
          reader.error(
            at: reader.node("capabilities")?.position, "there is no capability `\(name)`",
            suggestion: Spelling.suggestion(
              for: name, among: Capability.allCases.map(\.rawValue)))
        }
      }
      filter.trustedAccounts = Set(reader.strings("trusted-accounts") ?? [])
      if let node = reader.node("trusted-accounts-from"),
        let operand = loader.values(from: node, &reader)
      {
        let values = ((try? Python.elements(operand)) ?? []).compactMap(\.string)
        filter.trustedAccounts.formUnion(values)
      }
      filter.trustedOrganizations = Set(reader.strings("trusted-organizations") ?? [])
      filter.organization = reader.string("organization")
      filter.internet = .read(&reader)
      return filter
    }
  }
}

/// What lets somebody in, as the filter notes it: the place in the resource's policy, ACL or
/// permissions, and who gets in by it.
struct ExposedGrant: Hashable, Sendable {
  /// Where the filter notes them.
  static let member = "stormdrill:Exposure"

  /// `statement`, `acl` or `permission`.
  var kind: String
  /// Counted from 0.
  var index: Int
  /// The accounts that get in; empty where it is everyone, a service or an organization.
  var accounts: [String]

  static func all(_ accesses: [Access]) -> [ExposedGrant] {
    var found: [ExposedGrant] = []
    for access in accesses {
      var account: String?
      if case .account(let id) = access.party { account = id }
      for grant in access.grants {
        let place: (String, Int)
        switch grant.origin {
        case .statement(let reference): place = ("statement", reference.statement)
        case .acl(let number): place = ("acl", number)
        case .permission(let number): place = ("permission", number)
        case .keyGrant: continue
        }
        let known = found.firstIndex { $0.kind == place.0 && $0.index == place.1 }
        if let known {
          // Who is not an account by name takes the whole grant.
          if let account, !found[known].accounts.isEmpty {
            if !found[known].accounts.contains(account) { found[known].accounts.append(account) }
          } else {
            found[known].accounts = []
          }
        } else {
          found.append(
            ExposedGrant(kind: place.0, index: place.1, accounts: account.map { [$0] } ?? []))
        }
      }
    }
    return found.sorted { ($0.kind, $0.index) < ($1.kind, $1.index) }
  }

  var document: AWSObject {
    [
      "Kind": .string(kind), "Index": .integer(Int64(index)),
      "Accounts": .list(accounts.map { .string($0) }),
    ]
  }

  init(kind: String, index: Int, accounts: [String]) {
    self.kind = kind
    self.index = index
    self.accounts = accounts
  }

  init?(_ value: AWSValue) {
    guard let kind = value["Kind"]?.string, let index = value["Index"]?.integer else { return nil }
    self.init(
      kind: kind, index: Int(index),
      accounts: (value["Accounts"]?.list ?? []).compactMap(\.string))
  }

  /// What the filter noted on a match, of one kind, by place.
  static func noted(on match: Match, kind: String) -> [Int: ExposedGrant] {
    let noted = match.annotations[member]?["Grants"]?.list ?? []
    let grants = noted.compactMap(ExposedGrant.init).filter { $0.kind == kind }
    return Dictionary(grants.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
