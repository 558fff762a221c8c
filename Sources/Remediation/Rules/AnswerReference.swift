package import AWS

/// A value in a planned call that only the answer to an earlier step of the plan tells, such as the
/// id of a snapshot that was just taken: it stands in the input as
/// `{"stormdrill:answer": {"step": 0, "member": "SnapshotId"}}` until that step is done.
package enum AnswerReference {
  package static let key = "stormdrill:answer"

  /// What a step's answer has at a path: names of members and numbers of items, with dots between.
  ///
  /// - Parameter step: Counted from 0 in the plan; a step's own number in what undoes it.
  package static func to(step: Int, _ member: String) -> AWSValue {
    .object([key: ["step": .integer(Int64(step)), "member": .string(member)]])
  }

  /// The references that stand in some calls, each once, by their steps.
  static func members(of step: Int, in calls: [APICall]) -> [String] {
    var found: [String] = []
    for call in calls { collect(.object(call.input), step, &found) }
    return found.uniqued
  }

  private static func collect(_ value: AWSValue, _ step: Int, _ found: inout [String]) {
    if let reference = reference(value) {
      if reference.step == step { found.append(reference.member) }
      return
    }
    switch value {
    case .list(let items): for item in items { collect(item, step, &found) }
    case .object(let object): for (_, item) in object { collect(item, step, &found) }
    default: break
    }
  }

  fileprivate static func reference(_ value: AWSValue) -> (step: Int, member: String)? {
    guard case .object(let object) = value, object.count == 1, let inner = object[key],
      let step = inner["step"]?.integer, let member = inner["member"]?.string
    else { return nil }
    return (Int(step), member)
  }

  /// What an answer has at a path; nil where it has nothing.
  static func value(_ member: String, in answer: AWSObject) -> AWSValue? {
    var here: AWSValue? = .object(answer)
    for name in member.split(separator: ".") {
      if let index = Int(name), case .list(let items)? = here {
        here = items.indices.contains(index) ? items[index] : nil
      } else {
        here = here?[String(name)]
      }
    }
    return here == .null ? nil : here
  }
}

/// What the finished steps of a plan answered, as far as the plan refers to it.
package struct StepAnswers: Hashable, Sendable {
  private var values: [Int: AWSObject] = [:]

  package init() {}

  /// Keeps what `plan` refers to of a step's answer, and tells it.
  mutating func take(_ answer: AWSObject, of step: Int, in plan: [PlannedStep]) -> AWSObject {
    let calls = plan.flatMap { [$0.call] + $0.undo }
    var kept = AWSObject()
    for member in AnswerReference.members(of: step, in: calls) {
      kept[member] = AnswerReference.value(member, in: answer)
    }
    take(kept, of: step)
    return kept
  }

  /// Puts back what the ledger kept.
  mutating func take(_ kept: AWSObject, of step: Int) {
    if !kept.isEmpty { values[step] = kept }
  }

  /// The call with every reference replaced; nil where a step that it refers to told nothing.
  func filled(_ call: APICall) -> APICall? {
    guard let input = filled(.object(call.input))?.object else { return nil }
    var filled = call
    filled.input = input
    return filled
  }

  private func filled(_ value: AWSValue) -> AWSValue? {
    if let reference = AnswerReference.reference(value) {
      return values[reference.step]?[reference.member]
    }
    switch value {
    case .object(let object):
      var out = AWSObject()
      for (key, item) in object {
        guard let item = filled(item) else { return nil }
        out[key] = item
      }
      return .object(out)
    case .list(let items):
      var out: [AWSValue] = []
      for item in items {
        guard let item = filled(item) else { return nil }
        out.append(item)
      }
      return .list(out)
    default: return value
    }
  }
}
