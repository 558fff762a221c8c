import AWS
import Emulator
import TestKit
import Testing

struct IAMAccessTests {
  private let staff: Staff
  private var root: Client { staff.root }

  init() throws { staff = try Staff() }

  @Test func aCallWithoutANameSpeaksOfTheCaller() throws {
    let own = "arn:aws:iam::123456789012:user/staff/alice"
    let alice = try staff.user(
      "alice", Staff.policy("Allow", "iam:*", on: own), path: "/staff/")
    #expect(alice.error("iam", "GetUser") == nil)
    #expect(alice.error("iam", "ListAccessKeys") == nil)
    #expect(alice.asked("iam", "ListAccessKeys").map(\.resource) == [own])
    let other = alice.error("iam", "ListAccessKeys", ["UserName": "bob"])
    #expect(
      other?.message
        == "User: \(own) is not authorized to perform: iam:ListAccessKeys on resource: user bob "
        + "because no identity-based policy allows the iam:ListAccessKeys action")
  }

  @Test func aListIsAskedBelowItsPath() throws {
    let alice = try staff.user(
      "alice",
      Staff.policy("Allow", "iam:ListUsers", on: "arn:aws:iam::123456789012:user/staff/*"))
    #expect(alice.error("iam", "ListUsers", ["PathPrefix": "/staff/"]) == nil)
    #expect(
      alice.error("iam", "ListUsers")?.message.contains(
        "on resource: arn:aws:iam::123456789012:user/ because") == true)
    #expect(
      alice.error("iam", "GetAccountSummary")?.message.contains("on resource: * because") == true)
  }

  @Test func onlySomePoliciesMayBeAttached() throws {
    let alice = try staff.user(
      "alice",
      Staff.policy(
        "Allow", "iam:AttachRolePolicy",
        #","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}"#))
    try staff.role("Ops", trusting: "*", nil)
    func attach(_ name: String) -> String? {
      alice.error(
        "iam", "AttachRolePolicy",
        ["RoleName": "Ops", "PolicyArn": .string("arn:aws:iam::aws:policy/\(name)")])?.code
    }
    #expect(attach("ReadOnlyAccess") == nil)
    #expect(attach("AdministratorAccess") == "AccessDenied")
  }

  private let narrow = "arn:aws:iam::123456789012:policy/narrow"

  /// Whoever makes users must bound them, and can't take the bound away.
  private func delegate() throws(AWSError) -> Client {
    try root.call(
      "iam", "CreatePolicy",
      [
        "PolicyName": "narrow", "PolicyDocument": .string(Staff.policy("Allow", "ec2:Describe*")),
      ])
    return try staff.user(
      "delegate",
      Staff.statements(
        """
        {"Effect":"Allow","Action":["iam:CreateUser","iam:PutUserPolicy",\
        "iam:PutUserPermissionsBoundary"],"Resource":"*","Condition":\
        {"StringEquals":{"iam:PermissionsBoundary":"\(narrow)"}}}
        """,
        #"{"Effect":"Allow","Action":"iam:CreateAccessKey","Resource":"*"}"#,
        #"{"Effect":"Deny","Action":"iam:DeleteUserPermissionsBoundary","Resource":"*"}"#))
  }

  @Test func aDelegateMakesOnlyBoundedUsers() throws {
    let delegate = try delegate()
    #expect(delegate.error("iam", "CreateUser", ["UserName": "free"])?.code == "AccessDenied")
    try delegate.call(
      "iam", "CreateUser", ["UserName": "bound", "PermissionsBoundary": .string(narrow)])
    let all: AWSObject = [
      "UserName": "bound", "PolicyName": "p",
      "PolicyDocument": .string(Staff.policy("Allow", "*")),
    ]
    #expect(delegate.error("iam", "PutUserPolicy", all) == nil)
    try root.call("iam", "CreateUser", ["UserName": "unbound"])
    var other = all
    other["UserName"] = "unbound"
    #expect(delegate.error("iam", "PutUserPolicy", other)?.code == "AccessDenied")
    #expect(
      delegate.error("iam", "DeleteUserPermissionsBoundary", ["UserName": "bound"])?.message
        .contains("with an explicit deny in an identity-based policy") == true)
  }

  @Test func aBoundaryCapsWhatPoliciesAllow() throws {
    _ = try delegate()
    let alice = try staff.user("alice", Staff.policy("Allow", "*"))
    #expect(alice.error("iam", "ListUsers") == nil)
    try root.call(
      "iam", "PutUserPermissionsBoundary",
      ["UserName": "alice", "PermissionsBoundary": .string(narrow)])
    #expect(
      alice.error("iam", "ListUsers")?.message.contains("because no permissions boundary allows")
        == true)
    #expect(root.world.latestRefusal?.prong == .boundary)
    #expect(alice.error("ec2", "DescribeVpcs") == nil)
    let user = try root.call("iam", "GetUser", ["UserName": "alice"])["User"]
    #expect(user?["PermissionsBoundary"]?["PermissionsBoundaryArn"]?.string == narrow)
    // A policy that bounds somebody can't be deleted.
    #expect(
      root.error("iam", "DeletePolicy", ["PolicyArn": .string(narrow)])?.code == "DeleteConflict")
    try root.call("iam", "DeleteUserPermissionsBoundary", ["UserName": "alice"])
    #expect(alice.error("iam", "ListUsers") == nil)
    #expect(
      root.error("iam", "DeleteUserPermissionsBoundary", ["UserName": "alice"])?.code
        == "NoSuchEntity")
  }

  @Test func aBoundaryMustBeAPolicyThatIsThere() throws {
    try staff.role("Ops", trusting: "*", nil)
    let missing = root.error(
      "iam", "PutRolePermissionsBoundary",
      [
        "RoleName": "Ops", "PermissionsBoundary": "arn:aws:iam::123456789012:policy/missing",
      ])
    #expect(missing?.code == "NoSuchEntity")
    let wrong = root.error(
      "iam", "PutRolePermissionsBoundary",
      ["RoleName": "Ops", "PermissionsBoundary": "arn:aws:s3:::no-policy-at-all"])
    #expect(wrong?.code == "InvalidInput")
    try root.call(
      "iam", "PutRolePermissionsBoundary",
      [
        "RoleName": "Ops", "PermissionsBoundary": "arn:aws:iam::aws:policy/ReadOnlyAccess",
      ])
    try root.call("iam", "DeleteRolePermissionsBoundary", ["RoleName": "Ops"])
  }

  @Test func aServicesOwnRoleIsChangedByNobodyElse() throws {
    let made = try root.call(
      "iam", "CreateServiceLinkedRole", ["AWSServiceName": "config.amazonaws.com"])["Role"]
    #expect(
      made?["Arn"]?.string
        == "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/"
        + "AWSServiceRoleForConfig")
    let name: AWSObject = ["RoleName": "AWSServiceRoleForConfig"]
    let refused = root.error(
      "iam", "AttachRolePolicy",
      [
        "RoleName": "AWSServiceRoleForConfig",
        "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
      ])
    #expect(refused?.code == "UnmodifiableEntity")
    #expect(
      refused?.message
        == "Cannot perform the operation on the protected role 'AWSServiceRoleForConfig' - this "
        + "role is only modifiable by AWS")
    #expect(root.error("iam", "DeleteRole", name)?.code == "UnmodifiableEntity")
    #expect(
      root.error("iam", "CreateServiceLinkedRole", ["AWSServiceName": "config.amazonaws.com"])?
        .message
        == "Service role name AWSServiceRoleForConfig has been taken in this account, please try "
        + "a different suffix.")
    let task = try root.call("iam", "DeleteServiceLinkedRole", name)["DeletionTaskId"] ?? .null
    #expect(
      try root.call("iam", "GetServiceLinkedRoleDeletionStatus", ["DeletionTaskId": task])[
        "Status"] == "SUCCEEDED")
    #expect(root.error("iam", "GetRole", name)?.code == "NoSuchEntity")
  }

  @Test func nobodyMakesARoleThatControlPoliciesWouldSpare() throws {
    let trust = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
      "Principal":{"AWS":"*"}}]}
      """
    let refused = root.error(
      "iam", "CreateRole",
      [
        "RoleName": "x", "Path": "/aws-service-role/config.amazonaws.com/",
        "AssumeRolePolicyDocument": .string(trust),
      ])
    #expect(refused?.code == "InvalidInput")
  }
}
