import AWS
@testable import Remediation
import Testing

/// What AWS Config, Health and Cost Optimization Hub say of resources.
@Suite struct FindingFiltersTests {
  static let arn: AWSValue = "arn:aws:ec2:us-east-1:123456789012:instance/i-1"

  private func run(_ filter: AWSValue, _ answers: [String: AWSValue]) throws
    -> InstanceCase.Outcome
  {
    try InstanceCase(filters: [filter], answers: answers).run()
  }

  @Test func configKnowsResourcesByIdOrByARN() throws {
    func answers(_ id: AWSValue, type: AWSValue = "AWS::EC2::Instance") -> [String: AWSValue] {
      [
        "GetComplianceDetailsByConfigRule": [
          "EvaluationResults": [
            [
              "EvaluationResultIdentifier": [
                "EvaluationResultQualifier": ["ResourceType": type, "ResourceId": id]
              ], "ResultRecordedTime": "2026-03-14T00:00:00Z",
            ]
          ]
        ]
      ]
    }
    let filter: AWSValue = ["type": "config-compliance", "rules": ["encrypted"]]
    let found = try run(filter, answers("i-1"))
    #expect(found.match?.annotations["c7n:config-compliance"]?.list?.count == 1)
    #expect(found.calls[0].input["ComplianceTypes"] == ["NON_COMPLIANT"])
    #expect(try run(filter, answers(Self.arn)).match != nil)
    #expect(try run(filter, answers("i-2")).match == nil)
    #expect(try run(filter, answers("i-1", type: "AWS::EC2::Volume")).match == nil)
    let old: AWSValue = [
      "type": "config-compliance", "rules": ["encrypted"],
      "eval_filters": [
        ["type": "value", "key": "ResultRecordedTime", "value_type": "age", "op": "gt", "value": 5]
      ],
    ]
    #expect(try run(old, answers("i-1")).match == nil)
    #expect(InstanceCase.complaint(filters: ["config-compliance"])?.contains("`rules`") == true)
  }

  /// Under both of its names, and only what is about buckets.
  @Test func configKnowsABucketByItsNameOrItsARN() throws {
    func matches(_ id: String, type: String = "AWS::S3::Bucket") throws -> [String] {
      let own = try BucketCase(
        filters: [["type": "config-compliance", "rules": ["encrypted", "tagged"]]])
      let (document, calls) = try own.complete(bucket()) { call in
        guard call.input["ConfigRuleName"] == "tagged" else {
          return .success(["EvaluationResults": []])
        }
        return .success([
          "EvaluationResults": [
            [
              "EvaluationResultIdentifier": [
                "EvaluationResultQualifier": [
                  "ResourceType": .string(type), "ResourceId": .string(id),
                ]
              ], "ComplianceType": "NON_COMPLIANT",
            ]
          ]
        ])
      }
      #expect(calls.map(\.name) == Array(
        repeating: "config:GetComplianceDetailsByConfigRule", count: 2))
      return own.matches(document)
    }
    #expect(try matches("b") == ["b"])
    #expect(try matches("arn:aws:s3:::b") == ["b"])
    #expect(try matches("c") == [])
    #expect(try matches("b", type: "AWS::EC2::Instance") == [])
  }

  @Test func findingsAboutABucketAreAskedForByItsARN() throws {
    let query: AWSValue = ["RecordState": [["Comparison": "EQUALS", "Value": "ACTIVE"]]]
    let own = try BucketCase(
      filters: [["type": "finding", "query": query, "region": "eu-west-1"]])
    let (document, calls) = try own.complete(bucket()) { _ in
      .success(["Findings": [["Id": "f-1"]]])
    }
    #expect(calls.map(\.name) == ["securityhub:GetFindings"])
    #expect(calls[0].scope.region == "eu-west-1")
    #expect(
      calls[0].input["Filters"] == [
        "RecordState": [["Comparison": "EQUALS", "Value": "ACTIVE"]],
        "ResourceId": [["Value": "arn:aws:s3:::b", "Comparison": "EQUALS"]],
      ])
    #expect(try own.match(document).annotations["c7n:finding-filter"] == [["Id": "f-1"]])
    let (clean, _) = try own.complete(bucket()) { _ in .success(["Findings": []]) }
    #expect(own.matches(clean) == [])
    // Read without its findings it matches neither way, which is said.
    let unread = own.policy.evaluate(
      resources([bucket()], of: own.policy.resourceType), context())
    #expect(unread.matches.isEmpty && unread.problems.count == 1)
  }

  @Test func healthEventsAreNotedWithWhatTheySay() throws {
    let answers: [String: AWSValue] = [
      "DescribeEvents": ["events": [["arn": "e-1"], ["arn": "e-2"]]],
      "DescribeEventDetails": [
        "successfulSet": [
          ["event": ["arn": "e-1"], "eventDescription": ["latestDescription": "retires"]]
        ]
      ],
      "DescribeAffectedEntities": [
        "entities": [
          ["eventArn": "e-1", "entityValue": "i-1"], ["eventArn": "e-2", "entityValue": "i-2"],
        ]
      ],
    ]
    let found = try run("health-event", answers)
    #expect(
      found.match?.annotations["c7n:HealthEvent"] == [["arn": "e-1", "Description": "retires"]])
    #expect(
      found.calls.map(\.operation) == [
        "DescribeEvents", "DescribeEventDetails", "DescribeAffectedEntities",
      ])
    #expect(found.calls.allSatisfy { $0.scope.region == "us-east-1" })
    #expect(try run("health-event", ["DescribeEvents": ["events": []]]).match == nil)
  }

  @Test func recommendationsAreFilteredAsResourcesAre() throws {
    let answers: [String: AWSValue] = [
      "ListRecommendations": [
        "items": [
          ["recommendationId": "r-1", "resourceArn": Self.arn, "estimatedMonthlySavings": 40.0]
        ]
      ]
    ]
    let filter: AWSValue = [
      "type": "cost-optimization",
      "attrs": [["type": "value", "key": "estimatedMonthlySavings", "op": "gte", "value": 30]],
    ]
    let found = try run(filter, answers)
    #expect(
      found.match?.annotations["c7n:cost_optimize"]?["c7n:MatchedFilters"] == [
        "estimatedMonthlySavings"
      ])
    let more: AWSValue = [
      "type": "cost-optimization",
      "attrs": [["type": "value", "key": "estimatedMonthlySavings", "op": "gte", "value": 50]],
    ]
    #expect(try run(more, answers).match == nil)
  }
}
