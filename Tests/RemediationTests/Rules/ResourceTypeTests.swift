import AWS
@testable import Remediation
import Testing

private let scope = Scope(account: "123456789012", region: "eu-west-1")

private func record(_ source: String, _ name: String, _ more: (String, AWSValue)...)
  -> CloudTrailRecord
{
  CloudTrailRecord(
    AWSObject(
      [
        ("eventSource", .string("\(source).amazonaws.com")), ("eventName", .string(name)),
        ("awsRegion", "eu-west-1"), ("recipientAccountId", "123456789012"),
      ] + more))
}

/// The ids, and a `?` for each look-up.
private func touched(_ type: ResourceType, _ record: CloudTrailRecord) -> [String] {
  type.touched(record).map { resource in
    if case .id(let id, _) = resource { id } else { "?" }
  }
}

@Suite struct ResourceTypeTests {
  @Test func securityGroupsAreFoundInEveryShapeOfRecord() {
    let nested = record(
      "ec2", "AuthorizeSecurityGroupIngress",
      ("requestParameters", ["groupId": "sg-1", "ipPermissions": ["items": []]]))
    let byName = record(
      "ec2", "AuthorizeSecurityGroupIngress",
      ("requestParameters", ["groupName": "web", "ipPermissions": [:]]))
    let answered = record(
      "ec2", "AuthorizeSecurityGroupIngress", ("requestParameters", ["groupName": "web"]),
      (
        "responseElements",
        ["securityGroupRuleSet": ["items": [["groupId": "sg-2"], ["groupId": "sg-2"]]]]
      ))
    let modified = record(
      "ec2", "ModifySecurityGroupRules",
      ("requestParameters", ["ModifySecurityGroupRulesRequest": ["GroupId": "sg-3"]]))
    let tagged = record(
      "ec2", "CreateTags",
      (
        "requestParameters",
        ["resourcesSet": ["items": [["resourceId": "sg-4"], ["resourceId": "i-1"]]]]
      ))
    #expect(touched(.securityGroup, nested) == ["sg-1"])
    #expect(touched(.securityGroup, byName) == ["?"])
    #expect(touched(.securityGroup, answered) == ["sg-2"])
    #expect(touched(.securityGroup, modified) == ["sg-3"])
    #expect(touched(.securityGroup, tagged) == ["sg-4"])
    #expect(touched(.ec2Instance, tagged) == ["i-1"])
    #expect(touched(.securityGroup, record("ec2", "RunInstances")) == [])
    #expect(touched(.s3Bucket, nested) == [])
  }

  @Test func trailsAreNamedByNameAndByARN() {
    let arn = "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit"
    let byARN = record("cloudtrail", "StopLogging", ("requestParameters", ["name": .string(arn)]))
    let byName = record("cloudtrail", "StopLogging", ("requestParameters", ["name": "audit"]))
    #expect(touched(.cloudTrail, byARN) == [arn])
    #expect(
      touched(.cloudTrail, byName) == ["arn:aws:cloudtrail:eu-west-1:123456789012:trail/audit"])
    guard case .id(_, let home)? = ResourceType.cloudTrail.touched(byARN).first else {
      Issue.record("no id")
      return
    }
    #expect(home.region == "us-east-1")
  }

  @Test func recordsWithoutParametersTouchNothing() {
    // Every record concerns its account.
    for type in ResourceTypes.all where type.name != "aws.account" {
      for source in ["ec2", "s3", "iam", "cloudtrail"] {
        #expect(touched(type, record(source, "X", ("requestParameters", .null))) == [])
      }
    }
  }

  /// Answers every call of a hydration from a table, and says which were made.
  private func hydrate(
    _ type: ResourceType, _ hydrations: [Hydration], _ document: AWSObject,
    _ answers: [String: AWSObject]
  ) -> (document: AWSObject, calls: [String]) {
    var document = document
    var calls: [String] = []
    let setting = ReadSetting(scope: scope, now: Timestamp(microseconds: 0))
    while let read = type.nextCall(for: hydrations, document: document, in: setting),
      calls.count < 20
    {
      calls.append(read.call.operation)
      read.fold(&document, answers[read.call.operation].map { [$0] })
    }
    return (document, calls)
  }

  @Test func aUsersPoliciesAreReadOneAfterTheOther() {
    let (document, calls) = hydrate(
      .iamUser, [.userPoliciesViaGroups], ["UserName": "u"],
      [
        "ListAttachedUserPolicies": ["AttachedPolicies": [["PolicyArn": "arn:a"]]],
        "ListGroupsForUser": ["Groups": [["GroupName": "g"]]],
        "ListAttachedGroupPolicies": ["AttachedPolicies": [["PolicyArn": "arn:b"]]],
      ])
    #expect(
      calls == [
        "ListAttachedUserPolicies", "ListGroupsForUser", "ListAttachedGroupPolicies", "GetPolicy",
        "GetPolicy",
      ])
    #expect(document["c7n:Policies"]?.list?.map { $0["Arn"] } == ["arn:a", "arn:b"])
  }

  @Test func whatABucketLacksIsAnAnswer() {
    let (document, calls) = hydrate(
      .s3Bucket, [.bucketPolicy, .bucketPublicAccessBlock, .bucketACL, .bucketWebsiteIfReadable],
      ["Name": "b"], ["GetBucketLocation": ["LocationConstraint": "EU"], "GetBucketAcl": [:]])
    #expect(
      calls == ["GetBucketLocation", "GetBucketPolicy", "GetPublicAccessBlock", "GetBucketAcl"])
    #expect(document["Policy"] == AWSValue.null)
    #expect(document["c7n:PublicAccessBlock"]?["BlockPublicAcls"] == false)
    #expect(ResourceType.s3Bucket.homeScope(document, scope).region == "eu-west-1")
  }

  @Test func whatAFilterNamesIsFetched() throws {
    func needs(_ resource: String, _ filter: AWSValue) throws -> [Hydration] {
      let text = JSON.text(
        ["policies": [["name": "p", "resource": .string(resource), "filters": [filter]]]]
          as AWSObject)
      let loaded = PolicyFile.load(text: text, file: "p.json")
      return try #require(loaded.policies.first, "\(loaded.diagnostics)").hydrations
    }
    #expect(try needs("s3", ["Name": "x"]) == [])
    #expect(try needs("s3", ["tag:x": "y"]) == [.bucketTags])
    #expect(try needs("s3", ["Versioning.Status": "Enabled"]) == [.bucketVersioning])
    #expect(
      try needs(
        "s3", ["or": [["type": "has-statement", "statement_ids": ["A"]], ["Policy": "absent"]]])
        == [.bucketPolicy])
    #expect(try needs("iam-user", ["PermissionsBoundary": "absent"]) == [.userDetail])
    #expect(
      try needs("cloudtrail", ["type": "status", "key": "IsLogging", "value": false])
        == [.trailStatus])
  }

  @Test func pagesAreAskedForUntilTheLast() {
    let read = ResourceType.securityGroup.enumerate(scope)
    #expect(read.nextPage(after: ["NextToken": "t"])?.input["NextToken"] == "t")
    #expect(read.nextPage(after: [:]) == nil)
    #expect(read.nextPage(after: ["NextToken": ""]) == nil)
    #expect(
      read.documents([["SecurityGroups": [["GroupId": "a"]]], ["SecurityGroups": []]])
        == [["GroupId": "a"]])
  }
}
