import AWS
import Emulator
import TestKit
import Testing

struct EnforceModeTests {
  private let root: Client

  init() throws { root = Client(try World.fresh { $0.iam = .enforce }) }

  private func policy(_ effect: String, _ action: String, _ more: String = "") -> String {
    """
    {"Version":"2012-10-17","Statement":[\
    {"Effect":"\(effect)","Action":["\(action)"],"Resource":"*"\(more)}]}
    """
  }

  /// A user with one inline policy, and his client.
  private func user(_ name: String, _ document: String?, by root: Client) throws -> Client {
    try root.call("iam", "CreateUser", ["UserName": .string(name)])
    if let document {
      try root.call(
        "iam", "PutUserPolicy",
        [
          "UserName": .string(name), "PolicyName": "duties", "PolicyDocument": .string(document),
        ])
    }
    let key = try root.call("iam", "CreateAccessKey", ["UserName": .string(name)])["AccessKey"]
    return root.signed(
      Credentials(
        accessKeyID: key?["AccessKeyId"]?.string ?? "",
        secretAccessKey: key?["SecretAccessKey"]?.string ?? ""))
  }

  @Test func aKeyThatNobodyIssuedIsRefusedByEachServiceInItsWords() throws {
    let stranger = root.signed(Credentials(accessKeyID: "test", secretAccessKey: "test"))
    #expect(stranger.error("sts", "GetCallerIdentity")?.code == "InvalidClientTokenId")
    #expect(stranger.error("ec2", "DescribeVpcs")?.code == "AuthFailure")
    #expect(stranger.error("s3", "ListBuckets")?.code == "InvalidAccessKeyId")
    #expect(
      stranger.error("cloudtrail", "LookupEvents")?.code == "UnrecognizedClientException")
  }

  @Test func aUserMayDoWhatHisPoliciesAllowAndNoMore() throws {
    let alice = try user("alice", policy("Allow", "ec2:Describe*"), by: root)
    try alice.call("ec2", "DescribeVpcs")
    let refused = try #require(alice.error("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"]))
    #expect(refused.code == "UnauthorizedOperation")
    #expect(refused.status == 403)
    #expect(
      refused.message.hasPrefix(
        "You are not authorized to perform this operation. User: "
          + "arn:aws:iam::123456789012:user/alice is not authorized to perform: ec2:CreateVpc"))
    #expect(
      refused.message.contains(
        "because no identity-based policy allows the ec2:CreateVpc action. Encoded authorization "
          + "failure message: "))
    #expect(root.world.latestRefusal?.prong == .identity)
    #expect(try root.world.records().last?.document["errorCode"] == "Client.UnauthorizedOperation")
    let other = try #require(alice.error("iam", "ListUsers"))
    #expect(other.code == "AccessDenied")
    #expect(
      other.message.hasSuffix(
        "because no identity-based policy allows the iam:ListUsers action"))
  }

  @Test func aChangedPolicyCountsFromTheNextCallOn() throws {
    let alice = try user("alice", nil, by: root)
    #expect(alice.error("iam", "ListUsers") != nil)
    try root.call("iam", "CreateGroup", ["GroupName": "readers"])
    try root.call(
      "iam", "PutGroupPolicy",
      [
        "GroupName": "readers", "PolicyName": "read",
        "PolicyDocument": .string(policy("Allow", "iam:List*")),
      ])
    try root.call("iam", "AddUserToGroup", ["GroupName": "readers", "UserName": "alice"])
    #expect(alice.error("iam", "ListUsers") == nil)
    try root.call("iam", "RemoveUserFromGroup", ["GroupName": "readers", "UserName": "alice"])
    #expect(alice.error("iam", "ListUsers") != nil)
  }

  @Test func whatIsNotServedIsRefusedBeforeItIsSaidToBeMissing() throws {
    let alice = try user("alice", policy("Allow", "iam:*"), by: root)
    let image: AWSObject = ["InstanceId": "i-0", "Name": "x"]
    let refused = try #require(alice.error("ec2", "CreateImage", image))
    #expect(refused.code == "UnauthorizedOperation")
    #expect(try root.world.records().last?.eventName == "CreateImage")
    let bob = try user("bob", policy("Allow", "*"), by: root)
    let recorded = try root.world.records().count
    let missing = bob.error("ec2", "CreateImage", image)
    #expect(missing?.code == "NotImplemented")
    #expect(try root.world.records().count == recorded)
  }

  @Test func aServiceControlPolicyBindsTheMembersRootAndNotTheManagementAccount() throws {
    try root.call("organizations", "CreateOrganization", ["FeatureSet": "ALL"])
    let top = try root.call("organizations", "ListRoots")["Roots"]?.list?.first?["Id"] ?? ""
    try root.call(
      "organizations", "EnablePolicyType",
      ["RootId": top, "PolicyType": "SERVICE_CONTROL_POLICY"])
    let created = try root.call(
      "organizations", "CreateAccount", ["Email": "app@example.com", "AccountName": "app"])
    let request = created["CreateAccountStatus"]?["Id"] ?? ""
    let late = root.at(Client.start + .hours(1))
    let status = try late.call(
      "organizations", "DescribeCreateAccountStatus", ["CreateAccountRequestId": request])
    let account = try #require(status["CreateAccountStatus"]?["AccountId"]?.string)
    let member = late.account(account)
    try member.call("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
    try member.call("s3", "CreateBucket", ["Bucket": "locked"])
    let locked = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Principal":"*",\
      "Resource":"arn:aws:s3:::locked"}]}
      """
    try member.call("s3", "PutBucketPolicy", ["Bucket": "locked", "Policy": .string(locked)])
    #expect(member.error("s3", "GetBucketAcl", ["Bucket": "locked"])?.code == "AccessDenied")
    #expect(member.error("s3", "GetBucketPolicy", ["Bucket": "locked"]) == nil)
    let scp = try late.call(
      "organizations", "CreatePolicy",
      [
        "Content": .string(policy("Deny", "ec2:CreateVpc\",\"s3:*BucketPolicy")),
        "Description": "", "Name": "no", "Type": "SERVICE_CONTROL_POLICY",
      ])
    try late.call(
      "organizations", "AttachPolicy",
      ["PolicyId": scp["Policy"]?["PolicySummary"]?["Id"] ?? "", "TargetId": top])
    let refused = try #require(member.error("ec2", "CreateVpc", ["CidrBlock": "10.1.0.0/16"]))
    #expect(refused.message.contains("with an explicit deny in a service control policy"))
    #expect(root.world.latestRefusal?.prong == .scp)
    #expect(member.error("s3", "GetBucketPolicy", ["Bucket": "locked"])?.code == "AccessDenied")
    #expect(late.error("ec2", "CreateVpc", ["CidrBlock": "10.1.0.0/16"]) == nil)
  }

  @Test func aSessionMayDoWhatRoleAndSessionPolicyBothAllow() throws {
    let alice = try user("alice", policy("Allow", "sts:AssumeRole"), by: root)
    let trust = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
      "Principal":{"AWS":"arn:aws:iam::123456789012:root"}}]}
      """
    try root.call(
      "iam", "CreateRole", ["RoleName": "Ops", "AssumeRolePolicyDocument": .string(trust)])
    try root.call(
      "iam", "PutRolePolicy",
      [
        "RoleName": "Ops", "PolicyName": "p",
        "PolicyDocument": .string(policy("Allow", "ec2:*")),
      ])
    let role: AWSObject = [
      "RoleArn": "arn:aws:iam::123456789012:role/Ops", "RoleSessionName": "night",
      "Policy": .string(policy("Allow", "ec2:Describe*")),
    ]
    let issued = try alice.call("sts", "AssumeRole", role)["Credentials"]
    let session = alice.signed(
      Credentials(
        accessKeyID: issued?["AccessKeyId"]?.string ?? "",
        secretAccessKey: issued?["SecretAccessKey"]?.string ?? "",
        sessionToken: issued?["SessionToken"]?.string))
    try session.call("ec2", "DescribeVpcs")
    let refused = session.error("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
    #expect(refused?.message.contains("because no session policy allows") == true)
    #expect(session.error("iam", "ListUsers")?.code == "AccessDenied")
    let bob = try user("bob", policy("Allow", "ec2:*"), by: root)
    #expect(bob.error("sts", "AssumeRole", role)?.code == "AccessDenied")
    #expect(
      root.error("sts", "AssumeRole", role)?.message
        == "Roles may not be assumed by root accounts.")
  }

  @Test func bucketPolicyAndIdentityPolicyAreAskedTogether() throws {
    try root.call("s3", "CreateBucket", ["Bucket": "ledger"])
    let reader = try user("reader", policy("Allow", "s3:GetBucketPolicy"), by: root)
    let nobody = try user("nobody", nil, by: root)
    let document = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket",\
      "Principal":{"AWS":"arn:aws:iam::123456789012:user/nobody"},\
      "Resource":"arn:aws:s3:::ledger"}]}
      """
    try root.call("s3", "PutBucketPolicy", ["Bucket": "ledger", "Policy": .string(document)])
    let bucket: AWSObject = ["Bucket": "ledger"]
    #expect(nobody.error("s3", "ListObjectsV2", bucket) == nil)
    #expect(nobody.error("s3", "GetBucketPolicy", bucket)?.code == "AccessDenied")
    #expect(reader.error("s3", "GetBucketPolicy", bucket) == nil)
    #expect(
      reader.error("s3", "ListObjectsV2", bucket)?.message.contains(
        "because no identity-based policy allows the s3:ListBucket action") == true)
    #expect(reader.error("s3", "ListBuckets")?.code == "AccessDenied")
  }

  @Test func aProngThatIsOffCountsForNothing() throws {
    let open = Client(
      try World.fresh {
        $0.iam = .enforce
        $0.prongsOff = [.identity]
      })
    let alice = try user("alice", nil, by: open)
    #expect(alice.error("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"]) == nil)
  }
}
