import PolicyLanguage

/// Looks for a request of one caller that the policies let in.
///
/// A request is one choice in each slot: who asks, on what resource, by which route, and a value
/// (or none) for each further condition key. The choices meet between them every combination of
/// the policies' patterns, so that finding nothing means that there is nothing; and what is found
/// has been let in by `AccessPolicies.decision`, the caller's own policies allowing all.
struct WitnessSearch {
  let document: PolicyDocument
  let controls: [[AttachedPolicy]]
  let owner: ResourceOwner
  let table: ActionTable
  /// False where a slot's choices may lack some combination.
  let isComplete: Bool
  let slots: [[Choice]]
  /// Of the document first, then of the controls.
  let statements: [Parts]
  let vocabularyKeys: Set<String>
  /// The routes grouped by what the policies tell apart, each group with its public addresses;
  /// nil for those that are none over the internet.
  let routeGroups: [(routes: [Int], addresses: AddressSet?)]

  static let mostSteps = 20_000
  private static let routeSlot = 2

  struct Choice {
    var principal: Principal?
    var resource: String?
    var context: [String: [String]] = [:]
    var addresses: AddressSet?
  }

  /// A statement taken apart into tests that must all hold.
  struct Parts {
    let statement: Statement
    var single: [(slot: Int, test: Test, truth: [Bool])] = []
    /// Tests that policy variables tie to several slots.
    var joint: [Set<Int>] = []
  }

  enum Test {
    case principal(Statement)
    case resource(Statement)
    case condition(Condition)

    func holds(_ request: PolicyRequest) -> Bool {
      switch self {
      case .principal(let part), .resource(let part): part.match(request) != nil
      case .condition(let condition): condition.holds(for: request)
      }
    }
  }

  /// - Parameter allowing: the statements that will be asked about.
  init(
    _ caller: Caller, _ question: AccessQuestion, _ table: ActionTable, _ allowing: [Int],
    resources: [String], vocabulary: Vocabulary
  ) {
    document = question.policy
    controls = question.settings.resourceControl
    self.table = table
    owner = caller.owner
    vocabularyKeys = vocabulary.keys
    var isComplete = true
    var slots: [[Choice]] = [
      caller.identities(vocabulary, &isComplete).map {
        Choice(principal: $0.principal, context: $0.context)
      }
    ]
    slots.append(
      Self.resources(resources, vocabulary, &isComplete).map { Choice(resource: $0) })
    slots.append(
      caller.routes(vocabulary, question.settings.internet, &isComplete).map {
        Choice(context: $0.context, addresses: $0.addresses)
      })
    var slotOfKey: [String: Int] = [:]
    for key in Caller.identityKeys { slotOfKey[key] = 0 }
    for key in Caller.networkKeys { slotOfKey[key] = 2 }
    let variables = caller.accounts.first.map { ["aws:principalaccount": $0] } ?? [:]
    for key in vocabulary.keys.sorted() where slotOfKey[key] == nil {
      let candidates = vocabulary.candidates(key, caller.domain(of: key), variables: variables)
      if !candidates.isComplete { isComplete = false }
      slotOfKey[key] = slots.count
      slots.append(candidates.values.map { Choice(context: $0.map { [key: $0] } ?? [:]) })
    }
    self.slots = slots
    self.isComplete = isComplete
    statements = Self.parts(table, allowing, slots, slotOfKey)
    routeGroups = Self.groups(slots[Self.routeSlot], statements)
  }

  /// The ARNs worth trying.
  private static func resources(
    _ shapes: [String], _ vocabulary: Vocabulary, _ isComplete: inout Bool
  ) -> [String] {
    let texts = vocabulary.resources.map {
      Template($0).filled([:], otherwise: Vocabulary.shared)
    }.uniqued
    let globs = texts.map { Glob($0) }
    let shapes = shapes.map { Glob($0) }
    let cells = GlobCells(
      of: globs.filter { !$0.isFixed }, within: shapes,
      textsEach: globs.contains(where: \.isFixed) ? 3 : 1)
    if !cells.isComplete { isComplete = false }
    let fixed = zip(texts, globs).filter { text, glob in
      glob.isFixed && shapes.contains { $0.matches(text) }
    }
    return (cells.values + fixed.map(\.0)).uniqued
  }

  private static func parts(
    _ table: ActionTable, _ allowing: [Int], _ slots: [[Choice]], _ slotOfKey: [String: Int]
  ) -> [Parts] {
    table.statements.enumerated().map { index, one in
      var parts = Parts(statement: one.statement)
      guard one.statement.effect == .deny || allowing.contains(index) else { return parts }
      for (test, needed) in tests(one.statement, slotOfKey) {
        if needed.count == 1, let slot = needed.first {
          let truth = slots[slot].map { test.holds(request([$0])) }
          parts.single.append((slot, test, truth))
        } else {
          parts.joint.append(needed)
        }
      }
      return parts
    }
  }

  private static func tests(_ statement: Statement, _ slotOfKey: [String: Int])
    -> [(Test, Set<Int>)]
  {
    func slots(_ texts: [String]) -> Set<Int> {
      Set(texts.flatMap { Template($0).names }.compactMap { slotOfKey[$0] })
    }
    var bare = statement
    bare.actions = PatternClause(patterns: [Pattern("*")], isNegated: false)
    bare.conditions = []
    var tests: [(Test, Set<Int>)] = []
    if statement.principals != nil {
      var part = bare
      part.resources = nil
      tests.append((.principal(part), [0]))
    }
    if let resources = statement.resources {
      var part = bare
      part.principals = nil
      tests.append((.resource(part), slots(resources.patterns.map(\.text)).union([1])))
    }
    for condition in statement.conditions {
      let own = slotOfKey[condition.lookupKey].map { [$0] } ?? []
      tests.append((.condition(condition), slots(condition.values).union(own)))
    }
    return tests
  }

  private static func groups(_ routes: [Choice], _ statements: [Parts])
    -> [(routes: [Int], addresses: AddressSet?)]
  {
    var groups: [[Bool]: Int] = [:]
    var found: [(routes: [Int], addresses: AddressSet?)] = []
    for (index, route) in routes.enumerated() {
      var signature = statements.flatMap { parts in
        parts.single.filter { $0.slot == routeSlot }.map { $0.truth[index] }
      }
      signature.append(route.addresses == nil)
      if let group = groups[signature] {
        found[group].routes.append(index)
        if let more = route.addresses {
          found[group].addresses = found[group].addresses?.union(more)
        }
      } else {
        groups[signature] = found.count
        found.append(([index], route.addresses))
      }
    }
    return found
  }

  static func request(_ choices: [Choice], action: String = "zq:any") -> PolicyRequest {
    var principal = Principal.anonymous
    var resource = "*"
    var context: [String: [String]] = [:]
    for choice in choices {
      principal = choice.principal ?? principal
      resource = choice.resource ?? resource
      context.merge(choice.context) { _, last in last }
    }
    return PolicyRequest(
      principal: principal, action: action, resource: resource, context: context)
  }

  // MARK: The search

  /// What a search ends with.
  struct Finding {
    var witness: Witness?
    /// False when it was cut short.
    var isComplete = true
    /// The conditions of the statement that no choice meets, by their keys as written.
    var impossible: [String] = []
    /// Whether no caller of this kind is meant, whatever the conditions.
    var isAddressed = true
  }

  /// Which denials a search heeds.
  enum Denials: Equatable {
    case all
    case none
    case only(Int)
  }

  /// Whether the statement is for callers of this kind, whatever its conditions.
  func addresses(_ statement: Int) -> Bool {
    statements[statement].single.allSatisfy { part in
      switch part.test {
      case .principal, .resource: part.truth.contains(true)
      case .condition: true
      }
    }
  }

  /// A request with the action that the statement allows and, unless denials are left aside, that
  /// all policies together let in.
  func find(
    _ action: String, by allow: Int, heeding heeded: Denials = .all, routes: [Int]? = nil
  ) -> Finding {
    var finding = Finding()
    guard table.speaks(allow, of: action), addresses(allow) else {
      finding.isAddressed = false
      return finding
    }
    let grant = statements[allow]
    for part in grant.single where !part.truth.contains(true) {
      if case .condition(let condition) = part.test { finding.impossible.append(condition.key) }
    }
    if !finding.impossible.isEmpty { return finding }
    let denials: [Int] =
      switch heeded {
      case .all: table.denials(of: action)
      case .none: []
      case .only(let one): [one]
      }
    var descent = WitnessDescent(search: self, action: action, denials: denials, heeded: heeded)
    descent.choices = slots.indices.map { slot in
      let allowed = slots[slot].indices.filter { index in
        (slot != Self.routeSlot || routes?.contains(index) ?? true)
          && grant.single.allSatisfy { $0.slot != slot || $0.truth[index] }
      }
      return distinct(allowed, slot, [allow] + denials)
    }
    descent.allow = grant.joint.isEmpty ? nil : allow
    finding.witness = descent.run()
    finding.isComplete = descent.steps <= Self.mostSteps
    return finding
  }

  /// One of the choices that all the statements' tests treat alike.
  private func distinct(_ choices: [Int], _ slot: Int, _ relevant: [Int]) -> [Int] {
    if relevant.contains(where: { statements[$0].joint.contains { $0.contains(slot) } }) {
      return choices
    }
    var seen: Set<[Bool]> = []
    return choices.filter { index in
      let signature = relevant.flatMap { number in
        statements[number].single.filter { $0.slot == slot }.map { $0.truth[index] }
      }
      return seen.insert(signature).inserted
    }
  }

  /// What the real evaluator says, the caller's own policies allowing all.
  func isLetIn(_ request: PolicyRequest) -> Bool {
    var policies = AccessPolicies(resourceAccount: owner.account)
    policies.identity = [AttachedPolicy(Self.everything)]
    policies.resource = AttachedPolicy(document)
    policies.resourceControl = controls
    policies.resourcePolicyMustAllow = true
    return policies.decision(for: request).isAllowed
  }

  private static let everything: PolicyDocument = {
    let text = #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
    guard let document = try? PolicyDocument.parse(text, as: .identity) else {
      preconditionFailure("the policy that allows all can't be read: \(text)")
    }
    return document
  }()
}
