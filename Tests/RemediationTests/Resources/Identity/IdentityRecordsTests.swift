import AWS
import Testing

@testable import Remediation

@Suite struct IdentityRecordsTests {
  private func record(
    _ name: String, _ input: AWSObject = [:], _ output: AWSObject = [:],
    by identity: AWSObject = ["type": "Root"]
  ) -> CloudTrailRecord {
    CloudTrailRecord([
      "eventSource": "iam.amazonaws.com", "eventName": .string(name), "awsRegion": "us-east-1",
      "recipientAccountId": "123456789012", "requestParameters": .object(input),
      "responseElements": .object(output), "userIdentity": .object(identity),
    ])
  }

  /// The ids, and for each look-up its operation and what it asks for.
  private func touched(_ type: ResourceType, _ record: CloudTrailRecord) -> [String] {
    #expect(type.touchingEvents.contains(record.eventName))
    return type.touched(record).map { resource in
      switch resource {
      case .id(let id, _): return id
      case .lookup(let read, _):
        expectOnWire(read.call)
        return "\(read.call.operation) \(read.call.input.map { $0.value.string ?? "" }.joined())"
      }
    }
  }

  @Test func usersAreFoundByEveryNameThatRecordsGive() {
    let ann: AWSObject = ["type": "IAMUser", "userName": "ann"]
    #expect(touched(.iamUser, record("AttachUserPolicy", ["userName": "ann"])) == ["ann"])
    #expect(
      touched(.iamUser, record("UpdateUser", ["userName": "ann", "newUserName": "bea"]))
        == ["bea", "ann"])
    #expect(
      touched(.iamUser, record("CreateAccessKey", [:], ["accessKey": ["userName": "ann"]]))
        == ["ann"])
    #expect(
      touched(.iamUser, record("AddUserToGroup", ["userName": "ann", "groupName": "ops"]))
        == ["ann"])
    #expect(touched(.iamUser, record("DeleteAccessKey", ["accessKeyId": "A"], by: ann)) == ["ann"])
    #expect(touched(.iamUser, record("CreateUser", [:], by: ann)) == [])
    #expect(touched(.iamUser, record("DeleteAccessKey", ["accessKeyId": "A"])) == [])
    #expect(
      touched(.iamUser, record("AttachGroupPolicy", ["groupName": "ops", "policyArn": "x"]))
        == ["GetGroup ops"])
  }

  @Test func rolesAndGroupsAreFoundByName() {
    #expect(touched(.iamRole, record("UpdateAssumeRolePolicy", ["roleName": "app"])) == ["app"])
    #expect(
      touched(.iamRole, record("CreateServiceLinkedRole", [:], ["role": ["roleName": "svc"]]))
        == ["svc"])
    #expect(
      touched(.iamRole, record("AddRoleToInstanceProfile", ["roleName": "app"])) == ["app"])
    #expect(
      touched(.iamGroup, record("AddUserToGroup", ["userName": "ann", "groupName": "ops"]))
        == ["ops"])
    #expect(
      touched(.iamGroup, record("UpdateGroup", ["groupName": "ops", "newGroupName": "sre"]))
        == ["sre", "ops"])
    #expect(ResourceType.iamRole.touched(record("CreateUser", ["userName": "ann"])).isEmpty)
  }

  @Test func policiesAreLookedUpByARN() {
    let own: AWSValue = "arn:aws:iam::123456789012:policy/own"
    #expect(
      touched(.iamPolicy, record("CreatePolicy", [:], ["policy": ["policyId": "ANPA1"]]))
        == ["ANPA1"])
    #expect(
      touched(.iamPolicy, record("CreatePolicyVersion", ["policyArn": own]))
        == ["GetPolicy arn:aws:iam::123456789012:policy/own"])
    #expect(
      touched(.iamPolicy, record("AttachRolePolicy", ["roleName": "app", "policyArn": own]))
        == ["GetPolicy arn:aws:iam::123456789012:policy/own"])
    #expect(
      touched(
        .iamPolicy,
        record("PutUserPermissionsBoundary", ["userName": "ann", "permissionsBoundary": own]))
        == ["GetPolicy arn:aws:iam::123456789012:policy/own"])
    #expect(
      touched(
        .iamPolicy,
        record("AttachUserPolicy", ["policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"]))
        == [])
  }

  @Test func eachIsReadByWhatRecordsCallIt() {
    for (type, id) in [
      (ResourceType.iamUser, "ann"), (.iamRole, "app"), (.iamGroup, "ops"), (.iamPolicy, "ANPA1"),
    ] {
      let read = type.readOne(id, IdentityRun.scope)
      expectOnWire(read.call)
      expectOnWire(type.enumerate(IdentityRun.scope).call)
    }
    let read = ResourceType.iamPolicy.readOne("ANPA1", IdentityRun.scope)
    #expect(read.documents([["Policies": [["PolicyId": "ANPA1"]]]]).count == 1)
  }
}
