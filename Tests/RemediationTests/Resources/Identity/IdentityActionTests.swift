import AWS
import Testing

@testable import Remediation

@Suite struct IdentityActionTests {
  private static let all: [String: [APIOutcome]] = [
    "GetLoginProfile": [.success(["LoginProfile": ["UserName": "ann"]])],
    "ListAccessKeys": [.success(["AccessKeyMetadata": [["AccessKeyId": "AKIA0000000000001"]]])],
    "ListAttachedUserPolicies": [
      .success([
        "AttachedPolicies": [["PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p"]]
      ])
    ],
    "ListUserPolicies": [.success(["PolicyNames": ["in"]])],
    "GetUserPolicy": [.success(["PolicyDocument": "%7B%22a%22%3A1%7D"])],
    "ListMFADevices": [.success(["MFADevices": [["SerialNumber": "arn:aws:iam::1:mfa/ann"]]])],
    "ListGroupsForUser": [.success(["Groups": [["GroupName": "ops"]]])],
    "ListSSHPublicKeys": [
      .success([
        "SSHPublicKeys": [["SSHPublicKeyId": "APKAEXAMPLE0000000001", "Status": "Active"]]
      ])
    ],
    "ListSigningCertificates": [
      .success(["Certificates": [["CertificateId": "TA7SMP42TDN5Z26OBPJE7EXAMPLE"]]])
    ],
    "ListServiceSpecificCredentials": [
      .success([
        "ServiceSpecificCredentials": [["ServiceSpecificCredentialId": "ACCA000000000000001"]]
      ])
    ],
  ]

  @Test func aUserGoesWithAllThatBelongsToItInOrder() throws {
    var user = IdentityRun.user
    user["Tags"] = [["Key": "a", "Value": "b"]]
    user["PermissionsBoundary"] = ["PermissionsBoundaryArn": "arn:aws:iam::aws:policy/b"]
    let run = try IdentityRun("iam-user", actions: ["delete"], user, Self.all)
    #expect(
      run.steps == [
        "DeleteLoginProfile", "DeleteAccessKey", "DetachUserPolicy", "DeleteUserPolicy",
        "DeactivateMFADevice", "RemoveUserFromGroup", "DeleteSSHPublicKey",
        "DeleteSigningCertificate", "DeleteServiceSpecificCredential", "DeleteUser",
      ])
    let undo = run.plan.steps.flatMap(\.undo)
    #expect(
      undo.map(\.operation) == ["AttachUserPolicy", "PutUserPolicy", "AddUserToGroup", "CreateUser"]
    )
    #expect(undo[1].input["PolicyDocument"] == #"{"a":1}"#)
    #expect(
      undo[3].input == [
        "UserName": "ann", "Path": "/team/", "Tags": [["Key": "a", "Value": "b"]],
        "PermissionsBoundary": "arn:aws:iam::aws:policy/b",
      ])
    #expect(run.plan.steps.filter { $0.irreversible == nil }.count == 3)
  }

  @Test func optionsDeleteTheirPartsOnly() throws {
    let parts = try IdentityRun(
      "iam-user", actions: [["type": "delete", "options": ["user-policies", "console-access"]]],
      IdentityRun.user, Self.all)
    #expect(parts.steps == ["DeleteLoginProfile", "DetachUserPolicy", "DeleteUserPolicy"])
    let none = try IdentityRun(
      "iam-user", actions: [["type": "delete", "options": ["console-access"]]], IdentityRun.user,
      ["GetLoginProfile": [IdentityRun.missing]])
    #expect(none.steps == [])
    #expect(none.plan.remarks == ["ann has nothing of: console-access"])
    #expect(
      IdentityRun.refusal("iam-user", actions: [["type": "delete", "options": ["ssh-key"]]])
        .contains("did you mean `ssh-keys`"))
  }

  @Test func aForcedRoleLeavesItsPoliciesAndProfilesFirst() throws {
    let answers: [String: [APIOutcome]] = [
      "ListAttachedRolePolicies": [
        .success([
          "AttachedPolicies": [["PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p"]]
        ])
      ],
      "ListRolePolicies": [.success(["PolicyNames": ["in"]])],
      "GetRolePolicy": [IdentityRun.missing],
      "ListInstanceProfilesForRole": [
        .success(["InstanceProfiles": [["InstanceProfileName": "web", "Path": "/"]]])
      ],
    ]
    let forced = try IdentityRun(
      "iam-role", actions: [["type": "delete", "force": true]], IdentityRun.role, answers)
    #expect(
      forced.steps == [
        "DetachRolePolicy", "DeleteRolePolicy", "RemoveRoleFromInstanceProfile",
        "DeleteInstanceProfile", "DeleteRole",
      ])
    #expect(forced.plan.steps[1].irreversible == "the policy could not be read before")
    #expect(
      forced.plan.steps[4].undo.first?.input["AssumeRolePolicyDocument"] == #"{"Statement":[]}"#)
    let plain = try IdentityRun("iam-role", actions: ["delete"], IdentityRun.role)
    #expect(plain.steps == ["DeleteRole"])
    var linked = IdentityRun.role
    linked["Path"] = "/aws-service-role/x.amazonaws.com/"
    let spared = try IdentityRun("iam-role", actions: ["delete"], linked)
    #expect(spared.steps.isEmpty)
    #expect(spared.plan.remarks.count == 1)
  }

  @Test func aPolicyGoesAfterItsOtherVersions() throws {
    let answers: [String: [APIOutcome]] = [
      "ListPolicyVersions": [
        .success([
          "Versions": [
            ["VersionId": "v2", "IsDefaultVersion": true],
            ["VersionId": "v1", "IsDefaultVersion": false],
          ]
        ])
      ],
      "GetPolicyVersion": [
        .success(["PolicyVersion": ["Document": "%7B%22n%22%3A2%7D"]]),
        .success(["PolicyVersion": ["Document": "%7B%22n%22%3A1%7D"]]),
      ],
    ]
    let run = try IdentityRun("iam-policy", actions: ["delete"], IdentityRun.policy, answers)
    #expect(run.steps == ["DeletePolicyVersion", "DeletePolicy"])
    #expect(run.plan.steps[0].undo.first?.input["PolicyDocument"] == #"{"n":1}"#)
    #expect(run.plan.steps[1].undo.first?.input["PolicyDocument"] == #"{"n":2}"#)
    var managed = IdentityRun.policy
    managed["Arn"] = "arn:aws:iam::aws:policy/own"
    let spared = try IdentityRun("iam-policy", actions: ["delete"], managed, answers)
    #expect(spared.steps.isEmpty)
    #expect(spared.plan.remarks == ["arn:aws:iam::aws:policy/own is AWS's own"])
  }

  @Test func aForcedGroupLosesItsUsersFirst() throws {
    let users: APIOutcome = .success(["Users": [["UserName": "ann"], ["UserName": "bob"]]])
    let run = try IdentityRun(
      "iam-group", actions: [["type": "delete", "force": true]], IdentityRun.group,
      ["GetGroup": [users]])
    #expect(run.steps == ["RemoveUserFromGroup", "RemoveUserFromGroup", "DeleteGroup"])
    #expect(
      run.plan.steps.flatMap(\.undo).map(\.operation) == [
        "AddUserToGroup", "AddUserToGroup", "CreateGroup",
      ])
    let inline = try IdentityRun(
      "iam-group", actions: ["delete-inline-policies"], IdentityRun.group,
      ["ListGroupPolicies": [.success(["PolicyNames": []])]])
    #expect(inline.plan.remarks == ["ops has no inline policy"])
  }

  @Test func aBoundaryComesBackAsItWas() throws {
    var bounded = IdentityRun.user
    bounded["PermissionsBoundary"] = ["PermissionsBoundaryArn": "arn:aws:iam::aws:policy/old"]
    let set = try IdentityRun(
      "iam-user", actions: [["type": "set-boundary", "policy": "own"]], bounded)
    #expect(
      set.plan.steps.first?.call.input["PermissionsBoundary"]
        == "arn:aws:iam::123456789012:policy/own")
    #expect(
      set.plan.steps.first?.undo.first?.input["PermissionsBoundary"]
        == "arn:aws:iam::aws:policy/old")
    let gone = try IdentityRun(
      "iam-user", actions: [["type": "set-boundary", "state": "absent"]], bounded)
    #expect(gone.steps == ["DeleteUserPermissionsBoundary"])
    #expect(gone.plan.steps.first?.undo.map(\.operation) == ["PutUserPermissionsBoundary"])
    let none = try IdentityRun(
      "iam-role", actions: [["type": "set-boundary", "state": "absent"]], IdentityRun.role)
    #expect(none.plan.remarks == ["app has no boundary"])
    #expect(
      IdentityRun.refusal("iam-role", actions: ["set-boundary"]).contains("has no `policy`"))
  }

  @Test func membershipChangesOnceAndComesBack() throws {
    func run(_ state: AWSValue, _ group: AWSValue) throws -> IdentityRun {
      try IdentityRun(
        "iam-user", actions: [["type": "set-groups", "state": state, "group": group]],
        IdentityRun.user, ["ListGroupsForUser": Self.all["ListGroupsForUser"] ?? []])
    }
    #expect(try run("remove", "ops").steps == ["RemoveUserFromGroup"])
    #expect(try run("remove", "ops").plan.steps.first?.undo.map(\.operation) == ["AddUserToGroup"])
    #expect(try run("add", "dev").steps == ["AddUserToGroup"])
    #expect(try run("add", "ops").plan.remarks == ["ann is in group ops already"])
    #expect(try run("remove", "dev").plan.remarks == ["ann is not in group dev"])
  }

  @Test func sshKeysThatWereNotedAreDisabled() throws {
    let run = try IdentityRun(
      "iam-user", filters: [["type": "ssh-key", "key": "Status", "value": "Active"]],
      actions: [["type": "delete-ssh-keys", "matched": true, "disable": true]], IdentityRun.user,
      ["ListSSHPublicKeys": Self.all["ListSSHPublicKeys"] ?? []])
    #expect(run.steps == ["UpdateSSHPublicKey"])
    #expect(run.plan.steps.first?.undo.first?.input["Status"] == "Active")
    let unnoted = try IdentityRun(
      "iam-user", actions: [["type": "delete-ssh-keys", "matched": true]], IdentityRun.user,
      ["ListSSHPublicKeys": Self.all["ListSSHPublicKeys"] ?? []])
    #expect(unnoted.plan.remarks == ["ann has no SSH key that a filter noted"])
  }
}
