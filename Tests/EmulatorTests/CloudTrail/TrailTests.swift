import AWS
import Emulator
import TestKit
import Testing

struct TrailTests {
  @Test func createdTrailHasAWSsDefaultsAndIsNotLogging() throws {
    let drill = try TrailWorld()
    let answer = try drill.call(
      "CreateTrail",
      [
        "Name": "audit", "S3BucketName": .string(TrailWorld.bucket),
        "TagsList": [["Key": "team", "Value": "red"]],
      ])
    let arn: AWSValue = "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit"
    #expect(
      answer == [
        "Name": "audit", "S3BucketName": .string(TrailWorld.bucket),
        "IncludeGlobalServiceEvents": true, "IsMultiRegionTrail": false, "TrailARN": arn,
        "LogFileValidationEnabled": false, "IsOrganizationTrail": false,
      ])
    let status = try drill.call("GetTrailStatus", ["Name": "audit"])
    #expect(status["IsLogging"] == false)
    #expect(status["TimeLoggingStarted"] == "")
    #expect(status["StartLoggingTime"] == nil)
    let trail = try drill.call("GetTrail", ["Name": "audit"])["Trail"]
    #expect(trail?["HomeRegion"] == "us-east-1")
    #expect(trail?["HasCustomEventSelectors"] == false)
    let tags = try drill.call("ListTags", ["ResourceIdList": [arn]])
    #expect(
      tags["ResourceTagList"]
        == [["ResourceId": arn, "TagsList": [["Key": "team", "Value": "red"]]]])
  }

  @Test(arguments: [
    ("", "Trail name cannot be blank!"),
    (
      "ab",
      "Trail name too short. Minimum allowed length: 3 characters. Specified name length: 2 "
        + "characters."
    ),
    (
      String(repeating: "a", count: 129),
      "Trail name too long. Maximum allowed length: 128 characters. Specified name length: 129 "
        + "characters."
    ),
    ("-trail", "Trail name must starts with a letter or number."),
    ("trail!", "Trail name must ends with a letter or number."),
    (
      "my#trail",
      "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, "
        + "periods (.), hyphens (-), and underscores (_)."
    ),
    (
      "my--trail",
      "Trail name or ARN cannot have adjacent periods (.), hyphens (-), or underscores (_)."
    ),
    ("192.168.5.4", "Trail name must not be formatted as an IP address."),
  ])
  func malformedNameIsRefused(name: String, message: String) throws {
    let error = try TrailWorld().error(
      "CreateTrail", ["Name": .string(name), "S3BucketName": .string(TrailWorld.bucket)])
    #expect(error?.code == "InvalidTrailNameException")
    #expect(error?.status == 400)
    #expect(error?.message == message)
  }

  @Test func bucketMustExistAndLetCloudTrailWrite() throws {
    let drill = try TrailWorld()
    let missing = drill.error("CreateTrail", ["Name": "audit", "S3BucketName": "no-such-bucket"])
    #expect(missing?.code == "S3BucketDoesNotExistException")
    #expect(missing?.message == "S3 bucket no-such-bucket does not exist!")

    try drill.world.call("s3", "CreateBucket", ["Bucket": "closed"])
    let closed = drill.error("CreateTrail", ["Name": "audit", "S3BucketName": "closed"])
    #expect(closed?.code == "InsufficientS3BucketPolicyException")
    #expect(closed?.message == "Incorrect S3 bucket policy is detected for bucket: closed")

    try drill.makeBucket("prefixed", prefix: "logs/")
    let bare = drill.error("CreateTrail", ["Name": "audit", "S3BucketName": "prefixed"])
    #expect(bare?.code == "InsufficientS3BucketPolicyException")
    try drill.call(
      "CreateTrail", ["Name": "audit", "S3BucketName": "prefixed", "S3KeyPrefix": "logs"])
  }

  @Test func twinOfATrailIsRefusedWhereItIsShown() throws {
    let drill = try TrailWorld()
    try drill.trail("everywhere", ["IsMultiRegionTrail": true])
    try drill.trail("here")
    func create(_ name: AWSValue, _ region: String) -> AWSError? {
      drill.error(
        "CreateTrail", ["Name": name, "S3BucketName": .string(TrailWorld.bucket)], region: region)
    }
    let twin = create("here", "us-east-1")
    #expect(twin?.code == "TrailAlreadyExistsException")
    #expect(twin?.message == "Trail here already exists for customer: 123456789012")
    #expect(create("everywhere", "eu-west-1")?.code == "TrailAlreadyExistsException")
    #expect(create("here", "eu-west-1") == nil)
  }

  @Test func sixthTrailOfARegionIsRefused() throws {
    let drill = try TrailWorld()
    for number in 1...4 { try drill.trail("trail\(number)") }
    try drill.trail("shadow", ["IsMultiRegionTrail": true], region: "eu-west-1")
    let error = drill.error(
      "CreateTrail", ["Name": "sixth", "S3BucketName": .string(TrailWorld.bucket)])
    #expect(error?.code == "MaximumNumberOfTrailsExceededException")
    #expect(error?.message == "User: 123456789012 already has 5 trails in us-east-1.")
  }

  @Test func multiRegionTrailIsShownEverywhereAndChangedAtHome() throws {
    let drill = try TrailWorld()
    let arn = AWSValue.string(try drill.trail("everywhere", ["IsMultiRegionTrail": true]))
    try drill.trail("here")
    func names(_ input: AWSObject, _ region: String) throws -> [String] {
      try drill.call("DescribeTrails", input, region: region)["trailList"]?.list?
        .compactMap { $0["Name"]?.string } ?? []
    }
    #expect(try names([:], "us-east-1") == ["everywhere", "here"])
    #expect(try names([:], "eu-west-1") == ["everywhere"])
    #expect(try names(["includeShadowTrails": false], "eu-west-1") == [])
    #expect(try names(["trailNameList": ["everywhere"]], "eu-west-1") == [])
    #expect(try names(["trailNameList": [arn]], "eu-west-1") == ["everywhere"])
    #expect(try drill.call("ListTrails", region: "eu-west-1")["Trails"]?.list?.count == 2)

    let byName = drill.error("StopLogging", ["Name": "everywhere"], region: "eu-west-1")
    #expect(byName?.code == "TrailNotFoundException")
    #expect(
      byName?.message
        == "Unknown trail: arn:aws:cloudtrail:eu-west-1:123456789012:trail/everywhere for the "
        + "user: 123456789012")
    let byARN = drill.error("StopLogging", ["Name": arn], region: "eu-west-1")
    #expect(byARN?.code == "InvalidHomeRegionException")
    let status = try drill.call("GetTrailStatus", ["Name": arn], region: "eu-west-1")
    #expect(status["IsLogging"] == true)
  }

  @Test func stoppedTrailSaysWhenItStartedAndStopped() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    let stop = Client.start + .minutes(10)
    try drill.call("StopLogging", ["Name": "audit"], at: stop)
    let status = try drill.call("GetTrailStatus", ["Name": "audit"], at: stop)
    #expect(status["IsLogging"] == false)
    #expect(status["StartLoggingTime"] == .timestamp(Client.start))
    #expect(status["StopLoggingTime"] == .timestamp(stop))
    #expect(status["TimeLoggingStarted"] == "2026-03-02T09:00:00Z")
    #expect(status["TimeLoggingStopped"] == "2026-03-02T09:10:00Z")
  }

  @Test func deliveriesAreNotedInTheStatus() throws {
    let drill = try TrailWorld()
    let arn = try drill.trail("audit")
    let (arrived, failed) = (Client.start + .minutes(5), Client.start + .minutes(10))
    try drill.store.noteDelivery(ofTrail: arn, at: arrived)
    try drill.store.noteFailure("AccessDenied", ofTrail: arn, at: failed)
    let status = try drill.call("GetTrailStatus", ["Name": "audit"])
    #expect(status["LatestDeliveryError"] == "AccessDenied")
    #expect(status["LatestDeliveryTime"] == .timestamp(arrived))
    #expect(status["LatestDeliveryAttemptTime"] == "2026-03-02T09:10:00Z")
    #expect(status["LatestDeliveryAttemptSucceeded"] == "2026-03-02T09:05:00Z")
    try drill.store.noteDelivery(ofTrail: arn, at: failed + .minutes(5))
    #expect(try drill.call("GetTrailStatus", ["Name": "audit"])["LatestDeliveryError"] == nil)
  }

  @Test func updateLeavesWhatItDoesNotName() throws {
    let drill = try TrailWorld()
    try drill.trail("audit", ["EnableLogFileValidation": true])
    let answer = try drill.call("UpdateTrail", ["Name": "audit", "IsMultiRegionTrail": true])
    #expect(answer["IsMultiRegionTrail"] == true)
    #expect(answer["LogFileValidationEnabled"] == true)
    #expect(try drill.call("GetTrailStatus", ["Name": "audit"])["IsLogging"] == true)
    let error = drill.error("UpdateTrail", ["Name": "audit", "IncludeGlobalServiceEvents": false])
    #expect(error?.code == "InvalidParameterCombinationException")
    #expect(error?.message == "Multi-Region trail must include global service events.")
    let closed = drill.error("UpdateTrail", ["Name": "audit", "S3BucketName": "no-such-bucket"])
    #expect(closed?.code == "S3BucketDoesNotExistException")
  }

  @Test func deletedTrailIsUnknown() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    try drill.call("DeleteTrail", ["Name": "audit"])
    #expect(drill.error("StartLogging", ["Name": "audit"])?.code == "TrailNotFoundException")
    #expect(try drill.call("DescribeTrails")["trailList"] == [])
  }

  @Test func organizationTrailIsRefusedClearly() throws {
    let error = try TrailWorld().error(
      "CreateTrail",
      [
        "Name": "audit", "S3BucketName": .string(TrailWorld.bucket), "IsOrganizationTrail": true,
      ])
    #expect(error?.code == "UnsupportedOperationException")
  }

  @Test func tagsAreAddedReplacedAndRemoved() throws {
    let drill = try TrailWorld()
    let arn = AWSValue.string(try drill.trail("audit"))
    func tag(_ key: String, _ value: String) -> AWSValue {
      ["Key": .string(key), "Value": .string(value)]
    }
    try drill.call("AddTags", ["ResourceId": arn, "TagsList": [tag("a", "1"), tag("b", "2")]])
    try drill.call("AddTags", ["ResourceId": arn, "TagsList": [tag("a", "3")]])
    try drill.call("RemoveTags", ["ResourceId": arn, "TagsList": [tag("b", "2")]])
    let list = try drill.call("ListTags", ["ResourceIdList": [arn]])
    #expect(list["ResourceTagList"]?.list?.first?["TagsList"] == [tag("a", "3")])
    let unknown = drill.error(
      "ListTags",
      ["ResourceIdList": ["arn:aws:cloudtrail:us-east-1:123456789012:trail/ghost"]])
    #expect(unknown?.code == "ResourceNotFoundException")
    #expect(
      drill.error("ListTags", ["ResourceIdList": ["audit"]])?.code
        == "CloudTrailARNInvalidException")
  }

  @Test func secondStartLoggingInASecondIsThrottled() throws {
    let world = try World.fresh()
    func start(_ seconds: Int64) -> String? {
      world.error(
        "cloudtrail", "StartLogging", ["Name": "ghost"], at: Client.start + .seconds(seconds)
      )?.code
    }
    #expect(start(0) == "TrailNotFoundException")
    #expect(start(0) == "ThrottlingException")
    #expect(start(1) == "TrailNotFoundException")
  }
}
