import AWS
import PolicyLanguage

/// Decides simulated requests and words the answers.
///
/// One result an action, its decision the strictest of its resources', as AWS answers since 2025
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html).
struct PolicySimulation {
  let input: SimulationInput
  let identity: [SimulatedPolicy]
  let boundary: SimulatedPolicy?
  /// SCPs by level; nil outside an organization, and for policies that nobody has.
  let serviceControl: [[AttachedPolicy]]?
  let principal: Principal

  /// One request decided.
  private struct Result {
    let resource: String
    let explanation: Explanation
    let statements: [AWSValue]
    let missing: [String]
    let isCrossAccount: Bool

    var decision: String { explanation.decision.name }

    func verdict(_ kind: PolicyKind) -> KindExplanation.Verdict? {
      explanation.kinds.first { $0.kind == kind }?.verdict
    }
  }

  func answer() -> AWSObject {
    let results = input.actions.enumerated().map { index, action in
      (key: "\(10_000_000 + index)", value: evaluation(action))
    }
    return input.page.answer("EvaluationResults", results) {
      $0.key
    } value: {
      .object($0.value)
    }
  }

  private func evaluation(_ action: String) -> AWSObject {
    let results = input.resources.map { decide(action, $0) }
    let order = ["explicitDeny", "implicitDeny", "allowed"]
    let decision = order.first { word in results.contains { $0.decision == word } } ?? "allowed"
    let deciding = results.filter { $0.decision == decision }
    var answer: AWSObject = [
      "EvalActionName": .string(action),
      "EvalResourceName": .string(results.count == 1 ? results[0].resource : "*"),
      "EvalDecision": .string(decision),
    ]
    answer["MatchedStatements"] = .list(unique(deciding.flatMap(\.statements)))
    answer["MissingContextValues"] = .list(unique(results.flatMap(\.missing)).map(AWSValue.string))
    if serviceControl != nil {
      let isAllowed = results.allSatisfy { result in
        switch result.verdict(.serviceControl) {
        case .allows, .notAsked, nil: true
        case .denies, .silent: false
        }
      }
      answer["OrganizationsDecisionDetail"] = ["AllowedByOrganizations": .bool(isAllowed)]
    }
    answer.set("PermissionsBoundaryDecisionDetail", boundaryDetail(results))
    if results.contains(where: { $0.resource != "*" }) {
      answer["EvalDecisionDetails"] = .object(details(results))
      answer["ResourceSpecificResults"] = .list(results.map { .object(specific($0)) })
    }
    return answer
  }

  private func specific(_ result: Result) -> AWSObject {
    var answer: AWSObject = [
      "EvalResourceName": .string(result.resource),
      "EvalResourceDecision": .string(result.decision),
      "MatchedStatements": .list(result.statements),
      "MissingContextValues": .list(result.missing.map(AWSValue.string)),
    ]
    if result.resource != "*" { answer["EvalDecisionDetails"] = .object(details([result])) }
    answer.set("PermissionsBoundaryDecisionDetail", boundaryDetail([result]))
    return answer
  }

  private func boundaryDetail(_ results: [Result]) -> AWSValue? {
    guard boundary != nil else { return nil }
    let isAllowed = results.allSatisfy { $0.verdict(.boundary) == .allows }
    return ["AllowedByPermissionsBoundary": .bool(isAllowed)]
  }

  /// What each side says; empty inside one account.
  private func details(_ results: [Result]) -> AWSObject {
    var details = AWSObject()
    guard results.contains(where: \.isCrossAccount) else { return details }
    for (name, kind) in [("IAM Policy", PolicyKind.identity), ("Resource Policy", .resource)] {
      let words = results.map { $0.verdict(kind).map(\.decisionName) ?? "implicitDeny" }
      let order = ["explicitDeny", "implicitDeny", "allowed"]
      details[name] = .string(order.first { words.contains($0) } ?? "implicitDeny")
    }
    return details
  }

  private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  // MARK: One request

  private func decide(_ action: String, _ resource: String) -> Result {
    let owner = self.owner(of: resource)
    var access = AccessPolicies(resourceAccount: owner)
    access.identity = identity.map { AttachedPolicy(name: $0.id, document: $0.document) }
    access.boundary = boundary.map { AttachedPolicy(name: $0.id, document: $0.document) }
    access.serviceControl = serviceControl ?? []
    access.resource = input.resourcePolicy.map {
      AttachedPolicy(name: $0.id, document: $0.document)
    }
    let request = PolicyRequest(
      principal: principal, action: action, resource: resource, context: input.context)
    let explanation = access.explanation(for: request)
    return Result(
      resource: resource, explanation: explanation, statements: statements(explanation),
      missing: missing(explanation, request), isCrossAccount: owner != principal.account)
  }

  /// The account that the resource's ARN names, else `ResourceOwner`, else the caller's. Without a
  /// resource policy only the caller's side is simulated.
  private func owner(of resource: String) -> String {
    guard input.resourcePolicy != nil else { return principal.account }
    if let account = ARN(resource)?.account, account.utf8.count == 12 { return account }
    return input.resourceOwner ?? principal.account
  }

  /// The statements that determine the decision: a denial's alone, else those that allow.
  private func statements(_ explanation: Explanation) -> [AWSValue] {
    let effect: Statement.Effect
    switch explanation.decision {
    case .implicitDeny: return []
    case .explicitDeny(let statement):
      // What an SCP says is the organization's, and not shown.
      if statement.policy.kind == .serviceControl { return [] }
      effect = .deny
    case .allow: effect = .allow
    }
    var found: [AWSValue] = []
    for kind in explanation.kinds where effect == .deny || kind.kind != .boundary {
      for policy in kind.policies {
        guard let source = source(policy.place) else { continue }
        for statement in policy.statements
        where statement.match != nil && statement.effect == effect {
          found.append(source.answer(statement.index))
        }
      }
    }
    return found
  }

  private func source(_ place: PolicyPlace) -> SimulatedPolicy? {
    switch place {
    case .identity(let index): identity[index]
    case .boundary: boundary
    case .resource, .roleTrust: input.resourcePolicy
    default: nil
    }
  }

  /// Keys of the statements that are about the request and that the request has not.
  private func missing(_ explanation: Explanation, _ request: PolicyRequest) -> [String] {
    var keys: [String] = []
    for kind in explanation.kinds {
      for policy in kind.policies {
        guard let document = source(policy.place)?.document else { continue }
        for statement in policy.statements where statement.concernsRequest {
          keys += document.statements[statement.index].contextKeys(document.version)
        }
      }
    }
    var seen: Set<String> = []
    return keys.filter { !request.hasKey($0) && seen.insert($0.lowercased()).inserted }
  }
}

extension KindExplanation.Verdict {
  fileprivate var decisionName: String {
    switch self {
    case .allows: "allowed"
    case .denies: "explicitDeny"
    case .silent, .notAsked: "implicitDeny"
    }
  }
}
