import AWS
import Documents
import Remediation
import RulePacks
import Testing

private let context = EvaluationContext(
  now: Timestamp(seconds: 1_700_000_000), account: "123456789012", region: "us-east-1")

@Suite struct RulePacksTests {
  @Test func rulesAreFoundByName() {
    #expect(RulePacks.all.map(\.name) == RulePacks.all.map(\.name).sorted())
    #expect(RulePacks.all.count == 5)
    #expect(RulePacks.named("s3-bucket-public") == RulePacks.named("foundational/s3-bucket-public"))
    #expect(RulePacks.named("public") == nil)
  }

  @Test(arguments: RulePacks.all.map(\.name))
  func aRuleLoadsAndStatesItsEvents(name: String) throws {
    let pack = try #require(RulePacks.named(name))
    let (policies, diagnostics) = PolicyFile.load(text: pack.policy, file: pack.policyFile)
    #expect(diagnostics.isEmpty)
    let policy = try #require(policies.first)
    #expect(policies.count == 1)
    #expect(name.hasSuffix("/" + policy.name))
    #expect(policy.summary?.isEmpty == false)
    #expect(!policy.mode.triggers.isEmpty)
    #expect(!policy.actionNames.isEmpty)
  }

  /// Each resource is judged by itself, as the engine does it.
  @Test(arguments: RulePacks.all.map(\.name)) func aRuleDoesWhatItsCasesSay(name: String) throws {
    let pack = try #require(RulePacks.named(name))
    let policy = try #require(
      PolicyFile.load(text: pack.policy, file: pack.policyFile).policies.first)
    let (document, diagnostics) = Document.parse(pack.cases, file: pack.casesFile)
    #expect(diagnostics.isEmpty)
    let cases = try #require(document?["cases"]?.sequence)
    #expect(cases.count >= 2)
    for one in cases {
      let title = one["title"]?.string ?? ""
      var matched: [AWSValue] = []
      var plans: [Plan] = []
      for node in try #require(one["resources"]?.sequence) {
        let document = try #require(node.value.object)
        let resource = Resource(
          id: try #require(policy.resourceType.id(of: document)), document: document,
          scope: Scope(account: context.account, region: context.region))
        let evaluation = policy.evaluate([resource], context)
        #expect(evaluation.problems.isEmpty, "\(title)")
        for match in evaluation.matches {
          matched.append(.string(match.resource.id))
          plans.append(policy.plan(match, context))
        }
      }
      #expect(one["matched"]?.value == .list(matched), "\(title)")
      if let expected = one["plan"]?.sequence { try check(plans, expected, title) }
    }
  }

  private func check(_ plans: [Plan], _ expected: [Node], _ title: String) throws {
    let steps = plans.flatMap(\.steps)
    #expect(steps.count == expected.count, "\(title)")
    for (step, node) in zip(steps, expected) {
      #expect(node["call"]?.string == "\(step.call.service):\(step.call.operation)", "\(title)")
      if let input = node["with"]?.value { #expect(.object(step.call.input) == input, "\(title)") }
      let undo = step.undo.map { AWSValue.string("\($0.service):\($0.operation)") }
      #expect(node["undo"]?.value == .list(undo), "\(title)")
    }
  }
}
