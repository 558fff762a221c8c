package import PolicyLanguage

/// Who outside may do what with one resource, by the policy on it.
///
/// **Decided exactly**, by requests that the evaluator judges: principals (accounts, users, roles,
/// sessions, services, everyone, NotPrincipal), actions and resources with wildcards, all condition
/// operators with IfExists, ForAllValues, ForAnyValue and Null, absent keys, denials in any number,
/// RCPs. What a stranger can bring is told key by key in `Caller`: his own account, names, tags and
/// request parameters, a public address or an endpoint of his own, but never an ID that a policy
/// writes out.
///
/// **Conservative**, that is on the side of an exposure: a wildcard within an ID (`vpce-1*`) may
/// be met by a stranger's ID; tags of the resource may be as a policy asks; somebody whom
/// a statement names may be in the organization and behind the endpoint that it asks for; he, and
/// any stranger, may do all that his own account's policies can allow.
///
/// **Not complete**, then told in `undecided`: operands with policy variables, several conditions
/// on a key of which a request may have more than seven values, patterns of more than 4,000
/// states, searches of more than 20,000 steps.
package struct AccessQuestion: Sendable {
  package var policy: PolicyDocument
  package var scopes: [CapabilityScope]
  package var owner: ResourceOwner
  package var settings: ExposureSettings
  /// Whether the service takes unsigned requests.
  package var takesUnsigned: Bool
  /// Whether the service is one that identity providers' users call: STS.
  package var takesWebIdentities = false
  /// What closes the resource to all but services, whatever the policy says.
  package var closure: Blocked.Obstacle?

  package init(
    policy: PolicyDocument, scopes: [CapabilityScope], owner: ResourceOwner,
    settings: ExposureSettings, takesUnsigned: Bool, takesWebIdentities: Bool = false,
    closure: Blocked.Obstacle? = nil
  ) {
    self.policy = policy
    self.scopes = scopes
    self.owner = owner
    self.settings = settings
    self.takesUnsigned = takesUnsigned
    self.takesWebIdentities = takesWebIdentities
    self.closure = closure
  }

  package func report() -> ExposureReport {
    var inquiry = Inquiry(self)
    inquiry.run()
    return inquiry.report
  }
}

/// The work on one question.
private struct Inquiry {
  let question: AccessQuestion
  let roster: Roster
  var report = ExposureReport()
  private var found: [Found] = []
  private var stopped: [(blocked: Blocked, statement: Int)] = []
  private var undecided: Set<String> = []

  /// One statement that lets one party do something.
  private struct Found {
    var party: Party
    var capability: Capability
    var statement: Int
    var reach: Reach
    var grant: Grant

    var isByService: Bool { grant.witness?.principal.kind == .service }

    /// Whether the other gets in through a service that lets in any account.
    func isDeputy(of other: Found) -> Bool {
      party.isService && !other.party.isService && other.isByService
    }
  }

  /// From where.
  private struct Reach {
    var addresses = AddressSet.empty
    /// By a way that is none over the internet.
    var isElsewhere = false

    func holds(_ other: Reach) -> Bool {
      (isElsewhere || !other.isElsewhere) && other.addresses.subtracting(addresses).isEmpty
    }
  }

  init(_ question: AccessQuestion) {
    self.question = question
    roster = Roster(question)
  }

  mutating func run() {
    let statements = question.policy.statements
    guard statements.contains(where: { $0.effect == .allow }) else { return }
    let table = ActionTable(
      question.policy, controls: question.settings.resourceControl,
      actions: question.scopes.flatMap(\.actions))
    for (party, callers) in roster.callers {
      for caller in callers {
        let allowing = statements.indices.filter { index in
          statements[index].effect == .allow && caller.asks(about: statements[index])
        }
        if allowing.isEmpty { continue }
        var searches: [[String]: WitnessSearch] = [:]
        for scope in question.scopes {
          let search =
            searches[scope.resources]
            ?? WitnessSearch(
              caller, question, table, allowing, resources: scope.resources,
              vocabulary: roster.vocabulary)
          searches[scope.resources] = search
          let actions = table.distinct(scope.actions.filter(caller.mayCall))
          for index in allowing where search.addresses(index) {
            ask(search, party, scope.capability, actions, index)
          }
        }
      }
    }
    tell()
  }

  private mutating func ask(
    _ search: WitnessSearch, _ party: Party, _ capability: Capability,
    _ actions: [String], _ index: Int
  ) {
    var reach = Reach()
    var witness: Witness?
    var failures: [(action: String, finding: WitnessSearch.Finding)] = []
    for group in search.routeGroups {
      for action in actions {
        let finding = search.find(action, by: index, routes: group.routes)
        if let request = finding.witness {
          witness = witness ?? request
          if let addresses = group.addresses {
            reach.addresses = reach.addresses.union(addresses)
          } else {
            reach.isElsewhere = true
          }
          break
        }
        if finding.isAddressed { failures.append((action, finding)) }
      }
    }
    let statement = question.policy.statements[index]
    let reference = StatementReference(policy: .resource, statement: index, sid: statement.sid)
    if let witness {
      found.append(
        Found(
          party: party, capability: capability, statement: index, reach: reach,
          grant: Grant(
            origin: .statement(reference), passages: passages(statement, witness),
            sources: party.isEveryone ? sources(reach) : nil, witness: witness)))
    } else if let first = failures.first {
      let isExact =
        search.isComplete && failures.allSatisfy(\.finding.isComplete)
        && !statement.usesVariables
      if !isExact {
        let sid = statement.sid.map { " (\($0))" } ?? ""
        undecided.insert(
          "\(party): statement \(index)\(sid) has more combinations than were tried")
      }
      stopped.append(
        (
          Blocked(
            party: party, capability: capability, origin: .statement(reference),
            by: obstacle(search, first.action, index)),
          index
        ))
    }
  }

  private func sources(_ reach: Reach) -> AddressSet {
    reach.isElsewhere ? question.settings.internet.publicSpace : reach.addresses
  }

  private func passages(_ statement: Statement, _ witness: Witness) -> [Passage] {
    statement.conditions.map { condition in
      Passage(
        key: condition.key,
        way: witness.context[condition.lookupKey].map { .withValues($0) } ?? .withoutKey)
    }
  }

  /// What stands in the way of one action.
  private func obstacle(_ search: WitnessSearch, _ action: String, _ statement: Int)
    -> Blocked.Obstacle
  {
    let bare = search.find(action, by: statement, heeding: .none)
    if bare.witness == nil {
      let keys = question.policy.statements[statement].conditions.map(\.key)
      return .conditions((bare.impossible.isEmpty ? keys : bare.impossible).uniqued)
    }
    let denials = search.table.denials(of: action)
    for denial in denials
    where search.find(action, by: statement, heeding: .only(denial)).witness == nil {
      return .denial(search.table.statements[denial].reference)
    }
    return .denials
  }

  // MARK: The tale

  /// Takes back what the closure takes back.
  private mutating func close() {
    guard let closure = question.closure else { return }
    for one in found where !one.isByService {
      stopped.append(
        (
          Blocked(
            party: one.party, capability: one.capability, origin: one.grant.origin, by: closure),
          one.statement
        ))
    }
    found.removeAll { !$0.isByService }
  }

  private mutating func tell() {
    close()
    let internet = question.settings.internet
    func isPublic(_ one: Found) -> Bool {
      one.party.isEveryone && (one.reach.isElsewhere || internet.counts(one.reach.addresses))
    }
    let told = found.filter { one in
      !found.contains { wider in
        wider.statement == one.statement && wider.capability == one.capability
          && (wider.party.includes(one.party) || wider.isDeputy(of: one))
          && (isPublic(wider) || wider.reach.holds(one.reach))
      }
    }
    var accesses: [Access] = []
    for one in told {
      let index = accesses.firstIndex {
        $0.party == one.party && $0.capability == one.capability
      }
      if let index {
        if !accesses[index].grants.contains(where: { $0.origin == one.grant.origin }) {
          accesses[index].grants.append(one.grant)
        }
        accesses[index].isPublic = accesses[index].isPublic || isPublic(one)
      } else {
        accesses.append(
          Access(
            party: one.party, capability: one.capability, grants: [one.grant],
            isPublic: isPublic(one)))
      }
    }
    // Pieces of the internet in several statements are one internet.
    for index in accesses.indices where accesses[index].party.isEveryone {
      let pieces = accesses[index].grants.compactMap(\.sources)
      let all = pieces.reduce(AddressSet.empty) { $0.union($1) }
      if internet.counts(all) { accesses[index].isPublic = true }
    }
    report.accesses = accesses.inOrder
    report.blocked = stopped.filter { one in
      let isGranted = found.contains {
        $0.statement == one.statement && $0.capability == one.blocked.capability
          && ($0.party == one.blocked.party || $0.party.includes(one.blocked.party))
      }
      let isToldOfWider = stopped.contains {
        $0.statement == one.statement && $0.blocked.capability == one.blocked.capability
          && $0.blocked.party.includes(one.blocked.party)
      }
      return !isGranted && !isToldOfWider
    }.map(\.blocked).uniqued.inOrder
    report.undecided = undecided.sorted()
  }
}

extension [Access] {
  var inOrder: [Access] {
    sorted { ($0.party, $0.capability) < ($1.party, $1.capability) }
  }
}

extension [Blocked] {
  var inOrder: [Blocked] {
    let places = enumerated().sorted { a, b in
      let (left, right) = (a.element, b.element)
      if left.party != right.party { return left.party < right.party }
      if left.capability != right.capability { return left.capability < right.capability }
      return a.offset < b.offset
    }
    return places.map(\.element)
  }
}

extension Party {
  /// Whether the other is among these.
  func includes(_ other: Party) -> Bool {
    switch (self, other) {
    case (.anyone, .anyone), (.anyAccount, .anyAccount): false
    case (.anyone, .anyUser), (.anyAccount, .anyUser): false
    case (.anyone, _): true
    case (.anyAccount, .organization), (.anyAccount, .account), (.anyAccount, .canonicalUser),
      (.anyAccount, .service):
      true
    case (.service("*"), .service(let name)): name != "*"
    default: false
    }
  }
}

extension Statement {
  /// Whether an operand or a resource has policy variables.
  var usesVariables: Bool {
    conditions.contains { $0.values.contains { !Template($0).names.isEmpty } }
      || (resources?.patterns ?? []).contains { !Template($0.text).names.isEmpty }
  }
}
