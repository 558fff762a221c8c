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
  /// False where a slot's choices may lack some combination.
  let isComplete: Bool
  private let slots: [[Choice]]
  private let routeSlot: Int
  /// Of the document first, then of the controls.
  private let statements: [Parts]
  private let vocabularyKeys: Set<String>

  static let mostSteps = 20_000

  private struct Choice {
    var principal: Principal?
    var resource: String?
    var context: [String: [String]] = [:]
    var addresses: AddressSet?
  }

  /// A statement taken apart into tests that must all hold.
  private struct Parts {
    let statement: Statement
    /// Where it stands, for the tale of denials.
    let reference: StatementReference
    var single: [(slot: Int, test: Test, truth: [Bool])] = []
    /// Tests that policy variables tie to several slots.
    var joint: [Set<Int>] = []
  }

  private enum Test {
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

  init(
    _ caller: Caller, _ document: PolicyDocument, controls: [[AttachedPolicy]],
    resources: [String], vocabulary: Vocabulary, internet: Internet
  ) {
    self.document = document
    self.controls = controls
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
    routeSlot = 2
    slots.append(
      caller.routes(vocabulary, internet, &isComplete).map {
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
    statements = Self.parts(document, controls, slots, slotOfKey)
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
    _ document: PolicyDocument, _ controls: [[AttachedPolicy]], _ slots: [[Choice]],
    _ slotOfKey: [String: Int]
  ) -> [Parts] {
    var all = document.statements.enumerated().map { index, statement in
      Parts(
        statement: statement,
        reference: StatementReference(policy: .resource, statement: index, sid: statement.sid))
    }
    for (level, documents) in controls.enumerated() {
      for (number, control) in documents.enumerated() {
        for (index, statement) in control.document.statements.enumerated()
        where statement.effect == .deny {
          all.append(
            Parts(
              statement: statement,
              reference: StatementReference(
                policy: .resourceControl(level: level, number), statement: index,
                sid: statement.sid, name: control.name, arn: control.arn)))
        }
      }
    }
    for index in all.indices {
      for (test, needed) in tests(all[index].statement, slotOfKey) {
        if needed.count == 1, let slot = needed.first {
          let truth = slots[slot].map { test.holds(request([$0])) }
          all[index].single.append((slot, test, truth))
        } else {
          all[index].joint.append(needed)
        }
      }
    }
    return all
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

  private static func request(_ choices: [Choice], action: String = "zq:any") -> PolicyRequest {
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

  /// The routes grouped by what the policies tell apart, each group with its public addresses; nil
  /// for those that are none over the internet.
  var routeGroups: [(routes: [Int], addresses: AddressSet?)] {
    var groups: [[Bool]: Int] = [:]
    var found: [(routes: [Int], addresses: AddressSet?)] = []
    for (index, route) in slots[routeSlot].enumerated() {
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

  /// Whether two actions are the same to every statement.
  func signature(of action: String) -> [Bool] { statements.map { Self.speaks($0, of: action) } }

  private static func speaks(_ parts: Parts, of action: String) -> Bool {
    let clause = parts.statement.actions
    return clause.patterns.contains { $0.matches(action) } != clause.isNegated
  }

  /// The denials that speak of the action, by number.
  func denials(of action: String) -> [Int] {
    statements.indices.filter { index in
      statements[index].statement.effect == .deny && Self.speaks(statements[index], of: action)
    }
  }

  func reference(_ statement: Int) -> StatementReference { statements[statement].reference }

  /// A request with the action that the statement allows and, unless denials are left aside, that
  /// all policies together let in.
  func find(
    _ action: String, by allow: Int, heeding heeded: Denials = .all, routes: [Int]? = nil
  ) -> Finding {
    var finding = Finding()
    guard Self.speaks(statements[allow], of: action) else {
      finding.isAddressed = false
      return finding
    }
    let grant = statements[allow]
    for part in grant.single where !part.truth.contains(true) {
      switch part.test {
      case .principal, .resource: finding.isAddressed = false
      case .condition(let condition): finding.impossible.append(condition.key)
      }
    }
    if !finding.isAddressed || !finding.impossible.isEmpty { return finding }
    let denials: [Int] =
      switch heeded {
      case .all: self.denials(of: action)
      case .none: []
      case .only(let one): [one]
      }
    var descent = Descent(search: self, action: action, denials: denials, heeded: heeded)
    descent.choices = slots.indices.map { slot in
      let allowed = slots[slot].indices.filter { index in
        (slot != routeSlot || routes?.contains(index) ?? true)
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

  private struct Descent {
    let search: WitnessSearch
    let action: String
    let denials: [Int]
    let heeded: Denials
    var choices: [[Int]] = []
    /// The statement that must allow, where its tests can't be told slot by slot.
    var allow: Int?
    var steps = 0
    private var chosen: [Int] = []

    init(search: WitnessSearch, action: String, denials: [Int], heeded: Denials) {
      self.search = search
      self.action = action
      self.denials = denials
      self.heeded = heeded
    }

    mutating func run() -> Witness? { descend(0, denials) }

    /// - Parameter standing: the denials that no choice so far has kept from the request.
    private mutating func descend(_ slot: Int, _ standing: [Int]) -> Witness? {
      if slot == choices.count { return check(standing) }
      for choice in choices[slot] {
        steps += 1
        if steps > WitnessSearch.mostSteps { return nil }
        let left = standing.filter { number in
          search.statements[number].single.allSatisfy { $0.slot != slot || $0.truth[choice] }
        }
        let isLost = left.contains { number in
          search.statements[number].joint.isEmpty
            && search.statements[number].single.allSatisfy { $0.slot <= slot }
        }
        if isLost { continue }
        chosen.append(choice)
        defer { chosen.removeLast() }
        if let witness = descend(slot + 1, left) { return witness }
      }
      return nil
    }

    /// The last word is the evaluator's.
    private func check(_ standing: [Int]) -> Witness? {
      if standing.contains(where: { search.statements[$0].joint.isEmpty }) { return nil }
      let picked = zip(search.slots, chosen).map { $0[$1] }
      let request = WitnessSearch.request(picked, action: action)
      if let allow, search.statements[allow].statement.match(request) == nil { return nil }
      switch heeded {
      case .all: guard search.isLetIn(request) else { return nil }
      case .none: break
      case .only(let one):
        if search.statements[one].statement.match(request) != nil { return nil }
      }
      var context: [String: [String]] = [:]
      for choice in picked {
        for (key, values) in choice.context where search.vocabularyKeys.contains(key) {
          context[key] = values
        }
      }
      return Witness(
        principal: request.principal, action: action, resource: request.resource,
        context: context)
    }
  }

  /// What the real evaluator says, the caller's own policies allowing all.
  private func isLetIn(_ request: PolicyRequest) -> Bool {
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
