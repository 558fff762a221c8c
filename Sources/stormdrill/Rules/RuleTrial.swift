import AWS
import Emulator
import Remediation

/// Policies and what they are tried on: resources of a file, completed by recorded answers.
struct RuleTrial {
  let selection: RuleSources.Selection
  let context: EvaluationContext
  /// The file of the resources, for messages.
  let file: String
  let documents: [AWSValue]
  let answers: RecordedAnswers?

  var policies: [Policy] { selection.policies }

  /// The resources as a policy needs them.
  ///
  /// Without answers they are taken as they are. A policy on another type of resource than any of
  /// the file's has none, where it is one of several.
  func resources(for policy: Policy) throws -> [Resource] {
    let type = policy.resourceType
    let isOther = !documents.contains { $0.object.flatMap { type.id(of: $0) } != nil }
    if isOther, !documents.isEmpty, policies.count > 1 {
      Console.error(
        "\(file): no resource is of type \(type.name): policy `\(policy.name)` is left out")
      return []
    }
    let listed = try documents.enumerated().map { index, value in
      guard let document = value.object, let id = type.id(of: document) else {
        throw Failure(
          "\(file): resource \(index + 1) has no `\(type.idMember)`; expected a resource of "
            + "type \(type.name)")
      }
      return Resource(
        id: id, document: document,
        scope: Scope(
          partition: RegionNames.partition(of: context.region), account: context.account,
          region: context.region))
    }
    guard let answers else { return listed }
    var seen: Set<APICall> = []
    let missing = listed.flatMap { answers.missing(about: $0, for: policy, now: context.now) }
      .filter { seen.insert($0).inserted }
    if !missing.isEmpty { throw Failure(answers.unanswered(missing)) }
    return try listed.compactMap { try complete($0, for: policy, answers) }
  }

  /// What a policy decides of the resources; what it can't for want of answers is said.
  func decide(_ policy: Policy) throws -> Decision {
    let decision = policy.decide(try resources(for: policy), context)
    if !decision.undecided.isEmpty {
      let calls = Set(decision.undecided.flatMap(\.calls)).sorted()
      let count = decision.undecided.count
      Console.error(
        "\(file): warning: policy `\(policy.name)` can't decide on \(count) "
          + "resource\(count == 1 ? "" : "s") without the answers to "
          + "\(calls.joined(separator: ", ")); expected these in --answers")
    }
    return decision
  }

  /// nil for a resource that the answers say is gone.
  private func complete(
    _ resource: Resource, for policy: Policy, _ answers: RecordedAnswers
  ) throws -> Resource? {
    let completion = try policy.resourceType.complete(
      resource.document, with: policy.hydrations,
      in: ReadSetting(scope: resource.scope, now: context.now),
      answer: { call in try answers.answer(call) })
    switch completion {
    case .ready(let document):
      return Resource(id: resource.id, document: document, scope: resource.scope)
    case .gone: return nil
    case .failed(let error):
      throw Failure("\(resource.id) can't be read: \(error.code): \(error.message)")
    }
  }
}
