import AWS
@testable import Remediation
import Testing

@Suite struct UserTagActionTests {
  private func plan(
    _ identity: AWSValue, _ more: AWSObject = [:], tags: AWSValue = []
  ) throws -> Plan {
    var action: AWSObject = ["type": "auto-tag-user", "tag": "Owner"]
    for (key, value) in more { action[key] = value }
    return try InstanceCase(
      actions: [.object(action)], document: ["Tags": tags],
      event: ["detail": ["userIdentity": identity, "sourceIPAddress": "192.0.2.1"]]
    ).run().plan
  }

  static let user: AWSValue = [
    "type": "IAMUser", "userName": "ann", "principalId": "AIDA1", "arn": "arn:aws:iam::1:user/ann",
  ]
  static let session: AWSValue = [
    "type": "AssumedRole", "principalId": "AROA1:bob", "arn": "arn:aws:sts::1:assumed-role/r/bob",
    "sessionContext": ["sessionIssuer": ["userName": "r"]],
  ]

  private func tags(_ plan: Plan) -> [AWSValue] {
    plan.steps.flatMap { $0.call.input["Tags"]?.list ?? [] }
  }

  @Test func whoChangedItIsNamed() throws {
    #expect(tags(try plan(Self.user)) == [["Key": "Owner", "Value": "ann"]])
    #expect(tags(try plan(Self.session)) == [["Key": "Owner", "Value": "bob"]])
    #expect(
      tags(try plan(Self.session, ["value": "userName"])) == [["Key": "Owner", "Value": "r"]])
    #expect(
      tags(try plan(Self.user, ["value": "sourceIPAddress"])) == [
        ["Key": "Owner", "Value": "192.0.2.1"]
      ])
    let both = try plan(Self.session, ["principal_id_tag": "Id"])
    #expect(both.steps.count == 2)
    #expect(tags(both).last == ["Key": "Id", "Value": "AROA1"])
    #expect(both.steps[0].undo.map(\.operation) == ["DeleteTags"])
  }

  @Test func aTagThatIsThereStaysUnlessSaidOtherwise() throws {
    let tagged: AWSValue = [["Key": "Owner", "Value": "eve"]]
    #expect(try plan(Self.user, tags: tagged).remarks == ["i-1 has tag Owner already"])
    let updated = try plan(Self.user, ["update": true], tags: tagged)
    #expect(updated.steps[0].undo[0].input["Tags"] == tagged)
  }

  @Test func servicesAndUnwantedKindsAreNotNamed() throws {
    let instance: AWSValue = ["type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/r/i-123"]
    #expect(try plan(instance).steps.isEmpty)
    #expect(try plan(["type": "Root"]).remarks.count == 1)
    #expect(try plan(Self.user, ["user-type": ["AssumedRole"]]).steps.isEmpty)
  }

  @Test func withoutEventsItIsRefused() {
    let complaint = InstanceCase.complaint(actions: [["type": "auto-tag-user", "tag": "Owner"]])
    #expect(complaint == "`auto-tag-user` needs a policy of mode `cloudtrail`")
  }
}
