import AWS
import Emulator
import TestKit
import Testing

struct RuleTests {
  private let client: Client
  private let scope = Scope(account: "123456789012", region: "us-east-1")
  private let queue = "arn:aws:sqs:us-east-1:123456789012:inbox"

  init() throws { client = Client(try World.fresh()) }

  private func put(_ name: String = "watch", state: String = "ENABLED") throws {
    try client.call("events", "PutRule", [
      "Name": .string(name), "State": .string(state),
      "EventPattern": #"{"source":["aws.ec2"]}"#,
    ])
  }

  private func target(_ more: AWSObject = [:]) throws {
    var target = more
    target["Id"] = target["Id"] ?? "1"
    target["Arn"] = target["Arn"] ?? .string(queue)
    try client.call("events", "PutTargets", ["Rule": "watch", "Targets": [.object(target)]])
  }

  private func bodies(readOnly: Bool = false) throws -> [String] {
    let record = CloudTrailRecord([
      "eventSource": "ec2.amazonaws.com", "eventName": "RunInstances", "readOnly": .bool(readOnly),
      "managementEvent": true, "awsRegion": "us-east-1", "recipientAccountId": "123456789012",
      "eventTime": "2026-03-02T09:00:00Z", "requestParameters": ["size": 3, "name": "a\"b"],
    ])
    let event = EventRouter.event(of: record, eventID: "e-1")
    return try EventRouter(client.world).matches(event, in: scope, at: Client.start).map(\.body)
  }

  @Test func matchingEventGoesToEachTarget() throws {
    try put()
    #expect(try EventRouter(client.world).hasRules(scope))
    #expect(try !EventRouter(client.world).hasRules(scope.in(region: "eu-west-1")))
    try target(["Id": "1"])
    try target(["Id": "2"])
    let body = try #require(try bodies().first)
    #expect(try bodies().count == 2)
    let event = try JSON.parse(body)
    #expect(event["detail-type"] == "AWS API Call via CloudTrail")
    #expect(event["source"] == "aws.ec2")
    #expect(event.at("detail", "eventName") == "RunInstances")
  }

  @Test func readsReachOnlyTheStateThatAsksForThem() throws {
    try put()
    try target()
    #expect(try bodies(readOnly: true).isEmpty)
    try put(state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
    #expect(try bodies(readOnly: true).count == 1)
    try client.call("events", "DisableRule", ["Name": "watch"])
    #expect(try bodies().isEmpty)
    #expect(try !EventRouter(client.world).hasRules(scope))
    try client.call("events", "EnableRule", ["Name": "watch"])
    #expect(try bodies().count == 1)
  }

  @Test(arguments: [
    (["Input": #"{"fixed":1}"#], #"{"fixed":1}"#),
    (["InputPath": "$.detail.requestParameters"], #"{"size":3,"name":"a\"b"}"#),
    (["InputPath": "$.detail.missing"], "{}"),
    (
      [
        "InputTransformer": [
          "InputPathsMap": [
            "n": "$.detail.requestParameters.name", "s": "$.detail.requestParameters.size",
          ],
          "InputTemplate": #"{"name":<n>,"text":"size <s> of <n>","none":<aws.events.rule-name>}"#,
        ]
      ], #"{"name":"a\"b","text":"size 3 of a\"b","none":"watch"}"#
    ),
  ] as [(AWSObject, String)])
  func targetGetsWhatItAsksFor(input: AWSObject, expected: String) throws {
    try put()
    try target(input)
    #expect(try bodies() == [expected])
  }

  @Test func ruleIsDescribedListedAndDeletedOnlyWithoutTargets() throws {
    try put("b")
    try put("watch")
    try target()
    let rule = try client.call("events", "DescribeRule", ["Name": "watch"])
    #expect(rule["Arn"] == "arn:aws:events:us-east-1:123456789012:rule/watch")
    #expect(rule["EventBusName"] == "default")
    let first = try client.call("events", "ListRules", ["Limit": 1])
    #expect(first["Rules"]?.list?.compactMap { $0["Name"]?.string } == ["b"])
    let second = try client.call(
      "events", "ListRules", ["Limit": 1, "NextToken": first["NextToken"] ?? .null])
    #expect(second["Rules"]?.list?.compactMap { $0["Name"]?.string } == ["watch"])
    #expect(second["NextToken"] == nil)
    #expect(
      client.error("events", "DeleteRule", ["Name": "watch"])
        == AWSError("ValidationException", "Rule can't be deleted since it has targets."))
    try client.call("events", "RemoveTargets", ["Rule": "watch", "Ids": ["1"]])
    try client.call("events", "DeleteRule", ["Name": "watch"])
    #expect(
      client.error("events", "DescribeRule", ["Name": "watch"])?.message
        == "Rule watch does not exist on EventBus default.")
  }

  @Test func sixthTargetIsOneTooMany() throws {
    try put()
    for id in 1...5 { try target(["Id": .string("\(id)")]) }
    #expect(throws: AWSError.self) { try target(["Id": "6"]) }
    let targets = try client.call("events", "ListTargetsByRule", ["Rule": "watch"])["Targets"]
    #expect(targets?.list?.count == 5)
  }

  @Test func targetThatNothingIsDeliveredToIsRefused() throws {
    try put()
    let lambda = "arn:aws:lambda:us-east-1:123456789012:function:fix"
    #expect(throws: AWSError.self) { try target(["Arn": .string(lambda)]) }
    #expect(throws: AWSError.self) { try target(["Input": "{}", "InputPath": "$"]) }
  }

  @Test func wrongValuesAreRefusedInAWSsWords() throws {
    #expect(
      client.error("events", "PutRule", ["Name": "a", "EventPattern": "{}", "State": "ON"])
        == AWSError(
          "ValidationException",
          "1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: "
            + "Member must satisfy enum value set: "
            + "[ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]"))
    #expect(
      client.error("events", "PutRule", ["Name": "a", "EventPattern": "x"])?.code
        == "InvalidEventPatternException")
    #expect(client.error("events", "PutTargets", ["Rule": "x", "Targets": []])?.code
      == "ValidationException")
  }
}
