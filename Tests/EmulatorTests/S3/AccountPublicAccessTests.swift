import AWS
import Emulator
import TestKit
import Testing

/// The block of a whole account: what it says, and what it does to buckets.
@Suite struct AccountPublicAccessTests {
  private let client: Client

  init() throws { client = try Client(World.fresh()) }

  private func put(_ settings: String..., by caller: Client? = nil) throws(AWSError) {
    let configuration = AWSObject(settings.map { ($0, true) })
    try (caller ?? client).call(
      "s3control", "PutPublicAccessBlock",
      [
        "AccountId": .string(Client.owner),
        "PublicAccessBlockConfiguration": .object(configuration),
      ])
  }

  private let account: AWSObject = ["AccountId": .string(Client.owner)]

  @Test func absentConfigurationIsNotFound() throws {
    let error = client.error("s3control", "GetPublicAccessBlock", account)
    #expect(error?.code == "NoSuchPublicAccessBlockConfiguration")
    #expect(error?.status == 404)
    #expect(error?.message == "The public access block configuration was not found")
    #expect(error?.members["AccountId"] == "123456789012")
  }

  @Test func whatIsNotSaidIsOff() throws {
    try put("BlockPublicAcls")
    let shown = try client.call("s3control", "GetPublicAccessBlock", account)
    #expect(
      shown["PublicAccessBlockConfiguration"] == [
        "BlockPublicAcls": true, "IgnorePublicAcls": false, "BlockPublicPolicy": false,
        "RestrictPublicBuckets": false,
      ])
    let elsewhere = try client.region("eu-west-1").call(
      "s3control", "GetPublicAccessBlock", account)
    #expect(elsewhere == shown)
    try client.call("s3control", "DeletePublicAccessBlock", account)
    #expect(client.error("s3control", "GetPublicAccessBlock", account)?.status == 404)
    // Once more is no error.
    try client.call("s3control", "DeletePublicAccessBlock", account)
  }

  @Test(arguments: ["GetPublicAccessBlock", "DeletePublicAccessBlock"])
  func anotherAccountIsRefused(operation: String) throws {
    try put("BlockPublicAcls")
    for caller in [client.stranger, client.anonymous] {
      let error = caller.error("s3control", operation, account)
      #expect(error?.code == "AccessDenied")
      #expect(error?.status == 403)
    }
    #expect(throws: AWSError.self) { try put("BlockPublicAcls", by: client.stranger) }
    #expect(client.error("s3control", "GetPublicAccessBlock", account) == nil)
  }

  @Test func publicPolicyIsRefused() throws {
    try client.openBucket()
    try put("BlockPublicPolicy")
    #expect(throws: AWSError.self) { try client.policy(Client.statement()) }
    let refusal = client.world.latestRefusal
    #expect(refusal?.prong == .publicAccessBlock)
    #expect(refusal?.reason.contains("BlockPublicPolicy") == true)
    try client.policy(Client.statement(principal: #"{"AWS":"999988887777"}"#))
    try client.call("s3control", "DeletePublicAccessBlock", account)
    try client.policy(Client.statement())
  }

  @Test func publicPolicyThatIsThereReachesNobodyOutside() throws {
    try client.openBucket()
    try client.put("key")
    try client.policy(Client.statement())
    #expect(try client.anonymous.get("key") == "hello")
    try put("RestrictPublicBuckets")
    #expect(throws: AWSError.self) { try client.anonymous.get("key") }
    #expect(client.world.latestRefusal?.prong == .publicAccessBlock)
    #expect(throws: AWSError.self) { try client.stranger.get("key") }
    #expect(try client.get("key") == "hello")
    let status = try client.call("s3", "GetBucketPolicyStatus", ["Bucket": "bucket"])
    #expect(status["PolicyStatus"] == ["IsPublic": false])
    try client.call("s3control", "DeletePublicAccessBlock", account)
    #expect(try client.anonymous.get("key") == "hello")
  }

  @Test func publicACLIsRefusedOrIgnored() throws {
    try client.openBucket()
    try client.put("key")
    let acl: AWSObject = ["Bucket": "bucket", "Key": "key", "ACL": "public-read"]
    try client.call("s3", "PutObjectAcl", acl)
    #expect(try client.anonymous.get("key") == "hello")
    try put("BlockPublicAcls")
    // It blocks new ones alone.
    #expect(try client.anonymous.get("key") == "hello")
    #expect(client.error("s3", "PutObjectAcl", acl)?.code == "AccessDenied")
    #expect(
      client.error("s3", "PutBucketAcl", ["Bucket": "bucket", "ACL": "public-read"])?.code
        == "AccessDenied")
    try put("IgnorePublicAcls")
    #expect(throws: AWSError.self) { try client.anonymous.get("key") }
    #expect(client.error("s3", "PutObjectAcl", acl) == nil)
  }

  @Test func anotherAccountsBucketsStayAsTheyAre() throws {
    try client.stranger.openBucket("theirs")
    try client.stranger.put("key", in: "theirs")
    try client.stranger.call(
      "s3", "PutObjectAcl", ["Bucket": "theirs", "Key": "key", "ACL": "public-read"])
    try put("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    #expect(try client.anonymous.get("key", in: "theirs") == "hello")
  }

  @Test func recordNamesTheAccount() throws {
    try put("BlockPublicAcls", "RestrictPublicBuckets")
    var record = try #require(try client.world.records().last)
    #expect(record.eventName == "PutAccountPublicAccessBlock")
    #expect(record.eventSource == "s3.amazonaws.com")
    #expect(!record.isReadOnly)
    #expect(record.isManagement)
    #expect(record.requestParameters["accountId"] == "123456789012")
    let said = record.requestParameters["PublicAccessBlockConfiguration"]
    #expect(said?["BlockPublicAcls"] == true)
    #expect(said?["RestrictPublicBuckets"] == true)
    try client.call("s3control", "GetPublicAccessBlock", account)
    record = try #require(try client.world.records().last)
    #expect(record.eventName == "GetAccountPublicAccessBlock")
    #expect(record.isReadOnly)
    try client.call("s3control", "DeletePublicAccessBlock", account)
    record = try #require(try client.world.records().last)
    #expect(record.eventName == "DeleteAccountPublicAccessBlock")
  }

  @Test(arguments: [
    "123456789012.s3-control.us-east-1.amazonaws.com", "s3-control.us-east-1.amazonaws.com",
    "123456789012.s3-control.dualstack.us-east-1.amazonaws.com",
    "s3-control-fips.us-east-1.amazonaws.com", "127.0.0.1:4566",
  ])
  func everyFormOfTheHostLeadsThere(host: String) throws {
    var request = try client.request("s3control", "GetPublicAccessBlock", account)
    request.headers["Host"] = host
    request.headers["Authorization"] = nil
    var keys = SigningKeyCache()
    SignatureV4.sign(
      &request, Credentials(accessKeyID: Client.owner, secretAccessKey: "any"),
      region: "us-east-1", service: "s3", at: Client.start, keys: &keys)
    let response = client.send(request)
    #expect(response.status == 404)
    let body = String(decoding: response.body, as: UTF8.self)
    #expect(body.contains("<ErrorResponse><Error><Code>NoSuchPublicAccessBlockConfiguration<"))
  }
}
