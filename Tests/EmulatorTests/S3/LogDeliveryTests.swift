import AWS
import Emulator
import TestKit
import Testing

@Suite struct S3LogDeliveryTests {
  private let trail = "arn:aws:cloudtrail:us-east-1:123456789012:trail/main"

  /// The policy that AWS's page gives for a trail.
  private func logBucket(prefix: String = "") throws -> Client {
    let client = try Client(World.fresh()).bucket()
    try client.policy(
      """
      {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
       "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::bucket",
       "Condition":{"StringEquals":{"aws:SourceArn":"\(trail)"}}},
      {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
       "Action":"s3:PutObject","Resource":"arn:aws:s3:::bucket/\(prefix)AWSLogs/123456789012/*",
       "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
       "aws:SourceArn":"\(trail)"}}}
      """)
    return client
  }

  private func check(_ client: Client, prefix: String? = nil, trail: String? = nil) throws
    -> DeliveryRefusal?
  {
    try client.world.canDeliverLogs(
      bucket: "bucket", prefix: prefix, account: "123456789012", trailARN: trail ?? self.trail,
      at: Client.start)
  }

  @Test func documentedPolicyLetsTheTrailIn() throws {
    #expect(try check(logBucket()) == nil)
    #expect(try check(logBucket(prefix: "logs/"), prefix: "logs") == nil)
  }

  @Test func anotherTrailPrefixOrNoPolicyIsRefused() throws {
    let client = try logBucket()
    #expect(try check(client, trail: trail + "2") == .accessDenied)
    #expect(try check(client, prefix: "logs") == .accessDenied)
    try client.call("s3", "DeleteBucketPolicy", ["Bucket": "bucket"])
    #expect(try check(client) == .accessDenied)
    #expect(try check(Client(World.fresh())) == .noSuchBucket)
  }

  @Test func fileIsPutUnderThePolicyAndReadByTheOwner() throws {
    let client = try logBucket()
    let service = DeliveringService.cloudTrail(trailARN: trail, account: "123456789012")
    func put(_ key: String) throws -> DeliveryRefusal? {
      try client.world.putLogFile(
        bucket: "bucket", key: key, body: [1, 2, 3], contentType: "application/json",
        encoding: "gzip", byService: service, at: Client.start)
    }
    #expect(try put("AWSLogs/123456789012/CloudTrail/x.json.gz") == nil)
    #expect(try put("elsewhere/x.json.gz") == .accessDenied)
    let output = try client.call(
      "s3", "GetObject",
      ["Bucket": "bucket", "Key": "AWSLogs/123456789012/CloudTrail/x.json.gz"])
    #expect(output["Body"] == .bytes([1, 2, 3]))
    #expect(output["ContentEncoding"] == "gzip")
    #expect(output["ContentType"] == "application/json")
  }
}
