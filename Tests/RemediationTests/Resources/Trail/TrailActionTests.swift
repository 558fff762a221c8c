import AWS
@testable import Remediation
import Testing

private func plan(_ action: AWSValue, _ more: AWSObject = [:]) throws -> Plan {
  var document: AWSObject = [
    "TrailARN": .string("arn:aws:cloudtrail:us-east-1:\(ConformanceTests.account):trail/t"),
    "Name": "t", "HomeRegion": "us-east-1", "LogFileValidationEnabled": false,
  ]
  for (key, value) in more { document[key] = value }
  return try StorageCase(resource: "cloudtrail", actions: [action], document: document).run().plan
}

@Suite struct TrailActionTests {
  @Test func attributesComeBackAsTheyWere() throws {
    let step = try #require(
      try plan([
        "type": "update-trail",
        "attributes": ["EnableLogFileValidation": true, "KmsKeyId": "k"],
      ]).steps.first)
    #expect(step.call.input == ["Name": "t", "EnableLogFileValidation": true, "KmsKeyId": "k"])
    #expect(
      step.undo[0].input == ["Name": "t", "EnableLogFileValidation": false, "KmsKeyId": ""])
  }

  @Test func aShadowIsLeftAlone() throws {
    let elsewhere: AWSObject = ["IsMultiRegionTrail": true, "HomeRegion": "eu-west-1"]
    for action: AWSValue in [
      ["type": "delete"], ["type": "update-trail", "attributes": ["S3KeyPrefix": "p"]],
    ] {
      let plan = try plan(action, elsewhere)
      #expect(plan.steps.isEmpty && plan.remarks.count == 1)
    }
    #expect(try plan("delete").steps.first?.irreversible != nil)
  }

  @Test func aTrailIsNeitherRenamedNorGivenWhatItHasNot() {
    let renamed: AWSValue = ["type": "update-trail", "attributes": ["Name": "x"]]
    #expect(complaint("cloudtrail", actions: [renamed]) != nil)
    let unknown: AWSValue = ["type": "update-trail", "attributes": ["Digest": true]]
    #expect(complaint("cloudtrail", actions: [unknown]) != nil)
  }
}
