import AWS
import ArgumentParser
import Remediation

/// What policies match among resources, and which calls they would make.
struct RulesEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Print which resources policies match, with annotations and planned calls, as JSON.",
    discussion: """
      Nothing is called: resources must hold what the filters need, as Cloud Custodian's \
      resources.json does, or `--answers` must say what AWS would answer. What a filter could not \
      decide is listed under `problems`, the calls whose answers resources lack under `unread`.
      """)

  @OptionGroup var subjects: RuleSubjects

  @Flag(help: "Say how long loading and evaluation take instead.")
  var measure = false

  func run() throws {
    let trial = try subjects.trial()
    let context = trial.context
    if measure { return try time(trial) }
    var answers: [AWSValue] = []
    for policy in trial.policies {
      let (resources, unread) = try trial.resources(for: policy)
      let evaluation = policy.evaluate(resources, context)
      answers.append(
        [
          "policy": .string(policy.name),
          "resource": .string(policy.resourceType.name),
          "matched": .list(
            evaluation.matches.map { match in
              Self.answer(match, policy.plan(match, context))
            }),
          "problems": .list(
            evaluation.problems.map { problem in
              [
                "resource": .string(problem.resource), "at": .string("\(problem.position)"),
                "problem": .string(problem.message),
              ]
            }),
          "unread": .list(unread.map(AWSValue.string)),
        ])
    }
    print(JSON.text(.list(answers)))
  }

  private func time(_ trial: RuleTrial) throws {
    let loading = EvaluationTime.loading(subjects.policy)
    print("loading \(trial.policies.count) policies: \((loading * 100).rounded() / 100) ms")
    for policy in trial.policies {
      let resources = try trial.resources(for: policy).resources
      print(EvaluationTime(of: policy, on: resources, trial.context))
    }
  }

  private static func answer(_ match: Match, _ plan: Plan) -> AWSValue {
    [
      "id": .string(match.resource.id),
      "annotations": .object(match.annotations),
      "calls": .list(
        plan.steps.map { step in
          var out: AWSObject = [
            "summary": .string(step.summary), "call": answer(step.call),
            "undo": .list(step.undo.map(answer)),
          ]
          if let reason = step.irreversible { out["irreversible"] = .string(reason) }
          return .object(out)
        }),
      "notices": .list(plan.notices.map { .object($0.body) }),
      "messages": .list(plan.notices.compactMap(message)),
      "remarks": .list(plan.remarks.map(AWSValue.string)),
    ]
  }

  /// The call or the request that a notice is, where it is one.
  private static func message(_ notice: Notice) -> AWSValue? {
    switch notice.transport {
    case .call(let call): answer(call)
    case .request(let request): .object(request.document)
    case .webhook, .file: nil
    }
  }

  private static func answer(_ call: APICall) -> AWSValue {
    [
      "service": .string(call.service), "operation": .string(call.operation),
      "account": .string(call.scope.account), "region": .string(call.scope.region),
      "input": .object(call.input),
    ]
  }
}
