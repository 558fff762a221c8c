import AWS
import Emulator
import TestKit
import Testing

struct TrailAccessTests {
  private let staff: Staff
  private var root: Client { staff.root }

  init() throws { staff = try Staff() }

  @Test func aTrailMayBeProtectedByItsARN() throws {
    let alice = try staff.user(
      "alice",
      Staff.statements(
        #"{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"}"#,
        """
        {"Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail"],\
        "Resource":"arn:aws:cloudtrail:*:123456789012:trail/audit"}
        """))
    let refused = alice.error("cloudtrail", "StopLogging", ["Name": "audit"])
    #expect(refused?.code == "AccessDeniedException")
    #expect(
      refused?.message
        == "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
        + "cloudtrail:StopLogging on resource: "
        + "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit with an explicit deny in an "
        + "identity-based policy")
    // Another is missing, and nothing forbids to say so.
    #expect(
      alice.error("cloudtrail", "StopLogging", ["Name": "other"])?.code
        == "TrailNotFoundException")
  }

  @Test func aTrailWithTagsIsAskedAsTagging() throws {
    let asked = root.asked(
      "cloudtrail", "CreateTrail",
      [
        "Name": "audit", "S3BucketName": "missing",
        "TagsList": [["Key": "team", "Value": "blue"]],
      ])
    #expect(
      asked.map(\.short) == [
        "cloudtrail:CreateTrail trail/audit", "cloudtrail:AddTags trail/audit",
      ])
    #expect(asked[1].context["aws:RequestTag/team"] == ["blue"])
  }

  @Test func aRuleMayBeLimitedToASource() throws {
    let alice = try staff.user(
      "alice",
      Staff.policy(
        "Allow", "events:PutRule",
        #","Condition":{"ForAllValues:StringEquals":{"events:source":"aws.ec2"},"#
          + #""Null":{"events:source":"false"}}"#))
    func put(_ source: String) -> AWSError? {
      alice.error(
        "events", "PutRule",
        ["Name": "watch", "EventPattern": .string(#"{"source":["\#(source)"]}"#)])
    }
    #expect(put("aws.ec2") == nil)
    #expect(put("aws.s3")?.code == "AccessDeniedException")
    #expect(alice.error("events", "DeleteRule", ["Name": "watch"])?.code == "AccessDeniedException")
  }

  @Test func handingARoleToARuleNeedsPassRole() throws {
    let role = try staff.role("Bus", trusting: "*", nil)
    let events = #"{"Effect":"Allow","Action":"events:*","Resource":"*"}"#
    let alice = try staff.user("alice", Staff.statements(events))
    let rule: AWSObject = [
      "Name": "r", "EventPattern": #"{"source":["aws.ec2"]}"#, "RoleArn": .string(role),
    ]
    let refused = alice.error("events", "PutRule", rule)
    #expect(
      refused?.message.contains("is not authorized to perform: iam:PassRole on resource") == true)
    try staff.give(
      "alice",
      Staff.statements(
        events,
        """
        {"Effect":"Allow","Action":"iam:PassRole","Resource":"\(role)",\
        "Condition":{"StringEquals":{"iam:PassedToService":"events.amazonaws.com"}}}
        """))
    #expect(alice.error("events", "PutRule", rule) == nil)
  }
}
