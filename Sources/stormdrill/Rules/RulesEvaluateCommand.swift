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
      resources.json does, or `--answers` must say what AWS would answer. A resource that matches \
      or not by answers that nobody gave is under `undecided` with the calls that would tell, and \
      no calls are planned for it. What a filter could not decide for another reason is under \
      `problems`. A match of which not all is read that filters and actions ask for has the calls \
      under `unread`, and no plan.

      Exit status: 0; 1 when answers are missing for a match or a plan; 2 when a file can't be \
      used, or a policy was left out because something that it names can't be read.
      """)

  @OptionGroup var subjects: RuleSubjects

  @Flag(help: "Say how long loading and evaluation take instead.")
  var measure = false

  func run() throws {
    let trial = try subjects.trial()
    let context = trial.context
    if measure {
      try time(trial)
      return try trial.selection.finish()
    }
    var answers: [AWSValue] = []
    var lacksAnswers = false
    for policy in trial.policies {
      let decision = try trial.decide(policy)
      let unread = zip(decision.evaluation.matches, decision.unread).map { match, unread in
        Set(unread + policy.unreadByActions(match.resource, context)).sorted()
      }
      lacksAnswers =
        lacksAnswers || !decision.undecided.isEmpty || unread.contains { !$0.isEmpty }
      answers.append(
        [
          "policy": .string(policy.name),
          "resource": .string(policy.resourceType.name),
          "matched": .list(
            zip(decision.evaluation.matches, unread).map { match, unread in
              unread.isEmpty
                ? Self.answer(match, policy.plan(match, context)) : Self.answer(match, unread)
            }),
          "undecided": .list(
            decision.undecided.map { undecided in
              [
                "id": .string(undecided.resource.id),
                "unread": .list(undecided.calls.map(AWSValue.string)),
              ]
            }),
          "problems": .list(
            decision.evaluation.problems.map { problem in
              [
                "resource": .string(problem.resource), "at": .string("\(problem.position)"),
                "problem": .string(problem.message),
              ]
            }),
          "unread": .list(
            Set(decision.undecided.flatMap(\.calls) + unread.flatMap(\.self)).sorted()
              .map(AWSValue.string)),
        ])
    }
    print(JSON.text(.list(answers)))
    try trial.selection.finish()
    if lacksAnswers { throw ExitCode(1) }
  }

  private func time(_ trial: RuleTrial) throws {
    let loading = EvaluationTime.loading(subjects.policy)
    print("loading \(trial.policies.count) policies: \((loading * 100).rounded() / 100) ms")
    for policy in trial.policies {
      let resources = try trial.resources(for: policy)
      print(EvaluationTime(of: policy, on: resources, trial.context))
    }
  }

  /// A match for which no plan can be made.
  private static func answer(_ match: Match, _ unread: [String]) -> AWSValue {
    let reason = "no calls are planned: what filters and actions need to know has not been read"
    return [
      "id": .string(match.resource.id), "annotations": .object(match.annotations),
      "unread": .list(unread.map(AWSValue.string)), "calls": [], "notices": [], "messages": [],
      "remarks": [.string("\(reason) (\(unread.joined(separator: ", ")))")],
    ]
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
