import AWS
import Emulator
import TestKit
import Testing

/// Who reaches what, by policy, ACL, ownership and the four blocks.
@Suite struct S3AccessTests {
  private let key: AWSObject = ["Bucket": "bucket", "Key": "key"]

  @Test func othersReachNothingByDefault() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key")
    for other in [client.anonymous, client.stranger] {
      for (operation, input) in [
        ("GetObject", key), ("PutObject", key), ("DeleteObject", key), ("GetObjectAcl", key),
        ("ListObjectsV2", ["Bucket": "bucket"]), ("GetBucketPolicy", ["Bucket": "bucket"]),
        ("PutBucketAcl", ["Bucket": "bucket", "ACL": "private"]),
        ("DeleteBucket", ["Bucket": "bucket"]),
      ] as [(String, AWSObject)] {
        let error = other.error("s3", operation, input)
        #expect(error?.code == "AccessDenied", "\(operation)")
        #expect(error?.message == "Access Denied")
      }
    }
  }

  @Test func publicPolicyIsRefusedWhileBlocked() throws {
    let client = try Client(World.fresh()).bucket()
    let error = client.error(
      "s3", "PutBucketPolicy",
      ["Bucket": "bucket", "Policy": .string("{\"Statement\":\(Client.statement())}")])
    #expect(error?.code == "AccessDenied")
    #expect(error?.status == 403)
    #expect(
      error?.message
        == "User: arn:aws:iam::123456789012:root is not authorized to perform: s3:PutBucketPolicy "
        + "on resource: \"arn:aws:s3:::bucket\" because public policies are prevented by the "
        + "BlockPublicPolicy setting in S3 Block Public Access.")
    #expect(
      client.error("s3", "GetBucketPolicy", ["Bucket": "bucket"])?.code == "NoSuchBucketPolicy")
  }

  @Test func publicPolicyOpensAndRestrictionCloses() throws {
    let client = try Client(World.fresh()).openBucket()
    try client.put("key")
    try client.policy(Client.statement())
    #expect(try client.anonymous.get("key") == "hello")
    #expect(try client.stranger.get("key") == "hello")
    #expect(client.anonymous.error("s3", "DeleteObject", key)?.code == "AccessDenied")
    #expect(
      try client.call("s3", "GetBucketPolicyStatus", ["Bucket": "bucket"])["PolicyStatus"]
        == ["IsPublic": true])
    try client.call(
      "s3", "PutPublicAccessBlock",
      ["Bucket": "bucket", "PublicAccessBlockConfiguration": ["RestrictPublicBuckets": true]])
    #expect(client.anonymous.error("s3", "GetObject", key)?.code == "AccessDenied")
    #expect(client.stranger.error("s3", "GetObject", key)?.code == "AccessDenied")
    #expect(try client.get("key") == "hello")
  }

  @Test func policyForOneAccountReachesThatAccountOnly() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key")
    try client.policy(Client.statement(principal: #"{"AWS":"999988887777"}"#))
    #expect(try client.stranger.get("key") == "hello")
    #expect(client.account("111100001111").error("s3", "GetObject", key)?.code == "AccessDenied")
    #expect(client.anonymous.error("s3", "GetObject", key)?.code == "AccessDenied")
  }

  @Test func ownerIsAllowedUnlessThePolicyDenies() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key")
    try client.policy(Client.statement("Deny"))
    let error = client.error("s3", "GetObject", key)
    #expect(error?.code == "AccessDenied")
    #expect(
      error?.message
        == "User: arn:aws:iam::123456789012:root is not authorized to perform: s3:GetObject on "
        + "resource: \"arn:aws:s3:::bucket/key\" with an explicit deny in a resource-based policy")
    try client.call("s3", "PutObject", key)
  }

  @Test func rootOfTheOwnerAlwaysReachesThePolicyItself() throws {
    let client = try Client(World.fresh()).bucket()
    try client.policy(Client.statement("Deny", action: "\"s3:*\""))
    #expect(client.error("s3", "GetBucketAcl", ["Bucket": "bucket"])?.code == "AccessDenied")
    try client.call("s3", "GetBucketPolicy", ["Bucket": "bucket"])
    try client.call("s3", "DeleteBucketPolicy", ["Bucket": "bucket"])
    try client.call("s3", "GetBucketAcl", ["Bucket": "bucket"])
  }

  @Test func otherAccountMayNotHandleThePolicyEvenWhenAllowed() throws {
    let client = try Client(World.fresh()).bucket()
    try client.policy(
      Client.statement(principal: #"{"AWS":"999988887777"}"#, action: "\"s3:*\""))
    let error = client.stranger.error("s3", "GetBucketPolicy", ["Bucket": "bucket"])
    #expect(error?.code == "MethodNotAllowed")
    #expect(error?.status == 405)
    try client.stranger.call("s3", "ListObjectsV2", ["Bucket": "bucket"])
  }

  @Test func conditionOnTheAddressIsHonoured() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key")
    try client.policy(
      Client.statement(condition: #"{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}"#))
    // A policy held to fixed addresses isn't public, so no block stands in its way.
    var inside = client.anonymous
    inside.sourceAddress = "198.51.100.9"
    #expect(try inside.get("key") == "hello")
    var outside = client.anonymous
    outside.sourceAddress = "203.0.113.9"
    #expect(outside.error("s3", "GetObject", key)?.code == "AccessDenied")
  }

  @Test func missingKeyIsHiddenFromThoseWhoMayNotList() throws {
    let client = try Client(World.fresh()).openBucket()
    try client.policy(Client.statement())
    #expect(client.anonymous.error("s3", "GetObject", key)?.code == "AccessDenied")
    try client.policy(Client.statement(action: #"["s3:GetObject","s3:ListBucket"]"#))
    #expect(client.anonymous.error("s3", "GetObject", key)?.code == "NoSuchKey")
  }

  @Test func publicACLOpensUntilItIsIgnored() throws {
    let client = try Client(World.fresh()).openBucket()
    try client.put("key")
    try client.call(
      "s3", "PutObjectAcl", ["Bucket": "bucket", "Key": "key", "ACL": "public-read"])
    #expect(try client.anonymous.get("key") == "hello")
    #expect(client.anonymous.error("s3", "ListObjectsV2", ["Bucket": "bucket"]) != nil)
    try client.call("s3", "PutBucketAcl", ["Bucket": "bucket", "ACL": "public-read"])
    try client.anonymous.call("s3", "ListObjectsV2", ["Bucket": "bucket"])
    try client.call(
      "s3", "PutPublicAccessBlock",
      ["Bucket": "bucket", "PublicAccessBlockConfiguration": ["IgnorePublicAcls": true]])
    #expect(client.anonymous.error("s3", "GetObject", key)?.code == "AccessDenied")
    #expect(client.anonymous.error("s3", "ListObjectsV2", ["Bucket": "bucket"]) != nil)
  }

  @Test func authenticatedUsersAreThoseWithAnAccount() throws {
    let client = try Client(World.fresh()).openBucket()
    try client.call("s3", "PutBucketAcl", ["Bucket": "bucket", "ACL": "authenticated-read"])
    try client.stranger.call("s3", "ListObjectsV2", ["Bucket": "bucket"])
    #expect(client.anonymous.error("s3", "ListObjectsV2", ["Bucket": "bucket"]) != nil)
  }

  @Test func newPublicACLIsRefusedWhileBlocked() throws {
    let client = try Client(World.fresh()).openBucket()
    try client.put("key")
    try client.call(
      "s3", "PutPublicAccessBlock",
      ["Bucket": "bucket", "PublicAccessBlockConfiguration": ["BlockPublicAcls": true]])
    let error = client.error("s3", "PutBucketAcl", ["Bucket": "bucket", "ACL": "public-read"])
    #expect(error?.code == "AccessDenied")
    #expect(
      error?.message
        == "User: arn:aws:iam::123456789012:root is not authorized to perform: s3:PutBucketAcl on "
        + "resource: \"arn:aws:s3:::bucket\" because public ACLs are prevented by the "
        + "BlockPublicAcls setting in S3 Block Public Access.")
    for (operation, acl) in [("PutObject", "public-read"), ("PutObjectAcl", "public-read-write")] {
      let error = client.error(
        "s3", operation, ["Bucket": "bucket", "Key": "key", "ACL": .string(acl)])
      #expect(error?.code == "AccessDenied", "\(operation)")
    }
  }

  @Test func aclsAreOffUnderBucketOwnerEnforced() throws {
    let client = try Client(World.fresh()).bucket()
    let error = client.error("s3", "PutBucketAcl", ["Bucket": "bucket", "ACL": "private"])
    #expect(error?.code == "AccessControlListNotSupported")
    #expect(error?.message == "The bucket does not allow ACLs")
    let put: AWSObject = ["Bucket": "bucket", "Key": "key", "ACL": "public-read"]
    #expect(client.error("s3", "PutObject", put)?.code == "AccessControlListNotSupported")
    try client.call(
      "s3", "PutObject",
      ["Bucket": "bucket", "Key": "key", "ACL": "bucket-owner-full-control"])
  }

  @Test func createWithAPublicACLIsRefused() throws {
    let client = try Client(World.fresh())
    #expect(
      client.error("s3", "CreateBucket", ["Bucket": "bucket", "ACL": "public-read"])?.code
        == "InvalidBucketAclWithObjectOwnership")
    #expect(
      client.error(
        "s3", "CreateBucket",
        ["Bucket": "bucket", "ACL": "public-read", "ObjectOwnership": "ObjectWriter"])?.code
        == "InvalidBucketAclWithBlockPublicAccessError")
  }

  @Test func writerOwnsTheObjectWhereAclsCount() throws {
    let client = try Client(World.fresh()).openBucket()
    try client.policy(
      Client.statement(principal: #"{"AWS":"999988887777"}"#, action: "\"s3:PutObject\""))
    try client.stranger.put("key", "theirs")
    #expect(client.error("s3", "GetObject", key)?.code == "AccessDenied")
    #expect(try client.stranger.get("key") == "theirs")
    try client.call("s3", "DeleteObject", key)
  }

  @Test func bucketOwnerFullControlHandsTheObjectOverWherePreferred() throws {
    let client = try Client(World.fresh()).openBucket(ownership: "BucketOwnerPreferred")
    try client.policy(
      Client.statement(principal: #"{"AWS":"999988887777"}"#, action: "\"s3:PutObject\""))
    try client.stranger.call(
      "s3", "PutObject",
      [
        "Bucket": "bucket", "Key": "key", "Body": .bytes(Array("theirs".utf8)),
        "ACL": "bucket-owner-full-control",
      ])
    #expect(try client.get("key") == "theirs")
    #expect(client.stranger.error("s3", "GetObject", key)?.code == "AccessDenied")
  }

  @Test func grantHeadersAndXMLSayTheSame() throws {
    let client = try Client(World.fresh()).openBucket()
    let everyone = "http://acs.amazonaws.com/groups/global/AllUsers"
    try client.call(
      "s3", "PutBucketAcl", ["Bucket": "bucket", "GrantRead": .string("uri=\"\(everyone)\"")])
    let byHeader = try client.call("s3", "GetBucketAcl", ["Bucket": "bucket"])
    #expect(
      byHeader["Grants"] == [
        ["Grantee": ["Type": "Group", "URI": .string(everyone)], "Permission": "READ"]
      ])
    try client.call("s3", "PutBucketAcl", ["Bucket": "bucket", "ACL": "private"])
    try client.call(
      "s3", "PutBucketAcl",
      [
        "Bucket": "bucket",
        "AccessControlPolicy": [
          "Owner": byHeader["Owner"] ?? .null, "Grants": byHeader["Grants"] ?? .null,
        ],
      ])
    #expect(try client.call("s3", "GetBucketAcl", ["Bucket": "bucket"]) == byHeader)
    let both = client.error(
      "s3", "PutBucketAcl",
      ["Bucket": "bucket", "ACL": "private", "GrantRead": .string("uri=\"\(everyone)\"")])
    #expect(both?.code == "InvalidRequest")
    #expect(
      client.error("s3", "PutBucketAcl", ["Bucket": "bucket"])?.code == "MissingSecurityHeader")
  }
}
