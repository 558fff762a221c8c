import AWS
import Emulator
import TestKit
import Testing

/// What `--iam enforce` asks of GuardDuty's and AWS Config's calls, and of a service that only its
/// model is there of.
struct DetectorAccessTests {
  private let root: Client
  private let eve: Client

  init() throws {
    root = Client(try World.fresh { $0.iam = .enforce })
    try root.call("iam", "CreateUser", ["UserName": "eve"])
    let key = try root.call("iam", "CreateAccessKey", ["UserName": "eve"])["AccessKey"]
    eve = root.signed(
      Credentials(
        accessKeyID: key?["AccessKeyId"]?.string ?? "",
        secretAccessKey: key?["SecretAccessKey"]?.string ?? ""))
  }

  private func allow(_ action: String, on resource: String, _ more: String = "") throws {
    let document = """
      {"Version":"2012-10-17","Statement":[\
      {"Effect":"Allow","Action":"\(action)","Resource":"\(resource)"\(more)}]}
      """
    try root.call(
      "iam", "PutUserPolicy",
      ["UserName": "eve", "PolicyName": "duties", "PolicyDocument": .string(document)])
  }

  @Test func aDetectorIsAResourceWithTags() throws {
    let id = try #require(
      try root.call("guardduty", "CreateDetector", ["Enable": true, "Tags": ["team": "blue"]])[
        "DetectorId"])
    let arn = "arn:aws:guardduty:us-east-1:123456789012:detector/\(id.string ?? "")"
    let refused = try #require(eve.error("guardduty", "DeleteDetector", ["DetectorId": id]))
    #expect(refused.code == "AccessDeniedException")
    #expect(refused.status == 403)
    #expect(
      refused.message
        == "User: arn:aws:iam::123456789012:user/eve is not authorized to perform: "
        + "guardduty:DeleteDetector on resource: \(arn) because no identity-based policy allows "
        + "the guardduty:DeleteDetector action")
    let record = try #require(try root.world.records().last?.document)
    #expect(record["errorCode"] == "AccessDenied")
    #expect(record["requestParameters"] == .null)

    try allow("guardduty:GetDetector", on: arn)
    try eve.call("guardduty", "GetDetector", ["DetectorId": id])
    for (team, isAllowed) in [("red", false), ("blue", true)] {
      let condition = #","Condition":{"StringEquals":{"aws:ResourceTag/team":"\#(team)"}}"#
      try allow("guardduty:UpdateDetector", on: "*", condition)
      let update: AWSObject = ["DetectorId": id, "Enable": false]
      #expect((eve.error("guardduty", "UpdateDetector", update) == nil) == isAllowed)
    }
    let keys = #","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["env"]}}"#
    try allow("guardduty:TagResource", on: "*", keys)
    #expect(
      eve.error(
        "guardduty", "TagResource", ["ResourceArn": .string(arn), "Tags": ["team": "red"]]) != nil)
    try eve.call("guardduty", "TagResource", ["ResourceArn": .string(arn), "Tags": ["env": "x"]])
  }

  @Test func aRecorderIsAResourceAndItsRoleMustBePassable() throws {
    let role = "arn:aws:iam::123456789012:role/recorder"
    let put: AWSObject = ["ConfigurationRecorder": ["name": "default", "roleARN": .string(role)]]
    let recorders = "arn:aws:config:us-east-1:123456789012:configuration-recorder/default/*"
    try allow("config:*", on: recorders)
    let refused = try #require(eve.error("config", "PutConfigurationRecorder", put))
    #expect(refused.message.contains("to perform: iam:PassRole on resource: \(role) because"))
    try root.call("config", "PutConfigurationRecorder", put)
    try eve.call("config", "StopConfigurationRecorder", ["ConfigurationRecorderName": "default"])
    #expect(eve.error("config", "DescribeConfigurationRecorders")?.code == "AccessDeniedException")
    try eve.call(
      "config", "DescribeConfigurationRecorders", ["ConfigurationRecorderNames": ["default"]])
  }

  @Test func aRecordersRoleNeedsLeaveToWriteIntoTheBucket() throws {
    let trust = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"#
      + #"{"Service":"config.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#
    try root.call(
      "iam", "CreateRole", ["RoleName": "recorder", "AssumeRolePolicyDocument": .string(trust)])
    try root.call("s3", "CreateBucket", ["Bucket": "config-logs"])
    try root.call(
      "config", "PutConfigurationRecorder",
      ["ConfigurationRecorder": ["roleARN": "arn:aws:iam::123456789012:role/recorder"]])
    let channel: AWSObject = ["DeliveryChannel": ["s3BucketName": "config-logs"]]
    #expect(
      root.error("config", "PutDeliveryChannel", channel)?.code
        == "InsufficientDeliveryPolicyException")
    let writes = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","#
      + #""Resource":"arn:aws:s3:::config-logs/*"}]}"#
    try root.call(
      "iam", "PutRolePolicy",
      ["RoleName": "recorder", "PolicyName": "writes", "PolicyDocument": .string(writes)])
    try root.call("config", "PutDeliveryChannel", channel)
  }

  /// Refusal comes before it is known that nobody serves the call.
  @Test func aServiceThatIsNotServedIsRefusedByPolicyFirst() throws {
    let input: AWSObject = ["Name": "a", "IdempotencyToken": "t"]
    let refused = try #require(eve.error("globalaccelerator", "CreateAccelerator", input))
    #expect(refused.code == "AccessDeniedException")
    #expect(refused.message.contains("globalaccelerator:CreateAccelerator"))
    try allow("globalaccelerator:*", on: "*")
    #expect(eve.error("globalaccelerator", "CreateAccelerator", input)?.code == "NotImplemented")
  }
}
