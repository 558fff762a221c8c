import PolicyLanguage

/// The descent through the slots of a search: a choice in each, given up as soon as some denial
/// can no longer be kept from the request.
struct WitnessDescent {
  let search: WitnessSearch
  let action: String
  let denials: [Int]
  let heeded: WitnessSearch.Denials
  var choices: [[Int]] = []
  /// The statement that must allow, where its tests can't be told slot by slot.
  var allow: Int?
  var steps = 0
  private var chosen: [Int] = []

  init(search: WitnessSearch, action: String, denials: [Int], heeded: WitnessSearch.Denials) {
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
