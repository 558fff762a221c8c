import AWS
import Emulator
import TestKit
import Testing

struct RecorderTests {
  private let client: Client
  private let role =
    "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"

  init() throws { client = Client(try World.fresh()) }

  private func put(_ more: AWSObject = [:]) throws {
    var recorder = more
    recorder["roleARN"] = recorder["roleARN"] ?? .string(role)
    try client.call(
      "config", "PutConfigurationRecorder", ["ConfigurationRecorder": .object(recorder)])
  }

  /// With a bucket whose policy lets AWS Config in.
  private func putChannel(_ more: AWSObject = [:]) throws {
    if client.error("s3", "HeadBucket", ["Bucket": "config-logs"]) != nil {
      try client.call("s3", "CreateBucket", ["Bucket": "config-logs"])
      let statement =
        #"{"Effect":"Allow","Principal":{"Service":"config.amazonaws.com"},"#
        + #""Action":"s3:PutObject","Resource":"arn:aws:s3:::config-logs/*/Config/*"}"#
      let policy = #"{"Version":"2012-10-17","Statement":["# + statement + "]}"
      try client.call(
        "s3", "PutBucketPolicy", ["Bucket": "config-logs", "Policy": .string(policy)])
    }
    var channel = more
    channel["s3BucketName"] = channel["s3BucketName"] ?? "config-logs"
    try client.call("config", "PutDeliveryChannel", ["DeliveryChannel": .object(channel)])
  }

  private func error(_ operation: String, _ input: AWSObject = [:]) -> AWSError? {
    client.error("config", operation, input)
  }

  private let named: AWSObject = ["ConfigurationRecorderName": "default"]

  @Test func aRegionHasOneRecorderAndOneChannel() throws {
    try put()
    #expect(
      error(
        "PutConfigurationRecorder",
        ["ConfigurationRecorder": ["name": "other", "roleARN": .string(role)]])
        == AWSError(
          "MaxNumberOfConfigurationRecordersExceededException",
          "Failed to put configuration recorder 'other' because the maximum number of "
            + "configuration recorders: 1 is reached."))
    try putChannel()
    #expect(
      error(
        "PutDeliveryChannel",
        ["DeliveryChannel": ["name": "other", "s3BucketName": "config-logs"]])?.message
        == "Failed to put delivery channel 'other' because the maximum number of delivery "
        + "channels: 1 is reached.")
    #expect(
      client.region("eu-west-1").error(
        "config", "PutConfigurationRecorder",
        ["ConfigurationRecorder": ["name": "other", "roleARN": .string(role)]]) == nil)
  }

  @Test func recorderShowsAllThatItRecords() throws {
    try put()
    let shown = try client.call("config", "DescribeConfigurationRecorders")
    let recorder = try #require(shown["ConfigurationRecorders"]?.list?.first)
    #expect(recorder["name"] == "default")
    #expect(
      recorder["arn"]?.string?.hasPrefix(
        "arn:aws:config:us-east-1:123456789012:configuration-recorder/default/") == true)
    #expect(recorder.at("recordingGroup", "allSupported") == true)
    #expect(
      recorder.at("recordingGroup", "recordingStrategy", "useOnly")
        == "ALL_SUPPORTED_RESOURCE_TYPES")
    #expect(recorder.at("recordingMode", "recordingFrequency") == "CONTINUOUS")
    try put(["recordingGroup": ["resourceTypes": ["AWS::S3::Bucket"]]])
    let after = try client.call("config", "DescribeConfigurationRecorders")
    let changed = try #require(after["ConfigurationRecorders"]?.list?.first)
    #expect(changed["arn"] == recorder["arn"])
    #expect(changed.at("recordingGroup", "allSupported") == false)
    #expect(changed.at("recordingGroup", "resourceTypes") == ["AWS::S3::Bucket"])
  }

  @Test(arguments: [
    ["allSupported": true, "resourceTypes": ["AWS::S3::Bucket"]], ["allSupported": false],
    ["recordingStrategy": ["useOnly": "INCLUSION_BY_RESOURCE_TYPES"]],
    [
      "recordingStrategy": ["useOnly": "EXCLUSION_BY_RESOURCE_TYPES"],
      "resourceTypes": ["AWS::S3::Bucket"],
    ],
    ["includeGlobalResourceTypes": true, "resourceTypes": ["AWS::IAM::Role"]],
  ] as [AWSObject])
  func contradictoryGroupIsRefused(group: AWSObject) throws {
    let refusal = AWSError(
      "InvalidRecordingGroupException", "The recording group provided is not valid")
    #expect(throws: refusal) {
      try put(["recordingGroup": .object(group)])
    }
  }

  @Test func recorderNeedsAChannelToStartAndAChannelARecorder() throws {
    #expect(
      error(
        "PutDeliveryChannel", ["DeliveryChannel": ["s3BucketName": "config-logs"]])
        == AWSError(
          "NoAvailableConfigurationRecorderException",
          "Configuration recorder is not available to put delivery channel."))
    try put()
    #expect(
      error("StartConfigurationRecorder", named)
        == AWSError(
          "NoAvailableDeliveryChannelException",
          "Delivery channel is not available to start configuration recorder."))
    try putChannel()
    try client.call("config", "StartConfigurationRecorder", named)
    #expect(
      error("DeleteDeliveryChannel", ["DeliveryChannelName": "default"])
        == AWSError(
          "LastDeliveryChannelDeleteFailedException",
          "Failed to delete last specified delivery channel with name 'default', because there is "
            + "a running configuration recorder."))
    try client.call("config", "StopConfigurationRecorder", named)
    try client.call("config", "DeleteDeliveryChannel", ["DeliveryChannelName": "default"])
    #expect(try client.call("config", "DescribeDeliveryChannels")["DeliveryChannels"] == [])
  }

  @Test func statusFollowsStartAndStop() throws {
    func status(_ client: Client) throws -> AWSValue {
      let output = try client.call("config", "DescribeConfigurationRecorderStatus", [:])
      return try #require(output["ConfigurationRecordersStatus"]?.list?.first)
    }
    try put()
    try putChannel()
    #expect(try status(client)["recording"] == false)
    #expect(try status(client)["lastStatus"] == nil)
    try client.call("config", "StartConfigurationRecorder", named)
    #expect(try status(client)["lastStatus"] == "PENDING")
    let later = client.at(client.now + .minutes(5))
    #expect(try status(later)["recording"] == true)
    #expect(try status(later)["lastStatus"] == "SUCCESS")
    #expect(try status(later)["lastStartTime"] == .timestamp(client.now))
    try later.call("config", "StopConfigurationRecorder", named)
    #expect(try status(later)["recording"] == false)
    #expect(try status(later)["lastStopTime"] == .timestamp(later.now))
    // A recorder that runs can be deleted as well.
    try later.call("config", "StartConfigurationRecorder", named)
    try later.call("config", "DeleteConfigurationRecorder", named)
    #expect(later.error("config", "StartConfigurationRecorder", named)?.message
      == "Cannot find configuration recorder with the specified name 'default'.")
  }

  @Test func bucketThatDoesNotLetConfigInIsRefused() throws {
    try put()
    func message(_ channel: AWSObject) -> String? {
      error("PutDeliveryChannel", ["DeliveryChannel": .object(channel)])?.message
    }
    #expect(message(["s3BucketName": ""]) == "Cannot find a S3 bucket with an empty bucket name.")
    #expect(message(["s3BucketName": "gone"]) == "Cannot find a S3 bucket with name 'gone'.")
    try client.call("s3", "CreateBucket", ["Bucket": "closed"])
    #expect(
      message(["s3BucketName": "closed"])
        == "Insufficient delivery policy to s3 bucket: closed, unable to write to bucket, "
        + "provided s3 key prefix is 'null'.")
    #expect(
      message(["s3BucketName": "closed", "s3KeyPrefix": "a"])?.hasSuffix(
        "provided s3 key prefix is 'a'.") == true)
  }

  @Test func roleMustTrustConfig() throws {
    let own = "arn:aws:iam::123456789012:role/recorder"
    try put(["roleARN": .string(own)])
    #expect(throws: AWSError.self) { try putChannel() }
    func trust(_ service: String) -> AWSValue {
      .string(
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":""#
          + service + #""},"Action":"sts:AssumeRole"}]}"#)
    }
    try client.call(
      "iam", "CreateRole",
      ["RoleName": "recorder", "AssumeRolePolicyDocument": trust("ec2.amazonaws.com")])
    let refusal = #expect(throws: AWSError.self) { try putChannel() }
    #expect(refusal?.message.hasSuffix("unable to assume role: \(own).") == true)
    try client.call(
      "iam", "UpdateAssumeRolePolicy",
      ["RoleName": "recorder", "PolicyDocument": trust("config.amazonaws.com")])
    try putChannel()
    #expect(
      error("PutConfigurationRecorder", ["ConfigurationRecorder": ["name": "default"]])
        == AWSError("InvalidRoleException", "You have provided a null or empty Role ARN."))
  }

  @Test func recordsReadAsConfigs() throws {
    try put(["recordingGroup": ["allSupported": true, "includeGlobalResourceTypes": true]])
    _ = error("StopConfigurationRecorder", ["ConfigurationRecorderName": "other"])
    let records = try client.world.records().map(\.document)
    #expect(records[0]["eventSource"] == "config.amazonaws.com")
    #expect(
      records[0]["requestParameters"]
        == [
          "configurationRecorder": [
            "roleARN": .string(role),
            "recordingGroup": ["allSupported": true, "includeGlobalResourceTypes": true],
          ]
        ])
    #expect(records[0]["responseElements"] == .null)
    #expect(records[1]["errorCode"] == "NoSuchConfigurationRecorderException")
    #expect(records[1]["requestParameters"] == ["configurationRecorderName": "other"])
  }
}
