import AWS
import Emulator
import TestKit
import Testing

/// A world with a bucket that CloudTrail may write to, and short ways to say what trails do.
struct TrailWorld {
  static let bucket = "trail-logs"
  let world: World

  init() throws {
    // Tests make more calls a second than CloudTrail's quotas let through.
    world = try World.fresh { $0.isThrottling = false }
    try makeBucket(Self.bucket)
  }

  func makeBucket(_ name: String, prefix: String = "") throws {
    try world.call("s3", "CreateBucket", ["Bucket": .string(name)])
    try world.call(
      "s3", "PutBucketPolicy",
      ["Bucket": .string(name), "Policy": .string(Self.policy(name, prefix: prefix))])
  }

  /// The policy of AWS's documentation.
  static func policy(_ bucket: String, prefix: String = "") -> String {
    """
    {"Version":"2012-10-17","Statement":[
      {"Sid":"AclCheck","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
       "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::\(bucket)"},
      {"Sid":"Write","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
       "Action":"s3:PutObject",
       "Resource":"arn:aws:s3:::\(bucket)/\(prefix)AWSLogs/123456789012/*",
       "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}]}
    """
  }

  @discardableResult
  func call(
    _ operation: String, _ input: AWSObject = [:], region: String = "us-east-1",
    at now: Timestamp = Client.start
  ) throws -> AWSObject {
    try world.call("cloudtrail", operation, input, region: region, at: now)
  }

  func error(
    _ operation: String, _ input: AWSObject = [:], region: String = "us-east-1",
    at now: Timestamp = Client.start
  ) -> AWSError? {
    world.error("cloudtrail", operation, input, region: region, at: now)
  }

  /// A trail in the bucket, logging.
  @discardableResult
  func trail(_ name: String, _ more: AWSObject = [:], region: String = "us-east-1") throws
    -> String
  {
    var input: AWSObject = ["Name": .string(name), "S3BucketName": .string(Self.bucket)]
    for (member, value) in more { input[member] = value }
    let answer = try call("CreateTrail", input, region: region)
    try call("StartLogging", ["Name": .string(name)], region: region)
    return try #require(answer["TrailARN"]?.string)
  }

  func record(_ name: String) throws -> CloudTrailRecord {
    try #require(try world.records().last { $0.eventName == name })
  }

  var store: TrailStore { TrailStore(world.database) }
  let scope = Scope(account: "123456789012", region: "us-east-1")
}
