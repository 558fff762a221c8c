import AWS
import Remediation

/// Policies and what they are tried on: resources of a file, completed by recorded answers.
struct RuleTrial {
  let policies: [Policy]
  let context: EvaluationContext
  /// The file of the resources, for messages.
  let file: String
  let documents: [AWSValue]
  let answers: RecordedAnswers?

  /// The resources as a policy needs them, and the calls whose answers they lack though its filters
  /// ask for them, which is said.
  ///
  /// Without answers they are taken as they are. A policy on another type of resource than any of
  /// the file's has none, where it is one of several.
  func resources(for policy: Policy) throws -> (resources: [Resource], unread: [String]) {
    let type = policy.resourceType
    let isOther = !documents.contains { $0.object.flatMap { type.id(of: $0) } != nil }
    if isOther, !documents.isEmpty, policies.count > 1 {
      Console.error(
        "\(file): no resource is of type \(type.name): policy `\(policy.name)` is left out")
      return ([], [])
    }
    let read = try documents.enumerated().compactMap { index, value in
      guard let document = value.object, let id = type.id(of: document) else {
        throw Failure(
          "\(file): resource \(index + 1) has no `\(type.idMember)`; expected a resource of "
            + "type \(type.name)")
      }
      return try complete(
        Resource(
          id: id, document: document,
          scope: Scope(account: context.account, region: context.region)), for: policy)
    }
    let unread = Set(read.flatMap { policy.unread($0, context) }).sorted()
    if !unread.isEmpty {
      Console.error(
        "\(file): warning: filters of policy `\(policy.name)` ask for answers to "
          + "\(unread.joined(separator: ", ")) that resources in the file don't hold: give them "
          + "with --answers, or what they say is for want of these")
    }
    return (read, unread)
  }

  /// nil for a resource that the answers say is gone.
  private func complete(_ resource: Resource, for policy: Policy) throws -> Resource? {
    guard let answers else { return resource }
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
