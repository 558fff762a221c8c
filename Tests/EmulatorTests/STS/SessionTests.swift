import AWS
import Emulator
import TestKit
import Testing

/// Temporary credentials under `--iam enforce`.
struct SessionTests {
  private let staff: Staff
  private var root: Client { staff.root }
  private let account = "arn:aws:iam::123456789012"

  init() throws { staff = try Staff() }

  private func assumption(_ role: String, _ more: AWSObject = [:]) -> AWSObject {
    var input = more
    input["RoleArn"] = .string("\(account):role/\(role)")
    input["RoleSessionName"] = "night"
    return input
  }

  private let assume = #"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#
  private let everySTS = #"{"Effect":"Allow","Action":"sts:*","Resource":"*"}"#
  private let asItIs = #""sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity""#
  private let team: AWSValue = [["Key": "team", "Value": "blue"]]

  // MARK: Who is gone

  @Test func aSessionOfARoleThatWasMadeAnewGetsNothing() throws {
    let everything = Staff.policy("Allow", "*")
    try staff.role("Ops", trusting: "\(account):root", everything)
    let alice = try staff.user("alice", everything)
    let night = try alice.session("AssumeRole", assumption("Ops"))
    let token = try alice.session("GetSessionToken", [:])
    for session in [night, token] { #expect(session.error("ec2", "DescribeVpcs") == nil) }
    try root.call("iam", "DeleteRolePolicy", ["RoleName": "Ops", "PolicyName": "duties"])
    try root.call("iam", "DeleteRole", ["RoleName": "Ops"])
    try staff.role("Ops", trusting: "\(account):root", everything)
    let key = try #require(
      try root.call("iam", "ListAccessKeys", ["UserName": "alice"])["AccessKeyMetadata"]?.list?
        .first?["AccessKeyId"])
    try root.call("iam", "DeleteAccessKey", ["UserName": "alice", "AccessKeyId": key])
    try root.call("iam", "DeleteUserPolicy", ["UserName": "alice", "PolicyName": "duties"])
    try root.call("iam", "DeleteUser", ["UserName": "alice"])
    let another = try staff.user("alice", everything)
    for session in [night, token] {
      #expect(session.error("ec2", "DescribeVpcs")?.code == "UnauthorizedOperation")
    }
    let fresh = try another.session("AssumeRole", assumption("Ops"))
    #expect(fresh.error("ec2", "DescribeVpcs") == nil)
  }

  // MARK: External ids, tags, source identities

  @Test func aSessionsTagGoesBeforeItsRolesWhateverTheCase() throws {
    try staff.role("Ops", trusting: "\(account):root", Staff.statements(
      """
      {"Effect":"Allow","Action":"ec2:DescribeVpcs","Resource":"*",\
      "Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}}
      """), actions: asItIs)
    try root.call(
      "iam", "TagRole", ["RoleName": "Ops", "Tags": [["Key": "TEAM", "Value": "red"]]])
    let alice = try staff.user("alice", Staff.statements(everySTS))
    let plain = try alice.session("AssumeRole", assumption("Ops"))
    #expect(plain.error("ec2", "DescribeVpcs")?.code == "UnauthorizedOperation")
    let tagged = try alice.session("AssumeRole", assumption("Ops", ["Tags": team]))
    #expect(tagged.error("ec2", "DescribeVpcs") == nil)
  }

  @Test func theTrustPolicyMayAskForAnExternalID() throws {
    try staff.role(
      "Vendor", trusting: "\(account):root", nil,
      #","Condition":{"StringEquals":{"sts:ExternalId":"contract-7"}}"#)
    let alice = try staff.user("alice", Staff.statements(assume))
    let refused = alice.error("sts", "AssumeRole", assumption("Vendor"))
    #expect(
      refused?.message == "User: \(account):user/alice is not authorized to perform: "
        + "sts:AssumeRole on resource: \(account):role/Vendor")
    #expect(
      alice.error("sts", "AssumeRole", assumption("Vendor", ["ExternalId": "contract-8"])) != nil)
    #expect(
      alice.error("sts", "AssumeRole", assumption("Vendor", ["ExternalId": "contract-7"])) == nil)
    let record = try #require(
      try root.world.records().first { $0.document["errorCode"] == "AccessDenied" })
    #expect(record.document["requestParameters"] == .null)
    #expect(root.world.latestRefusal == nil)
  }

  @Test func tagsNeedTheRolesLeaveAndDecideAfterwards() throws {
    try staff.role("Plain", trusting: "\(account):root", nil)
    try staff.role(
      "Tagged", trusting: "\(account):root",
      Staff.policy(
        "Allow", "ec2:*", #","Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}"#),
      actions: asItIs)
    let alice = try staff.user("alice", Staff.statements(everySTS))
    let refused = alice.error("sts", "AssumeRole", assumption("Plain", ["Tags": team]))
    #expect(
      refused?.message == "User: \(account):user/alice is not authorized to perform: "
        + "sts:TagSession on resource: \(account):role/Plain")
    let plain = try alice.session("AssumeRole", assumption("Tagged"))
    #expect(plain.error("ec2", "DescribeVpcs")?.code == "UnauthorizedOperation")
    let blue = try alice.session("AssumeRole", assumption("Tagged", ["Tags": team]))
    #expect(blue.error("ec2", "DescribeVpcs") == nil)
    let record = try #require(
      try root.world.records().last { $0.eventName == "AssumeRole" })
    #expect(record.requestParameters["principalTags"] == ["team": "blue"])
  }

  @Test func transitiveTagsGoOnAndCannotBeChanged() throws {
    try staff.role(
      "First", trusting: "\(account):root", Staff.statements(everySTS), actions: asItIs)
    try staff.role(
      "Second", trusting: "\(account):role/First",
      Staff.policy(
        "Allow", "ec2:*", #","Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}"#),
      actions: asItIs)
    let alice = try staff.user("alice", Staff.statements(everySTS))
    let kept = try alice.session("AssumeRole", assumption("First", ["Tags": team]))
      .session("AssumeRole", assumption("Second"))
    #expect(kept.error("ec2", "DescribeVpcs")?.code == "UnauthorizedOperation")
    let first = try alice.session(
      "AssumeRole", assumption("First", ["Tags": team, "TransitiveTagKeys": ["team"]]))
    let carried = try first.session("AssumeRole", assumption("Second"))
    #expect(carried.error("ec2", "DescribeVpcs") == nil)
    let other: AWSValue = [["Key": "team", "Value": "red"]]
    #expect(
      first.error("sts", "AssumeRole", assumption("Second", ["Tags": other]))?.code
        == "ValidationError")
    #expect(
      alice.error("sts", "AssumeRole", assumption("First", ["TransitiveTagKeys": ["x"]]))?.code
        == "ValidationError")
  }

  @Test func aChainedSessionLastsAnHourAtMost() throws {
    let long = "\(account):role/First"
    try staff.role("First", trusting: "\(account):root", Staff.statements(everySTS))
    try staff.role("Second", trusting: long, nil)
    try root.call("iam", "UpdateRole", ["RoleName": "Second", "MaxSessionDuration": 43200])
    let alice = try staff.user("alice", Staff.statements(assume))
    let first = try alice.session("AssumeRole", assumption("First"))
    let refused = first.error(
      "sts", "AssumeRole", assumption("Second", ["DurationSeconds": 7200]))
    #expect(
      refused?.message.contains("1 hour session limit for roles assumed by role chaining") == true)
    #expect(first.error("sts", "AssumeRole", assumption("Second")) == nil)
  }

  @Test func aSourceIdentityStaysAndIsRecorded() throws {
    try staff.role(
      "First", trusting: "\(account):root", Staff.statements(everySTS), actions: asItIs)
    try staff.role(
      "Second", trusting: "\(account):role/First",
      Staff.policy(
        "Allow", "ec2:*", #","Condition":{"StringEquals":{"aws:SourceIdentity":"anna"}}"#),
      actions: asItIs)
    let alice = try staff.user("alice", Staff.statements(everySTS))
    let answer = try alice.call(
      "sts", "AssumeRole", assumption("First", ["SourceIdentity": "anna"]))
    #expect(answer["SourceIdentity"] == "anna")
    let first = alice.holding(answer)
    let second = try first.session("AssumeRole", assumption("Second"))
    try second.call("ec2", "DescribeVpcs")
    let record = try #require(try root.world.records().last)
    #expect(record.userIdentity["sessionContext"]?["sourceIdentity"] == "anna")
    #expect(
      first.error("sts", "AssumeRole", assumption("Second", ["SourceIdentity": "bob"]))?.code
        == "AccessDenied")
  }

  // MARK: Session policies

  @Test func sessionPoliciesTakeSpaceAndMustBeSound() throws {
    try staff.role("Ops", trusting: "\(account):root", Staff.policy("Allow", "*"))
    let alice = try staff.user("alice", Staff.statements(assume))
    let answer = try alice.call(
      "sts", "AssumeRole",
      assumption("Ops", ["Policy": .string(Staff.policy("Allow", "ec2:Describe*"))]))
    #expect(try #require(answer["PackedPolicySize"]?.integer) > 0)
    #expect(try alice.call("sts", "AssumeRole", assumption("Ops"))["PackedPolicySize"] == nil)
    #expect(
      alice.error("sts", "AssumeRole", assumption("Ops", ["Policy": "{}"]))?.code
        == "MalformedPolicyDocument")
    let ids = (0..<40).map { "\"arn:aws:s3:::\(SHA256.hex("bucket \($0)").prefix(40))\"" }
    let wide = Staff.statements(
      #"{"Effect":"Allow","Action":"s3:*","Resource":[\#(ids.joined(separator: ","))]}"#)
    #expect(wide.utf8.count > 2048)
    #expect(
      alice.error("sts", "AssumeRole", assumption("Ops", ["Policy": .string(wide)]))?.code
        == "ValidationError")
    let tags = (0..<50).map { number -> AWSValue in
      ["Key": .string("key\(number)"), "Value": .string(SHA256.hex("value \(number)"))]
    }
    try staff.role("Tagged", trusting: "\(account):root", nil, actions: asItIs)
    try staff.give("alice", Staff.statements(everySTS))
    let large = alice.error("sts", "AssumeRole", assumption("Tagged", ["Tags": .list(tags)]))
    #expect(large?.code == "PackedPolicyTooLarge")
    #expect(large?.message.hasPrefix("Packed policy consumes ") == true)
  }

  @Test func managedSessionPoliciesCountTogether() throws {
    try staff.role("Ops", trusting: "\(account):root", Staff.policy("Allow", "*"))
    let alice = try staff.user("alice", Staff.statements(assume))
    let session = try alice.session(
      "AssumeRole",
      assumption(
        "Ops",
        [
          "PolicyArns": [
            ["arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
            ["arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"],
          ]
        ]))
    #expect(session.error("iam", "ListUsers") == nil)
    #expect(session.error("ec2", "DescribeVpcs")?.code == "UnauthorizedOperation")
    let missing = alice.error(
      "sts", "AssumeRole",
      assumption("Ops", ["PolicyArns": [["arn": .string("\(account):policy/missing")]]]))
    #expect(missing?.code == "ValidationError")
  }

  // MARK: Across accounts

  @Test func anotherAccountNeedsBothSidesWord() throws {
    let other = Staff(root: root.account("210987654321"))
    let role = try other.role("Audit", trusting: "\(account):root", Staff.policy("Allow", "ec2:*"))
    let input: AWSObject = ["RoleArn": .string(role), "RoleSessionName": "night"]
    let bob = try staff.user("bob", Staff.policy("Allow", "ec2:*"))
    #expect(bob.error("sts", "AssumeRole", input)?.code == "AccessDenied")
    let alice = try staff.user("alice", Staff.policy("Allow", "sts:AssumeRole", on: role))
    let session = try alice.session("AssumeRole", input)
    #expect(try session.call("sts", "GetCallerIdentity")["Account"] == "210987654321")
    let closed = try other.role("Closed", trusting: "210987654321", nil)
    let refused = alice.error(
      "sts", "AssumeRole", ["RoleArn": .string(closed), "RoleSessionName": "night"])
    #expect(refused?.code == "AccessDenied")
  }

  // MARK: Second factors

  private var mfaPolicy: String {
    Staff.statements(
      #"{"Effect":"Allow","Action":["ec2:*","iam:*","sts:*"],"Resource":"*"}"#,
      """
      {"Effect":"Deny","Action":"ec2:CreateVpc","Resource":"*",\
      "Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}
      """,
      """
      {"Effect":"Deny","Action":"ec2:CreateVpc","Resource":"*",\
      "Condition":{"Null":{"aws:MultiFactorAuthPresent":"true"}}}
      """)
  }

  @Test func aSessionTokenTellsOfTheSecondFactor() throws {
    let alice = try staff.user("alice", mfaPolicy)
    let device = try Authenticator("alice", of: root)
    try device.enable("alice", root)
    let vpc: AWSObject = ["CidrBlock": "10.0.0.0/16"]
    #expect(alice.error("ec2", "CreateVpc", vpc)?.code == "UnauthorizedOperation")
    let plain = try alice.session("GetSessionToken", [:])
    #expect(plain.error("ec2", "CreateVpc", vpc)?.code == "UnauthorizedOperation")
    // Without it a session can't call IAM at all, and of STS little.
    #expect(plain.error("iam", "ListUsers")?.code == "InvalidClientTokenId")
    #expect(plain.error("sts", "GetSessionToken")?.code == "AccessDenied")
    #expect(plain.error("sts", "GetCallerIdentity") == nil)

    // The code that enabled the device was taken already.
    let used = alice.error("sts", "GetSessionToken", device.proof(at: alice.now))
    #expect(
      used?.message == "MultiFactorAuthentication failed with invalid MFA one time pass code. ")
    let later = alice.at(alice.now + .seconds(30))
    let session = try later.session("GetSessionToken", device.proof(at: later.now))
    #expect(session.error("ec2", "CreateVpc", vpc) == nil)
    #expect(session.error("iam", "ListUsers") == nil)
    let record = try #require(try root.world.records().last { $0.eventName == "CreateVpc" })
    #expect(
      record.userIdentity["sessionContext"]?.at("attributes", "mfaAuthenticated") == "true")
    #expect(
      later.error("sts", "GetSessionToken", device.proof(at: later.now))?.code == "AccessDenied")
  }

  @Test func theFactorMayBeRecentOnly() throws {
    let alice = try staff.user(
      "alice",
      Staff.policy(
        "Allow", "ec2:*", #","Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":"600"}}"#))
    let device = try Authenticator("alice", of: root)
    try device.enable("alice", root)
    let later = alice.at(alice.now + .seconds(30))
    let session = try later.session("GetSessionToken", device.proof(at: later.now))
    #expect(session.at(later.now + .seconds(599)).error("ec2", "DescribeVpcs") == nil)
    #expect(session.at(later.now + .seconds(601)).error("ec2", "DescribeVpcs") != nil)
  }

  @Test func aRoleMayAskForASecondFactor() throws {
    try staff.role(
      "Ops", trusting: "\(account):root",
      Staff.policy(
        "Allow", "ec2:*", #","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#),
      #","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#)
    let alice = try staff.user("alice", Staff.statements(assume))
    let device = try Authenticator("alice", of: root)
    try device.enable("alice", root)
    #expect(alice.error("sts", "AssumeRole", assumption("Ops"))?.code == "AccessDenied")
    let half = alice.error(
      "sts", "AssumeRole", assumption("Ops", ["SerialNumber": .string(device.serial)]))
    #expect(
      half?.message == "MultiFactorAuthentication failed, must provide both MFA serial number and "
        + "one time pass code.")
    let foreign = alice.error(
      "sts", "AssumeRole",
      assumption(
        "Ops", ["SerialNumber": .string("\(account):mfa/bob"), "TokenCode": "123456"]))
    #expect(
      foreign?.message == "MultiFactorAuthentication failed, unable to validate MFA code.  Please "
        + "verify your MFA serial number is valid and associated with this user.")
    let later = alice.at(alice.now + .seconds(30))
    let session = try later.session(
      "AssumeRole", assumption("Ops", device.proof(at: later.now)))
    #expect(session.error("ec2", "DescribeVpcs") == nil)
    let record = try #require(try root.world.records().last { $0.eventName == "AssumeRole" })
    #expect(record.requestParameters["serialNumber"]?.string == device.serial)
    #expect(record.requestParameters["tokenCode"] == nil)
  }

  // MARK: Federated users

  @Test func aFederatedUserMayDoWhatBothAllow() throws {
    let alice = try staff.user(
      "alice",
      Staff.statements(everySTS, #"{"Effect":"Allow","Action":["ec2:*","s3:*"],"Resource":"*"}"#))
    let bare = try alice.session("GetFederationToken", ["Name": "bob"])
    #expect(bare.error("ec2", "DescribeVpcs")?.code == "UnauthorizedOperation")
    let policy = Staff.policy("Allow", "*")
    let bob = try alice.session(
      "GetFederationToken", ["Name": "bob", "Policy": .string(policy)])
    #expect(bob.error("ec2", "DescribeVpcs") == nil)
    #expect(bob.error("sqs", "ListQueues")?.code == "AccessDenied")
    #expect(bob.error("iam", "ListUsers")?.code == "InvalidClientTokenId")
    #expect(bob.error("sts", "AssumeRole", assumption("x"))?.code == "AccessDenied")
    let identity = try bob.call("sts", "GetCallerIdentity")
    #expect(identity["Arn"] == "arn:aws:sts::123456789012:federated-user/bob")
    #expect(identity["UserId"] == "123456789012:bob")
    let user = try #require(try root.world.records().last).userIdentity
    #expect(user["type"] == "FederatedUser")
    #expect(user["sessionContext"]?.at("sessionIssuer", "type") == "IAMUser")
    #expect(user["sessionContext"]?.at("sessionIssuer", "userName") == "alice")
    #expect(
      user["sessionContext"]?.at("sessionIssuer", "principalId")?.string?.hasPrefix("AIDA") == true)
  }

  @Test func onlyLongTermCredentialsFederate() throws {
    try staff.role("Ops", trusting: "\(account):root", Staff.policy("Allow", "*"))
    let alice = try staff.user("alice", Staff.statements(everySTS))
    let session = try alice.session("AssumeRole", assumption("Ops"))
    let refused = session.error("sts", "GetFederationToken", ["Name": "bob"])
    #expect(refused?.message == "Cannot call GetFederationToken with session credentials")
    let nobody = try staff.user("nobody", nil)
    let denied = nobody.error("sts", "GetFederationToken", ["Name": "bob"])
    #expect(
      denied?.message.contains(
        "sts:GetFederationToken on resource: arn:aws:sts::123456789012:federated-user/bob") == true)
  }

  // MARK: Messages

  @Test func whyACallWasRefusedCanBeDecoded() throws {
    let alice = try staff.user(
      "alice",
      Staff.policy("Allow", "sts:DecodeAuthorizationMessage"))
    let refused = try #require(alice.error("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"]))
    let encoded = refused.message.split(separator: " ").last.map(String.init) ?? ""
    let decoded = try alice.call(
      "sts", "DecodeAuthorizationMessage", ["EncodedMessage": .string(encoded)])
    let text = try #require(decoded["DecodedMessage"]?.string)
    let message = try JSON.parse(text)
    #expect(message["allowed"] == false)
    #expect(message["context"]?["action"] == "ec2:CreateVpc")
    #expect(
      alice.error("sts", "DecodeAuthorizationMessage", ["EncodedMessage": "abc"])?.code
        == "InvalidAuthorizationMessageException")
    let bob = try staff.user("bob", nil)
    #expect(
      bob.error("sts", "DecodeAuthorizationMessage", ["EncodedMessage": .string(encoded)])?.code
        == "AccessDenied")
  }
}
