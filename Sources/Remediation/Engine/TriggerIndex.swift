import AWS

/// Which records concern which kinds of resources and which rules: the first, quick look at a
/// record, made for the many that concern none.
struct TriggerIndex: Sendable {
  struct Trigger: Sendable {
    let type: Int
    /// Indices of the rules, ascending.
    let rules: [Int]
  }

  private let triggers: [String: [Trigger]]
  /// Sorted, so that feeds ask for them in the same order each time.
  let eventNames: [String]

  init(types: [ResourceType], rules: [EngineRule]) {
    var triggers: [String: [Trigger]] = [:]
    for (index, type) in types.enumerated() {
      let own = rules.indices.filter { rules[$0].type.name == type.name }
      var names = type.touchingEvents
      for rule in own { names.formUnion(rules[rule].events ?? []) }
      for name in names.sorted() {
        let concerned = own.filter { rule in
          rules[rule].events.map { $0.contains(name) } ?? type.touchingEvents.contains(name)
        }
        guard !concerned.isEmpty else { continue }
        triggers[name, default: []].append(Trigger(type: index, rules: concerned))
      }
    }
    self.triggers = triggers
    eventNames = triggers.keys.sorted()
  }

  subscript(eventName: String) -> [Trigger]? { triggers[eventName] }
}
