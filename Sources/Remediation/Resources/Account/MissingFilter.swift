import AWS
import Documents

/// `missing`: accounts in which nothing matches an embedded policy. Reading the account lists and
/// completes the resources of that policy's type; its filters are asked of them afterwards.
struct MissingFilter: ResourceFilter {
  let position: SourcePosition
  let policy: Policy

  /// The embedded policy decides what is read: one name for each.
  private var member: String {
    let text = JSON.text(policy.node.value, sorted: true)
    return "stormdrill:Missing \(SHA256.hex(text).prefix(16))"
  }

  var hydrations: [Hydration] {
    let member = member
    return [Hydration(member) { document, setting in next(member, document, setting) }]
  }

  private func scope(_ scope: Scope) -> Scope {
    policy.resourceType.reach == .global ? ResourceType.globalScope([:], scope) : scope
  }

  private func next(_ member: String, _ document: AWSObject, _ setting: ReadSetting) -> ReadCall? {
    let type = policy.resourceType
    let scope = scope(setting.scope)
    guard let state = document[member]?.object else {
      let listing = type.enumerate(scope)
      return ReadCall(
        listing.call, pagination: listing.pagination,
        absentCodes: listing.goneCodes + listing.absentCodes
      ) { document, pages in
        let documents = pages.map(listing.documents) ?? []
        document[member] = ["waiting": .list(documents.map { .object($0) }), "complete": []]
      }
    }
    var waiting = state["waiting"]?.list ?? []
    guard let first = waiting.first?.object else { return nil }
    let inner = ReadSetting(scope: scope, now: setting.now)
    var complete = state["complete"]?.list ?? []
    // All that are complete already go over at once, with the next that isn't.
    var place = 0
    var read: ReadCall?
    var current = first
    while place < waiting.count, let one = waiting[place].object {
      current = one
      read = type.nextCall(for: policy.hydrations, document: one, in: inner)
      if read != nil { break }
      complete.append(waiting[place])
      place += 1
    }
    guard let read else { return nil }
    waiting.removeFirst(place + 1)
    let (before, after, open) = (complete, waiting, current)
    @Sendable func keep(_ document: inout AWSObject, _ changed: AWSObject?) {
      document[member] = [
        "waiting": .list((changed.map { [.object($0)] } ?? []) + after),
        "complete": .list(before),
      ]
    }
    var made = ReadCall(
      read.call, pagination: read.pagination, absentCodes: read.absentCodes,
      polling: read.polling, outdatesAnswers: read.outdatesAnswers
    ) { document, pages in
      var changed = open
      read.fold(&changed, pages)
      keep(&document, changed)
    }
    made.foldError = { document, error in
      if read.goneCodes.contains(error.code) {
        keep(&document, nil)
        return true
      }
      var changed = open
      guard read.foldError(&changed, error) else { return false }
      keep(&document, changed)
      return true
    }
    return made
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let account = run.resources[index]
    guard let state = account.document[member]?.object else {
      throw FilterProblem("the account was read without the resources of its embedded policy")
    }
    var context = run.context
    context.event = nil
    let readiness = policy.readiness(context)
    if let problem = readiness.problems.first { throw FilterProblem(problem.message) }
    guard readiness.isReady else { return false }
    let documents = ["complete", "waiting"].flatMap { state[$0]?.list ?? [] }
    let scope = scope(account.scope)
    let resources = documents.compactMap(\.object).map { document in
      Resource(
        id: policy.resourceType.id(of: document) ?? "", document: document,
        scope: policy.resourceType.homeScope(document, scope))
    }
    let evaluation = policy.evaluate(resources, context)
    if let problem = evaluation.problems.first {
      throw FilterProblem("\(problem.resource): \(problem.message)")
    }
    return evaluation.matches.isEmpty
  }
}

extension FilterKind {
  static let missing = FilterKind(name: "missing") { loader, reader, _, _ in
    guard let node = reader.requiredNode("policy") else { return nil }
    guard let pairs = node.mapping else {
      reader.error(
        at: node.position, "`policy` can't be \(node.kindName)", suggestion: "expected a mapping")
      return nil
    }
    let refused = ["mode", "actions", "max-resources", "max-resources-percent"]
    for pair in pairs where refused.contains(pair.key.string ?? "") {
      reader.error(
        at: pair.key.position,
        "`\(pair.key.string ?? "")` can't stand in the policy of filter `missing`",
        suggestion: "expected `resource` and `filters`")
    }
    // It goes by the name of the policy around it, whatever it calls itself.
    let name = Node.Pair(
      key: Node(.string("name"), at: node.position),
      value: Node(.string("missing"), at: node.position))
    let own = pairs.filter { !(refused + ["name"]).contains($0.key.string ?? "") }
    let embedded = Node(.mapping([name] + own), at: node.position)
    return loader.embedded(embedded).map {
      MissingFilter(position: reader.position, policy: $0)
    }
  }
}

extension PolicyLoader {
  /// A policy inside another, without its mode and region.
  mutating func embedded(_ node: Node) -> Policy? {
    let outer = (hasMode, region)
    defer { (hasMode, region) = outer }
    return policy(node)
  }
}
