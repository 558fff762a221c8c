import AWS
import Documents
import Remediation
import Testing

@Suite struct DecisionTests {
  private static let noFlowLogs: AWSValue = ["type": "flow-logs", "enabled": false]
  private static let red: AWSValue = ["tag:team": "red"]

  private func policy(_ filters: [AWSValue]) throws -> Policy {
    let policy: AWSObject = ["name": "p", "resource": "vpc", "filters": .list(filters)]
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    return try #require(PolicyFile.load(text: text, file: "case.json").policies.first)
  }

  private func vpc(_ id: String, team: String, flowLogs: AWSValue? = nil) -> AWSObject {
    var document: AWSObject = [
      "VpcId": .string(id), "Tags": [["Key": "team", "Value": .string(team)]],
    ]
    document["c7n:flow-logs"] = flowLogs
    return document
  }

  private func decide(_ filters: [AWSValue], _ documents: [AWSObject]) throws -> (
    matched: [String], undecided: [String]
  ) {
    let policy = try policy(filters)
    let decision = policy.decide(resources(documents, of: policy.resourceType), context())
    return (decision.evaluation.matches.map(\.resource.id), decision.undecided.map(\.resource.id))
  }

  @Test func aMatchThatHangsOnMissingAnswersIsUndecided() throws {
    let policy = try policy([Self.red, Self.noFlowLogs])
    let documents = [vpc("vpc-1", team: "red"), vpc("vpc-2", team: "blue")]
    let decision = policy.decide(resources(documents, of: policy.resourceType), context())
    #expect(decision.evaluation.matches.isEmpty)
    #expect(decision.undecided.map(\.resource.id) == ["vpc-1"])
    #expect(decision.undecided.map(\.calls) == [["ec2:DescribeFlowLogs"]])
  }

  @Test func whatOtherClausesSettleIsDecided() throws {
    let documents = [vpc("vpc-1", team: "red"), vpc("vpc-2", team: "blue")]
    let either = try decide([["or": [Self.red, Self.noFlowLogs]]], documents)
    #expect(either.matched == ["vpc-1"] && either.undecided == ["vpc-2"])
    let behind = try decide([Self.noFlowLogs, Self.red], documents)
    #expect(behind.matched.isEmpty && behind.undecided == ["vpc-1"])
    let neither = try decide([["not": [Self.red, Self.noFlowLogs]]], documents)
    #expect(neither.matched == ["vpc-2"] && neither.undecided == ["vpc-1"])
  }

  /// Actions may go by what the clause without an answer would have noted.
  @Test func aSettledMatchStillSaysWhatItsFiltersLack() throws {
    let policy = try policy([["or": [Self.red, Self.noFlowLogs]]])
    let documents = [
      vpc("vpc-1", team: "red"), vpc("vpc-2", team: "red", flowLogs: []),
    ]
    let decision = policy.decide(resources(documents, of: policy.resourceType), context())
    #expect(decision.evaluation.matches.map(\.resource.id) == ["vpc-1", "vpc-2"])
    #expect(decision.unread == [["ec2:DescribeFlowLogs"], []])
  }

  @Test func negationTurnsWhatIsMissingAround() throws {
    let documents = [vpc("vpc-1", team: "red"), vpc("vpc-2", team: "blue")]
    let nested = try decide(
      [["not": [["or": [Self.noFlowLogs, ["not": [Self.red]]]]]]], documents)
    #expect(nested.matched.isEmpty && nested.undecided == ["vpc-1"])
  }

  @Test func whatLooksAtNotesHangsOnTheAnswersBehindThem() throws {
    let noted: AWSValue = ["type": "value", "key": "\"c7n:flow-logs\"", "value": "present"]
    let hasFlowLogs: AWSValue = ["type": "flow-logs", "enabled": true]
    let documents = [
      vpc("vpc-1", team: "red"),
      vpc("vpc-2", team: "red", flowLogs: [["FlowLogId": "fl-1", "ResourceId": "vpc-2"]]),
      vpc("vpc-3", team: "blue"),
    ]
    let said = try decide([Self.red, hasFlowLogs, noted], documents)
    #expect(said.matched == ["vpc-2"] && said.undecided == ["vpc-1"])
    let without = try decide([Self.red, ["not": [hasFlowLogs, noted]]], documents)
    #expect(without.matched.isEmpty && without.undecided == ["vpc-1"])
  }

  @Test func documentsThatHoldTheAnswersNeedNoCall() throws {
    let documents = [
      vpc("vpc-1", team: "red", flowLogs: []), vpc("vpc-2", team: "red"),
      vpc("vpc-3", team: "red", flowLogs: [["FlowLogId": "fl-1", "ResourceId": "vpc-3"]]),
    ]
    let said = try decide([Self.noFlowLogs], documents)
    #expect(said.matched == ["vpc-1"] && said.undecided == ["vpc-2"])
  }

  @Test func whatIsComparedWithAnUndecidedResourceIsUndecided() throws {
    let first: AWSValue = ["type": "reduce", "limit": 1, "sort-by": "VpcId"]
    let documents = [
      vpc("vpc-1", team: "red"), vpc("vpc-2", team: "red", flowLogs: []),
      vpc("vpc-3", team: "blue", flowLogs: []),
    ]
    let open = try decide([Self.red, Self.noFlowLogs, first], documents)
    #expect(open.matched.isEmpty && open.undecided == ["vpc-1", "vpc-2"])
    // Here the one that lacks an answer fails for another reason before they are compared.
    let settled = try decide([["VpcId": "vpc-2"], Self.noFlowLogs, first], documents)
    #expect(settled.matched == ["vpc-2"] && settled.undecided.isEmpty)
  }

  @Test func explanationsNameTheClauseThatLacksAnAnswer() throws {
    let policy = try policy([["or": [Self.noFlowLogs, ["VpcId": "vpc-2"]]], Self.red])
    let documents = [vpc("vpc-1", team: "red"), vpc("vpc-2", team: "red"), vpc("vpc-3", team: "x")]
    let told = policy.explain(resources(documents, of: policy.resourceType), context())
    #expect(told.map(\.matches) == [false, true, false])
    #expect(told.map(\.needs) == [["ec2:DescribeFlowLogs"], [], []])
    #expect(told[0].clauses.map(\.verdict) == [.undecided, .passed])
    #expect(told[0].clauses[0].inner.map(\.verdict) == [.undecided, .failed])
    #expect(told[0].clauses[0].inner[0].needs == ["ec2:DescribeFlowLogs"])
    #expect(told[1].clauses.map(\.verdict) == [.passed, .passed])
    #expect(told[2].clauses.map(\.verdict) == [.undecided, .failed])
  }
}
