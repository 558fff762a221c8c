import AWS
@testable import Remediation
import Testing

private func isMissing(_ policy: AWSValue, _ answers: [String: AWSValue]) throws
  -> StorageCase.Outcome
{
  try StorageCase(
    resource: "account", filters: [["type": "missing", "policy": policy]],
    document: ["account_id": "123456789012"], answers: answers
  ).run()
}

@Suite struct EmbeddedPolicyTests {
  @Test func anAccountMatchesWhenNothingMatchesInside() throws {
    let answers: [String: AWSValue] = [
      "DescribeVpcs": [
        "Vpcs": [["VpcId": "vpc-1", "IsDefault": false], ["VpcId": "vpc-2", "IsDefault": true]]
      ]
    ]
    let found = try isMissing(["resource": "vpc", "filters": [["IsDefault": true]]], answers)
    #expect(found.match == nil && found.problems.isEmpty)
    let other = try isMissing(["resource": "vpc", "filters": [["VpcId": "vpc-3"]]], answers)
    #expect(other.match != nil)
    let none = try isMissing(["resource": "vpc"], ["DescribeVpcs": ["Vpcs": []]])
    #expect(none.match != nil)
  }

  @Test func eachResourceInsideIsCompletedInTurn() throws {
    let trails: [AWSValue] = ["a", "b"].map {
      ["TrailARN": .string("arn:aws:cloudtrail:eu-west-1:123456789012:trail/\($0)")]
    }
    let policy: AWSValue = [
      "resource": "cloudtrail",
      "filters": [["type": "status", "key": "IsLogging", "value": false]],
    ]
    let outcome = try isMissing(
      policy,
      ["DescribeTrails": ["trailList": .list(trails)], "GetTrailStatus": ["IsLogging": true]])
    #expect(outcome.match != nil)
    #expect(
      outcome.calls.map(\.operation) == ["DescribeTrails", "GetTrailStatus", "GetTrailStatus"])
    // One that goes away meanwhile is not there.
    let gone = try isMissing(
      policy,
      [
        "DescribeTrails": ["trailList": .list(trails)],
        "GetTrailStatus": "TrailNotFoundException",
      ])
    #expect(gone.match != nil && gone.problems.isEmpty)
  }

  @Test func whatCanNotBeDecidedInsideIsAProblem() throws {
    let outcome = try isMissing(
      ["resource": "vpc", "filters": [["tag:Env": "prod"]]],
      ["DescribeVpcs": ["Vpcs": [["VpcId": "vpc-1", "Tags": "odd"]]]])
    #expect(outcome.match == nil && outcome.problems.count == 1)
  }
}
