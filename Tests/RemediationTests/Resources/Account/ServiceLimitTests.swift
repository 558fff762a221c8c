import AWS
@testable import Remediation
import Testing

/// One check of a service's limits, with a result that is asked for anew where it is old.
private struct Limits {
  var status: AWSValue = "warning"
  var metadata: AWSValue = ["us-east-1", "EBS", "Volumes", "20", "15", "Yellow"]
  var time: AWSValue = "2023-11-14T00:00:00Z"
  var result: AWSValue = "ok"
  var refresh: AWSValue = ["status": ["checkId": "c"]]

  func run(_ options: AWSObject = [:], actions: AWSValue = []) throws -> StorageCase.Outcome {
    var filter: AWSObject = ["type": "service-limit"]
    for (key, value) in options { filter[key] = value }
    return try StorageCase(
      resource: "account", filters: [.object(filter)], actions: actions,
      document: ["account_id": "123456789012"],
      answers: [
        "DescribeTrustedAdvisorChecks": [
          "checks": [
            ["id": "c", "name": "EBS Volumes", "category": "service_limits"],
            ["id": "s", "name": "EBS open", "category": "security"],
          ]
        ],
        "DescribeTrustedAdvisorCheckResult": [
          "result": [
            "status": result, "timestamp": time,
            "flaggedResources": [["status": status, "metadata": metadata]],
          ]
        ],
        "RefreshTrustedAdvisorCheck": refresh,
        "DescribeTrustedAdvisorCheckRefreshStatuses": ["statuses": [["status": "success"]]],
      ]
    ).run()
  }
}

@Suite struct ServiceLimitTests {
  @Test func whatIsNotFineExceeds() throws {
    let outcome = try Limits().run()
    let exceeded = outcome.match?.annotations["c7n:ServiceLimitsExceeded"]?.list?.first
    #expect(exceeded?["percentage"] == 75.0)
    #expect(exceeded?["check_id"] == "c")
    #expect(outcome.calls.allSatisfy { $0.scope.region == "us-east-1" })
    #expect(try Limits(status: "ok").run().match == nil)
    #expect(try Limits(status: "ok").run(["threshold": 70]).match != nil)
    #expect(try Limits().run(["threshold": 80]).match == nil)
    #expect(try Limits().run(["services": ["EC2"]]).match == nil)
    #expect(try Limits().run(["names": ["ebs*"], "limits": ["vol*"]]).match != nil)
  }

  @Test func theOtherRegionsLimitsAreTheirs() throws {
    let outcome = try Limits(metadata: ["us-west-2", "EBS", "V", "20", "15", "x"]).run()
    // The context of these tests is in us-east-1.
    #expect(outcome.match == nil)
    #expect(
      try Limits(metadata: ["-", "IAM", "Roles", "20", "15", "x"]).run().match != nil)
  }

  @Test func anOldResultIsAskedForAnewAndCounts() throws {
    var limits = Limits(metadata: ["us-east-1", "EBS", "V", "20", "15", "x"])
    limits.time = "2023-11-01T00:00:00Z"
    let outcome = try limits.run()
    #expect(outcome.match != nil)
    #expect(outcome.calls.last?.operation == "RefreshTrustedAdvisorCheck")
    limits.refresh = "InvalidParameterValueException"
    #expect(try limits.run().match == nil)
  }

  @Test func aCaseIsFiledForEachService() throws {
    let limits = Limits(metadata: ["us-east-1", "EBS", "Volumes", "20", "15", "x"])
    let plan = try limits.run(
      actions: [
        [
          "type": "request-limit-increase", "percent-increase": 12.5,
          "notify": ["a@example.com"],
        ]
      ]
    ).plan
    let call = try #require(plan.steps.first?.call)
    #expect(call.input["serviceCode"] == "amazon-elastic-block-store")
    let subject =
      "[Account:\(ConformanceTests.account)]Raise the following limit(s) of EBS in us-east-1"
    #expect(call.input["subject"] == .string(subject))
    #expect(call.input["communicationBody"]?.string?.contains("by 2 in") == true)
    #expect(call.input["ccEmailAddresses"] == ["a@example.com"])
    #expect(plan.steps.first?.irreversible != nil)
    let both: AWSValue = [
      "type": "request-limit-increase", "percent-increase": 5, "amount-increase": 5,
    ]
    #expect(complaint("account", actions: [both]) != nil)
    let unknown: AWSValue = [
      "type": "request-limit-increase", "amount-increase": 5, "message": "{x}",
    ]
    #expect(complaint("account", actions: [unknown]) != nil)
  }
}
