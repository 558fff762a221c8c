import AWS
import Emulator
import TestKit
import Testing

struct AssumeRoleTests {
  private let client: Client
  private let role = "arn:aws:iam::123456789012:role/Ops"

  init() throws { client = Client(try World.fresh()) }

  private func createRole(trusting principal: String, condition: String = "") throws {
    let trust = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
      "Principal":{"AWS":"\(principal)"}\(condition)}]}
      """
    try client.call(
      "iam", "CreateRole", ["RoleName": "Ops", "AssumeRolePolicyDocument": .string(trust)])
  }

  private func assume(_ client: Client, _ more: AWSObject = [:]) throws(AWSError) -> AWSObject {
    var input = more
    input["RoleArn"] = .string(role)
    input["RoleSessionName"] = input["RoleSessionName"] ?? "alice"
    return try client.call("sts", "AssumeRole", input)
  }

  private func error(_ client: Client, _ more: AWSObject = [:]) -> AWSError? {
    do {
      _ = try assume(client, more)
      return nil
    } catch {
      return error
    }
  }

  private func credentials(_ answer: AWSObject) -> Credentials {
    let members = answer["Credentials"]
    return Credentials(
      accessKeyID: members?["AccessKeyId"]?.string ?? "",
      secretAccessKey: members?["SecretAccessKey"]?.string ?? "",
      sessionToken: members?["SessionToken"]?.string)
  }

  @Test func sessionActsAsTheRoleUntilItExpires() throws {
    try createRole(trusting: "123456789012")
    let answer = try assume(client, ["DurationSeconds": 900])
    let session = client.signed(credentials(answer))
    let identity = try session.call("sts", "GetCallerIdentity")
    #expect(identity["Arn"] == "arn:aws:sts::123456789012:assumed-role/Ops/alice")
    #expect(identity["UserId"] == answer["AssumedRoleUser"]?["AssumedRoleId"])
    let record = try #require(try client.world.records().last)
    #expect(record.userIdentity["type"] == "AssumedRole")
    let context = record.userIdentity["sessionContext"]
    #expect(context?.at("sessionIssuer", "arn") == .string(role))
    #expect(context?.at("attributes", "creationDate") == "2026-03-02T09:00:00Z")
    let late = session.at(Client.start + .seconds(900))
    #expect(late.error("sts", "GetCallerIdentity")?.code == "ExpiredToken")
    #expect(late.error("ec2", "DescribeVpcs")?.code == "RequestExpired")
  }

  @Test func wrongSecretAndMissingTokenAreRefused() throws {
    try createRole(trusting: "123456789012")
    var stolen = credentials(try assume(client))
    let token = stolen.sessionToken
    stolen.sessionToken = nil
    #expect(
      client.signed(stolen).error("sts", "GetCallerIdentity")?.code == "InvalidClientTokenId")
    stolen.sessionToken = token
    stolen.secretAccessKey = "guess"
    #expect(
      client.signed(stolen).error("sts", "GetCallerIdentity")?.code == "SignatureDoesNotMatch")
    #expect(client.signed(stolen).error("ec2", "DescribeVpcs")?.code == "AuthFailure")
  }

  @Test func deniedCallIsWordedAndRecordedAsOnAWS() throws {
    try createRole(trusting: "999988887777")
    let denied = error(client)
    #expect(
      denied
        == AWSError(
          "AccessDenied", "User: arn:aws:iam::123456789012:root is not authorized to perform: "
            + "sts:AssumeRole on resource: \(role)", status: 403))
    let record = try #require(try client.world.records().last)
    #expect(record.errorCode == "AccessDenied")
    #expect(record.requestParameters == .null)
    #expect(record.isReadOnly)
  }

  @Test func unknownRoleIsDeniedLikeAForbiddenOne() {
    #expect(error(client)?.code == "AccessDenied")
  }

  @Test func otherAccountMayWhenTrustedAndBothAccountsHaveARecord() throws {
    try createRole(
      trusting: "arn:aws:iam::999988887777:root",
      condition: #","Condition":{"StringEquals":{"sts:ExternalId":"deal"}}"#)
    let partner = client.account("999988887777")
    #expect(error(partner)?.code == "AccessDenied")
    _ = try assume(partner, ["ExternalId": "deal"])
    let records = try client.world.records().suffix(2)
    #expect(records.map(\.recipientAccountID) == ["999988887777", "123456789012"])
    #expect(records.map { $0.userIdentity["type"]?.string } == ["Root", "AWSAccount"])
    #expect(
      records.first?.responseElements.at("assumedRoleUser", "arn")
        == "arn:aws:sts::123456789012:assumed-role/Ops/alice")
    #expect(records.first?.responseElements.at("credentials", "secretAccessKey") == nil)
  }

  @Test func wrongSessionNameAndLongDurationAreRefused() throws {
    try createRole(trusting: "123456789012")
    #expect(
      error(client, ["RoleSessionName": "a b"])?.message
        == "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy "
        + "constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*")
    #expect(
      error(client, ["DurationSeconds": 7200])?.message
        == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    #expect(error(client, ["DurationSeconds": 10])?.code == "ValidationError")
  }

  @Test func sessionOfAUserKeepsTheUser() throws {
    try client.call("iam", "CreateUser", ["UserName": "bob"])
    let key = try client.call("iam", "CreateAccessKey", ["UserName": "bob"])["AccessKey"]
    let bob = client.signed(
      Credentials(
        accessKeyID: key?["AccessKeyId"]?.string ?? "",
        secretAccessKey: key?["SecretAccessKey"]?.string ?? ""))
    let session = bob.signed(credentials(try bob.call("sts", "GetSessionToken")))
    #expect(
      try session.call("sts", "GetCallerIdentity")["Arn"]
        == "arn:aws:iam::123456789012:user/bob")
    let record = try #require(try client.world.records().last)
    #expect(record.userIdentity["userName"] == "bob")
    #expect(record.userIdentity["sessionContext"] != nil)
  }
}
