import AWS
import Emulator
import TestKit
import Testing

/// Shapes as in real records of S3.
@Suite struct S3RecordTests {
  private func last(_ client: Client) throws -> CloudTrailRecord {
    try #require(try client.world.records().last)
  }

  @Test func putBucketPolicyRecordsTheDocument() throws {
    let client = try Client(World.fresh()).bucket()
    try client.policy(Client.statement(principal: #"{"AWS":"999988887777"}"#))
    let record = try last(client)
    #expect(record.eventName == "PutBucketPolicy")
    #expect(record.eventSource == "s3.amazonaws.com")
    #expect(record.isManagement)
    #expect(!record.isReadOnly)
    #expect(record.userAgent == "[test-kit/1.0]")
    let parameters = record.requestParameters
    #expect(parameters["bucketName"] == "bucket")
    #expect(parameters["Host"] == "s3.us-east-1.amazonaws.com")
    #expect(parameters["policy"] == "")
    #expect(parameters.at("bucketPolicy", "Version") == "2012-10-17")
    #expect(
      parameters["bucketPolicy"]?["Statement"]?.list?.first?["Principal"]
        == ["AWS": "999988887777"])
    #expect(record.responseElements.isNull)
    #expect(
      record.document["resources"] == [
        [
          "accountId": "123456789012", "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::bucket",
        ]
      ])
    let additional = record.document["additionalEventData"]
    #expect(additional?["SignatureVersion"] == "SigV4")
    #expect(additional?["AuthenticationMethod"] == "AuthHeader")
    #expect(additional?["bytesTransferredOut"] == 0)
    #expect((additional?["bytesTransferredIn"]?.integer ?? 0) > 100)
  }

  @Test(arguments: [
    ("PutPublicAccessBlock", "PutBucketPublicAccessBlock", "publicAccessBlock"),
    ("GetPublicAccessBlock", "GetBucketPublicAccessBlock", "publicAccessBlock"),
    ("DeletePublicAccessBlock", "DeleteBucketPublicAccessBlock", "publicAccessBlock"),
    ("GetBucketLifecycleConfiguration", "GetBucketLifecycle", "lifecycle"),
    ("GetBucketAccelerateConfiguration", "GetAccelerateConfiguration", "accelerate"),
    ("GetBucketNotificationConfiguration", "GetBucketNotification", "notification"),
    ("GetObjectLockConfiguration", "GetBucketObjectLockConfiguration", "object-lock"),
    ("GetBucketAcl", "GetBucketAcl", "acl"),
  ])
  func eventIsNamedAsAWSNamesIt(operation: String, eventName: String, parameter: String) throws {
    let client = try Client(World.fresh()).bucket()
    var input: AWSObject = ["Bucket": "bucket"]
    if operation == "PutPublicAccessBlock" {
      input["PublicAccessBlockConfiguration"] = ["BlockPublicAcls": true]
    }
    _ = client.error("s3", operation, input)
    let record = try last(client)
    #expect(record.eventName == eventName)
    #expect(record.requestParameters[parameter] == "")
    #expect(record.isReadOnly == operation.hasPrefix("Get"))
  }

  @Test func documentInTheBodyIsRecordedAsElements() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call(
      "s3", "PutBucketTagging",
      ["Bucket": "bucket", "Tagging": ["TagSet": [["Key": "Team", "Value": "true"]]]])
    let tagging = try last(client).requestParameters["Tagging"]
    #expect(tagging?.at("TagSet", "Tag") == ["Key": "Team", "Value": true])
    #expect(tagging?["xmlns"] == "http://s3.amazonaws.com/doc/2006-03-01/")
  }

  @Test func objectCallsAreDataEvents() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("a/key")
    var record = try last(client)
    #expect(record.eventName == "PutObject")
    #expect(!record.isManagement)
    #expect(record.document["eventCategory"] == "Data")
    #expect(record.requestParameters["key"] == "a/key")
    #expect(record.document["additionalEventData"]?["bytesTransferredIn"] == 5)
    #expect(record.responseElements["x-amz-server-side-encryption"] == "AES256")
    #expect(
      record.document["resources"]?.list?.first == [
        "type": "AWS::S3::Object", "ARN": "arn:aws:s3:::bucket/a/key",
      ])
    _ = try client.get("a/key")
    record = try last(client)
    #expect(record.isReadOnly)
    #expect(record.document["additionalEventData"]?["bytesTransferredOut"] == 5)
    try client.call("s3", "ListObjectsV2", ["Bucket": "bucket"])
    record = try last(client)
    #expect(record.eventName == "ListObjects")
    #expect(!record.isManagement)
    #expect(record.requestParameters["list-type"] == "2")
  }

  @Test func failedCallIsRecordedWithItsError() throws {
    let client = try Client(World.fresh())
    _ = client.error("s3", "DeleteBucket", ["Bucket": "nowhere"])
    let record = try last(client)
    #expect(record.errorCode == "NoSuchBucket")
    #expect(record.document["errorMessage"] == "The specified bucket does not exist")
    #expect(record.document["resources"] == nil)
  }

  @Test func bucketsOwnerGetsTheRecordOfAForeignCall() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key")
    _ = client.stranger.error("s3", "GetObject", ["Bucket": "bucket", "Key": "key"])
    let records = try client.world.records().suffix(2)
    #expect(records.map(\.recipientAccountID) == ["999988887777", "123456789012"])
    #expect(records.allSatisfy { $0.errorCode == "AccessDenied" })
    #expect(records.last?.userIdentity["type"] == "AWSAccount")
    _ = client.anonymous.error("s3", "GetObject", ["Bucket": "bucket", "Key": "key"])
    let anonymous = try last(client)
    #expect(anonymous.recipientAccountID == "123456789012")
    #expect(anonymous.userIdentity["accountId"] == "ANONYMOUS_PRINCIPAL")
  }

  @Test func recordIsOfTheBucketsRegion() throws {
    let client = try Client(World.fresh())
    try client.call(
      "s3", "CreateBucket",
      ["Bucket": "dublin", "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"]])
    #expect(try last(client).awsRegion == "eu-west-1")
    #expect(try last(client).document["resources"] == nil)
  }

  @Test func bytesOfTheAnswerAreCounted() throws {
    let client = try Client(World.fresh()).bucket()
    for input: AWSObject in [["Bucket": "bucket"], ["Bucket": "nowhere"]] {
      let response = client.send(try client.request("s3", "GetBucketAcl", input))
      #expect(
        try last(client).document["additionalEventData"]?["bytesTransferredOut"]
          == .integer(Int64(response.body.count)))
    }
  }

  @Test func callThatIsRefusedBeforehandIsADataEventAllTheSame() throws {
    let client = try Client(World.fresh()).bucket()
    client.world.apiFaults = { _, _ in
      .reject(AWSError("SlowDown", "Please reduce your request rate.", status: 503))
    }
    #expect(client.error("s3", "PutObject", ["Bucket": "bucket", "Key": "key"])?.status == 503)
    let record = try last(client)
    #expect(record.errorCode == "SlowDown")
    #expect(!record.isManagement)
    #expect(record.requestParameters["bucketName"] == "bucket")
    #expect(record.requestParameters["key"] == "key")
  }

  @Test func bucketSlowsDownBeyondItsRate() throws {
    let client = try Client(World.fresh { $0.isRecording = false }).bucket()
    let input: AWSObject = ["Bucket": "bucket", "Key": "key"]
    for _ in 0..<3500 { try client.call("s3", "DeleteObject", input) }
    #expect(client.error("s3", "DeleteObject", input)?.code == "SlowDown")
    try client.at(Client.start + .milliseconds(1)).call("s3", "DeleteObject", input)
  }
}
