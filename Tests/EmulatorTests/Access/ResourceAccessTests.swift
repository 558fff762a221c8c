import AWS
import Emulator
import TestKit
import Testing

/// S3 and SQS, whose resources have policies of their own.
struct ResourceAccessTests {
  private let staff: Staff
  private var root: Client { staff.root }

  init() throws {
    staff = try Staff()
    try root.call(
      "s3", "CreateBucket", ["Bucket": "ledger", "ObjectOwnership": "ObjectWriter"])
  }

  @Test func aBucketsTrimmingsNeedTheirOwnPermissions() throws {
    let asked = root.asked(
      "s3", "CreateBucket",
      [
        "Bucket": "archive", "ObjectOwnership": "ObjectWriter", "ACL": "log-delivery-write",
        "CreateBucketConfiguration": ["Tags": [["Key": "team", "Value": "blue"]]],
      ])
    #expect(
      asked.map(\.action) == [
        "s3:CreateBucket", "s3:PutBucketAcl", "s3:PutBucketOwnershipControls", "s3:TagResource",
      ])
    #expect(asked.allSatisfy { $0.resource == "arn:aws:s3:::archive" })
    #expect(asked[0].context["s3:x-amz-object-ownership"] == ["ObjectWriter"])
    #expect(asked[3].context["aws:RequestTag/team"] == ["blue"])
  }

  @Test func givingAnObjectAnACLIsAPermissionOfItsOwn() throws {
    let writer = try staff.user("writer", Staff.policy("Allow", "s3:PutObject"))
    func put(_ acl: AWSValue) -> AWSError? {
      writer.error("s3", "PutObject", ["Bucket": "ledger", "Key": "k", "ACL": acl])
    }
    #expect(put("bucket-owner-full-control") == nil)
    #expect(
      put("bucket-owner-read")?.message
        == "User: arn:aws:iam::123456789012:user/writer is not authorized to perform: "
        + "s3:PutObjectAcl on resource: \"arn:aws:s3:::ledger/k\" because no identity-based "
        + "policy allows the s3:PutObjectAcl action")
  }

  @Test func aListMayBeLimitedToAPrefix() throws {
    let reader = try staff.user(
      "reader",
      Staff.policy(
        "Allow", "s3:ListBucket", #","Condition":{"StringLike":{"s3:prefix":"home/reader/*"}}"#))
    func list(_ prefix: AWSValue) -> AWSError? {
      reader.error("s3", "ListObjectsV2", ["Bucket": "ledger", "Prefix": prefix])
    }
    #expect(list("home/reader/x") == nil)
    #expect(list("home/other/")?.code == "AccessDenied")
  }

  @Test func aCopyReadsItsSource() throws {
    try root.call("s3", "PutObject", ["Bucket": "ledger", "Key": "a"])
    let copy: AWSObject = ["Bucket": "ledger", "Key": "b", "CopySource": "ledger/a"]
    #expect(
      root.asked("s3", "CopyObject", copy).map { "\($0.action) \($0.resource)" } == [
        "s3:PutObject arn:aws:s3:::ledger/b", "s3:GetObject arn:aws:s3:::ledger/a",
      ])
    let writer = try staff.user("writer", Staff.policy("Allow", "s3:PutObject"))
    #expect(writer.error("s3", "CopyObject", copy)?.code == "AccessDenied")
  }

  @Test func anotherAccountIsToldNoMoreThanThatItIsDenied() throws {
    let other = Staff(root: root.account("210987654321"))
    let eve = try other.user("eve", Staff.policy("Allow", "s3:*"))
    let refused = eve.error("s3", "GetObject", ["Bucket": "ledger", "Key": "a"])
    #expect(refused?.message == "Access Denied")
    let policy = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket",\
      "Principal":{"AWS":"arn:aws:iam::210987654321:root"},"Resource":"arn:aws:s3:::ledger"}]}
      """
    try root.call("s3", "PutBucketPolicy", ["Bucket": "ledger", "Policy": .string(policy)])
    #expect(eve.error("s3", "ListObjectsV2", ["Bucket": "ledger"]) == nil)
    // The bucket trusts the account; the account must trust its user.
    let mallory = try other.user("mallory", nil)
    #expect(mallory.error("s3", "ListObjectsV2", ["Bucket": "ledger"])?.code == "AccessDenied")
  }

  @Test(arguments: IAMMode.allCases)
  func whoDoesNotSignMakesNoBucketAndNoQueue(_ mode: IAMMode) throws {
    let anyone = try Staff { $0.iam = mode }.root.signed(nil)
    let bucket = anyone.error("s3", "CreateBucket", ["Bucket": "open"])
    #expect(bucket == AWSError("AccessDenied", "Access Denied", status: 403))
    #expect(anyone.error("s3", "ListBuckets")?.message == "Access Denied")
    let queue = anyone.error("sqs", "CreateQueue", ["QueueName": "open"])
    #expect(queue?.message == "Access to the resource is denied.")
    #expect(anyone.error("sqs", "ListQueues")?.message == "Access to the resource is denied.")
  }

  @Test func makingAndListingQueuesIsAsked() throws {
    let asked = root.asked(
      "sqs", "CreateQueue", ["QueueName": "jobs", "tags": ["team": "blue"]])
    #expect(asked.map(\.short) == ["sqs:CreateQueue jobs", "sqs:TagQueue jobs"])
    let nobody = try staff.user("nobody", nil)
    let refused = nobody.error("sqs", "ListQueues")
    #expect(
      refused?.message
        == "User: arn:aws:iam::123456789012:user/nobody is not authorized to perform: "
        + "sqs:listqueues on resource: arn:aws:sqs:us-east-1:123456789012: because no "
        + "identity-based policy allows the sqs:listqueues action")
    #expect(nobody.error("sqs", "CreateQueue", ["QueueName": "x"])?.code == "AccessDenied")
  }

  @Test func aQueuesTagsDecideWhoMayReadIt() throws {
    let url = try root.call(
      "sqs", "CreateQueue", ["QueueName": "jobs", "tags": ["team": "blue"]])["QueueUrl"]
    let other = try root.call("sqs", "CreateQueue", ["QueueName": "other"])["QueueUrl"]
    let blue = try staff.user(
      "blue",
      Staff.policy(
        "Allow", "sqs:*", #","Condition":{"StringEquals":{"aws:ResourceTag/team":"blue"}}"#))
    #expect(blue.error("sqs", "GetQueueAttributes", ["QueueUrl": url ?? .null]) == nil)
    #expect(
      blue.error("sqs", "GetQueueAttributes", ["QueueUrl": other ?? .null])?.code
        == "AccessDenied")
  }
}
