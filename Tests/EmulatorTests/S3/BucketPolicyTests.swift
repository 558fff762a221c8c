import AWS
import Emulator
import TestKit
import Testing

@Suite struct BucketPolicyTests {
  @Test func policyComesBackCompactWithAccountsAsRoots() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call(
      "s3", "PutBucketPolicy",
      [
        "Bucket": "bucket",
        "Policy": """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
          "Principal": {"AWS": ["999988887777"]}, "Action": "s3:ListBucket",
          "Resource": "arn:aws:s3:::bucket"}}
        """,
      ])
    #expect(
      try client.call("s3", "GetBucketPolicy", ["Bucket": "bucket"])["Policy"]?.string
        == #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"#
        + #"["arn:aws:iam::999988887777:root"]},"Action":"s3:ListBucket","#
        + #""Resource":"arn:aws:s3:::bucket"}}"#)
  }

  @Test(arguments: [
    ("nonsense", "Policies must be valid JSON and the first byte must be '{'"),
    (
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:Fly","Resource":"*"}}"#,
      "Policy has invalid action"
    ),
    (
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}}"#,
      "Policy has invalid action"
    ),
    (
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","#
        + #""Resource":"arn:aws:s3:::other/*"}}"#, "Policy has invalid resource"
    ),
    (
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","#
        + #""Resource":"arn:aws:s3:::bucket"}}"#,
      "Action does not apply to any resource(s) in statement"
    ),
    (
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","#
        + #""Resource":"arn:aws:s3:::bucket/*"}}"#,
      "Action does not apply to any resource(s) in statement"
    ),
    (
      #"{"Statement":{"Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"s3:ListBucket","#
        + #""Resource":"arn:aws:s3:::bucket"}}"#, "Invalid principal in policy"
    ),
  ])
  func malformedPolicyChangesNothing(policy: String, message: String) throws {
    let client = try Client(World.fresh()).openBucket()
    let error = client.error(
      "s3", "PutBucketPolicy", ["Bucket": "bucket", "Policy": .string(policy)])
    #expect(error?.code == "MalformedPolicy")
    #expect(error?.status == 400)
    #expect(error?.message == message)
    #expect(
      client.error("s3", "GetBucketPolicy", ["Bucket": "bucket"])?.code == "NoSuchBucketPolicy")
  }

  @Test func oversizedPolicyIsRefused() throws {
    let client = try Client(World.fresh()).bucket()
    let sid = String(repeating: "a", count: 21_000)
    let error = client.error(
      "s3", "PutBucketPolicy",
      ["Bucket": "bucket", "Policy": .string("{\"Id\":\"\(sid)\",\"Statement\":[]}")])
    #expect(error?.code == "MalformedPolicy")
    #expect(error?.message == "Policy exceeds the maximum allowed document size.")
  }

  @Test func deletingNoPolicyIsNoError() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call("s3", "DeleteBucketPolicy", ["Bucket": "bucket"])
  }

  @Test func statusFollowsTheDefinitionOfPublic() throws {
    let client = try Client(World.fresh()).openBucket()
    func isPublic() throws -> AWSValue? {
      try client.call("s3", "GetBucketPolicyStatus", ["Bucket": "bucket"])["PolicyStatus"]?[
        "IsPublic"]
    }
    try client.policy(
      Client.statement(condition: #"{"StringEquals":{"aws:SourceVpce":"vpce-1"}}"#))
    #expect(try isPublic() == false)
    try client.policy(
      Client.statement(condition: #"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#))
    #expect(try isPublic() == true)
  }
}
