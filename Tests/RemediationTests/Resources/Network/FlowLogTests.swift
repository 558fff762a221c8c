import AWS
@testable import Remediation
import Testing

private func log(_ id: String, of resource: String, _ more: (String, AWSValue)...) -> AWSValue {
  var log: AWSObject = [
    "FlowLogId": .string(id), "ResourceId": .string(resource), "FlowLogStatus": "ACTIVE",
    "TrafficType": "ALL", "LogDestinationType": "cloud-watch-logs", "LogGroupName": "flows",
  ]
  for (key, value) in more { log[key] = value }
  return .object(log)
}

private let vpcs: [AWSObject] = ["vpc-none", "vpc-one", "vpc-two"].map { ["VpcId": .string($0)] }
private let answers: [String: AWSValue] = [
  "DescribeFlowLogs": [
    "FlowLogs": [
      log("fl-1", of: "vpc-one"), log("fl-2", of: "vpc-two"),
      log("fl-3", of: "vpc-two", ("TrafficType", "REJECT")),
    ]
  ]
]

@Suite struct FlowLogsFilterTests {
  private func matches(_ options: AWSObject) throws -> [String] {
    var filter = options
    filter["type"] = "flow-logs"
    return try NetworkCase.matches("vpc", .object(filter), vpcs, answers)
  }

  @Test func withoutOptionsItFindsWhatHasNoFlowLogs() throws {
    #expect(try NetworkCase.matches("vpc", "flow-logs", vpcs, answers) == ["vpc-none"])
    #expect(try matches(["enabled": true]) == ["vpc-one", "vpc-two"])
  }

  @Test func oneLogThatFitsIsEnoughUnlessAllMust() throws {
    #expect(try matches(["enabled": true, "traffic-type": "reject"]) == ["vpc-two"])
    #expect(
      try matches(["enabled": true, "traffic-type": "all", "set-op": "and"])
        == ["vpc-none", "vpc-one"])
    // Not enabled asks for none that fits, with `and` for all of them.
    #expect(try matches(["traffic-type": "reject"]) == ["vpc-none", "vpc-one"])
  }

  @Test func notEqualComparesWithAMappingThatNothingEquals() throws {
    #expect(
      try matches(["enabled": true, "op": "not-equal", "traffic-type": "reject"]) == [])
    #expect(try matches(["op": "not-equal", "traffic-type": "all"]).count == 3)
  }

  @Test func attributesNoteTheLogsThatMatch() throws {
    let outcome = try NetworkCase(
      resource: "vpc",
      filters: [["type": "flow-logs", "attrs": [["TrafficType": "REJECT"]]]], documents: vpcs,
      answers: answers
    ).run()
    #expect(outcome.ids == ["vpc-two"])
    #expect(outcome.annotations["c7n:ListItemMatches"]?.list?.map { $0["FlowLogId"] } == ["fl-3"])
    #expect(
      try matches(["attrs": [["TrafficType": "ALL"]], "count": 0]) == ["vpc-none"])
  }

  @Test func subnetsHaveFlowLogsOfTheirOwn() throws {
    let subnet: AWSObject = ["SubnetId": "subnet-1", "VpcId": "vpc-one"]
    #expect(
      try NetworkCase.matches("subnet", "flow-logs", [subnet], answers) == ["subnet-1"])
  }

  @Test func bothFormsTogetherAreRefused() {
    let mixed: AWSValue = [["type": "flow-logs", "attrs": [], "status": "active"]]
    #expect(NetworkCase.refusal("vpc", filters: mixed)?.contains("`attrs`") == true)
    #expect(
      NetworkCase.refusal("vpc", filters: [["type": "flow-logs", "traffic-type": "ALL"]])?
        .contains("`traffic-type`") == true)
  }
}

@Suite struct SetFlowLogTests {
  private func plan(_ action: AWSObject, _ document: AWSObject = vpcs[2]) throws -> Plan {
    var action = action
    action["type"] = "set-flow-log"
    return try NetworkCase(
      resource: "vpc", actions: [.object(action)], documents: [document], answers: answers
    ).run().plan
  }

  @Test func theLogGroupComesFirstAndTheFlowLogCanBeTakenBack() throws {
    let steps = try plan(["attrs": [
      "LogGroupName": "flows", "DeliverLogsPermissionArn": "arn:aws:iam::1:role/r",
      "TrafficType": "ALL",
    ]]).steps
    #expect(steps.map(\.call.operation) == ["CreateLogGroup", "CreateFlowLogs"])
    #expect(steps[0].doneCodes == ["ResourceAlreadyExistsException"])
    #expect(steps[0].irreversible != nil)
    #expect(steps[1].call.input["ResourceIds"] == ["vpc-two"])
    #expect(steps[1].call.input["ResourceType"] == "VPC")
    #expect(
      steps[1].undo.map(\.input) == [
        ["FlowLogIds": [AnswerReference.to(step: 1, "FlowLogIds.0")]]
      ])
  }

  @Test func aBucketNeedsNoLogGroup() throws {
    let steps = try plan([
      "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::b", "TrafficType": "REJECT",
    ]).steps
    #expect(steps.map(\.call.operation) == ["CreateFlowLogs"])
  }

  @Test func whatIsDeletedCanBeMadeAgain() throws {
    let steps = try plan(["state": false]).steps
    #expect(steps.map(\.call.operation) == ["DeleteFlowLogs"])
    #expect(steps[0].call.input == ["FlowLogIds": ["fl-2", "fl-3"]])
    #expect(steps[0].undo.map { $0.input["TrafficType"] } == ["ALL", "REJECT"])
    #expect(steps[0].undo.map { $0.input["LogGroupName"] } == ["flows", "flows"])
    #expect(steps[0].irreversible != nil)
    let none = try plan(["state": false], vpcs[0])
    #expect(none.steps.isEmpty)
    #expect(none.remarks == ["vpc-none has no flow logs"])
  }

  @Test func whatAWSWouldRefuseIsRefused() {
    func refusal(_ action: AWSObject) -> String? {
      var action = action
      action["type"] = "set-flow-log"
      return NetworkCase.refusal("vpc", actions: [.object(action)])
    }
    #expect(refusal(["attrs": ["LogGroup": "x"]])?.contains("`LogGroup`") == true)
    #expect(refusal([:])?.contains("`LogGroupName`") == true)
    #expect(refusal(["attrs": [:], "LogGroupName": "x"])?.contains("`attrs`") == true)
    #expect(refusal(["state": false]) == nil)
  }
}
