import AWS
import Remediation
import Testing

/// The plan of one policy about one resource that matches it.
private func plan(
  _ resource: String, filters: AWSValue = [], actions: AWSValue, _ document: AWSObject
) throws -> Plan {
  let policy: AWSObject = [
    "name": "p", "resource": .string(resource), "filters": filters, "actions": actions,
  ]
  let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
  let (policies, diagnostics) = PolicyFile.load(text: text, file: "p.json")
  let compiled = try #require(policies.first, "\(diagnostics)")
  let evaluation = compiled.evaluate(
    resources([document], of: compiled.resourceType), context())
  return compiled.plan(try #require(evaluation.matches.first), context())
}

private func name(_ call: APICall) -> String { "\(call.service):\(call.operation)" }

@Suite struct ActionTests {
  static let bucketPolicy = """
    {"Version":"2012-10-17", "Statement": [
      {"Sid":"A","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"},
      {"Sid":"B","Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"s3:*"}]}
    """

  @Test func justTheMatchedPermissionIsRevokedAndComesBackWhole() throws {
    let document: AWSObject = [
      "GroupId": "sg-1", "OwnerId": "1",
      "IpPermissions": [
        [
          "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
          "IpRanges": [["CidrIp": "0.0.0.0/0", "Description": "d"], ["CidrIp": "10.0.0.0/8"]],
        ]
      ],
    ]
    let steps = try plan(
      "security-group", filters: [["type": "ingress", "Cidr": "0.0.0.0/0"]],
      actions: ["remove-permissions"], document
    ).steps
    #expect(steps.map(\.call).map(name) == ["ec2:RevokeSecurityGroupIngress"])
    #expect(
      steps[0].call.input["IpPermissions"]?.list?.first?["IpRanges"] == [
        ["CidrIp": "0.0.0.0/0", "Description": "d"]
      ])
    #expect(steps[0].undo.map(name) == ["ec2:AuthorizeSecurityGroupIngress"])
    #expect(steps[0].undo[0].input == steps[0].call.input)
    let all = try plan(
      "security-group", actions: [["type": "remove-permissions", "ingress": "all"]], document)
    #expect(all.steps[0].call.input["IpPermissions"] == document["IpPermissions"])
  }

  @Test func statementsGoAndThePolicyComesBackToTheByte() throws {
    let document: AWSObject = ["Name": "b", "Policy": .string(Self.bucketPolicy)]
    let step = try plan(
      "s3", filters: [["type": "cross-account"]],
      actions: [["type": "remove-statements", "statement_ids": "matched"]], document
    ).steps[0]
    #expect(name(step.call) == "s3:PutBucketPolicy")
    let left = try JSON.parse(step.call.input["Policy"]?.string ?? "")
    #expect(left["Statement"]?.list?.map { $0["Sid"] } == ["B"])
    #expect(step.undo[0].input["Policy"]?.string == Self.bucketPolicy)
    let all = try plan(
      "s3", actions: [["type": "remove-statements", "statement_ids": "*"]], document)
    #expect(all.steps.map(\.call).map(name) == ["s3:DeleteBucketPolicy"])
    let none = try plan(
      "s3", actions: [["type": "remove-statements", "statement_ids": ["Z"]]], document)
    #expect(none.steps.isEmpty)
    #expect(none.remarks.count == 1)
  }

  @Test func theBlockThatWasThereComesBack() throws {
    let block: AWSValue = [
      "BlockPublicAcls": true, "IgnorePublicAcls": false, "BlockPublicPolicy": true,
      "RestrictPublicBuckets": true,
    ]
    let step = try plan(
      "s3", actions: [["type": "set-public-block", "IgnorePublicAcls": true]],
      [
        "Name": "b", "c7n:PublicAccessBlock": block,
        "Location": ["LocationConstraint": "eu-west-1"],
      ]
    ).steps[0]
    #expect(step.call.scope.region == "eu-west-1")
    #expect(
      step.call.input["PublicAccessBlockConfiguration"]?.object?.allSatisfy { $0.value == true }
        == true)
    #expect(step.undo[0].input["PublicAccessBlockConfiguration"] == block)
  }

  @Test func globalGrantsGoAndTheOwnersStays() throws {
    let everyone = "http://acs.amazonaws.com/groups/global/AllUsers"
    let document: AWSObject = [
      "Name": "b",
      "Acl": [
        "Owner": ["ID": "1"],
        "Grants": [
          ["Grantee": ["ID": "1"], "Permission": "FULL_CONTROL"],
          ["Grantee": ["URI": .string(everyone)], "Permission": "READ"],
          ["Grantee": ["URI": .string(everyone)], "Permission": "WRITE"],
        ],
      ],
    ]
    func kept(_ document: AWSObject) throws -> [AWSValue?] {
      let step = try plan("s3", actions: ["delete-global-grants"], document).steps[0]
      #expect(step.undo[0].input["AccessControlPolicy"]?["Grants"]?.list?.count == 3)
      return (step.call.input["AccessControlPolicy"]?["Grants"]?.list ?? []).map {
        $0["Permission"]
      }
    }
    #expect(try kept(document) == ["FULL_CONTROL"])
    var website = document
    website["Website"] = ["IndexDocument": ["Suffix": "index.html"]]
    #expect(try kept(website) == ["FULL_CONTROL", "READ"])
  }

  @Test func policiesAreDetachedOnlyWhereTheyAreAttached() throws {
    let document: AWSObject = [
      "UserName": "u",
      "stormdrill:AttachedPolicies": [["PolicyArn": "arn:a"], ["PolicyArn": "arn:b"]],
    ]
    func calls(_ state: String, _ arn: String) throws -> [String] {
      try plan(
        "iam-user",
        actions: [["type": "set-policy", "state": .string(state), "arn": .string(arn)]], document
      ).steps.map { "\($0.call.operation) \($0.call.input["PolicyArn"]?.string ?? "")" }
    }
    #expect(try calls("detached", "arn:a") == ["DetachUserPolicy arn:a"])
    #expect(try calls("detached", "*") == ["DetachUserPolicy arn:a", "DetachUserPolicy arn:b"])
    #expect(try calls("detached", "arn:c") == [])
    #expect(
      try calls("attached", "mine") == [
        "AttachUserPolicy arn:aws:iam::123456789012:policy/mine"
      ])
  }

  @Test func tagsComeBackAsTheyWere() throws {
    let tags: AWSValue = [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]]
    let actions: AWSValue = [["type": "tag", "tags": ["a": "9", "c": "{account_id}"]]]
    let vpc = try plan("vpc", actions: actions, ["VpcId": "vpc-1", "Tags": tags]).steps[0]
    #expect(
      vpc.call.input["Tags"] == [
        ["Key": "a", "Value": "9"], ["Key": "c", "Value": "123456789012"],
      ])
    #expect(vpc.undo.map(name) == ["ec2:CreateTags", "ec2:DeleteTags"])
    #expect(vpc.undo[0].input["Tags"] == [["Key": "a", "Value": "1"]])
    let bucket = try plan("s3", actions: actions, ["Name": "b", "Tags": tags]).steps[0]
    #expect(bucket.call.input["Tagging"]?["TagSet"]?.list?.count == 3)
    #expect(bucket.undo[0].input["Tagging"]?["TagSet"] == tags)
    let gone = try plan(
      "vpc", actions: [["type": "untag", "tags": ["a", "z"]]], ["VpcId": "v", "Tags": tags])
    #expect(gone.steps[0].undo[0].input["Tags"] == [["Key": "a", "Value": "1"]])
  }

  @Test func marksAreDueTodayUnlessDaysAreSaid() throws {
    func mark(_ more: (String, AWSValue)...) throws -> AWSValue? {
      try plan(
        "vpc",
        actions: [.object(AWSObject([("type", "mark-for-op"), ("op", "notify")] + more))],
        ["VpcId": "v"]
      ).steps[0].call.input["Tags"]?.list?.first?["Value"]
    }
    #expect(try mark() == "Resource does not meet policy: notify@2023/11/14")
    #expect(try mark(("days", 4)) == "Resource does not meet policy: notify@2023/11/18")
    #expect(
      try mark(("hours", 2), ("msg", "{op}@{action_date}")) == "notify@2023/11/15 0013 UTC")
  }

  @Test func trailsAreStartedAndShadowsLeftAlone() throws {
    let trail: AWSObject = [
      "Name": "t", "TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/t",
      "HomeRegion": "us-east-1", "IsMultiRegionTrail": true,
      "c7n:TrailStatus": ["IsLogging": false],
    ]
    let steps = try plan("cloudtrail", actions: ["set-logging"], trail).steps
    #expect(steps.map(\.call).map(name) == ["cloudtrail:StartLogging"])
    #expect(steps[0].undo.map(name) == ["cloudtrail:StopLogging"])
    var shadow = trail
    shadow["HomeRegion"] = "eu-west-1"
    #expect(try plan("cloudtrail", actions: ["set-logging"], shadow).steps.isEmpty)
  }

  @Test func noticesCarryResourceAndPolicy() throws {
    let notices = try plan(
      "vpc", filters: [["VpcId": "present"]],
      actions: [
        [
          "type": "notify", "to": ["a@b.c"], "subject": "in {account_id}",
          "transport": ["type": "webhook", "url": "http://127.0.0.1/x"],
        ]
      ], ["VpcId": "v", "stormdrill:DefaultVpc": "v"]
    ).notices
    #expect(notices.map(\.transport) == [.webhook(url: "http://127.0.0.1/x")])
    let body = try #require(notices.first?.body)
    #expect(body["resources"] == [["VpcId": "v", "c7n:MatchedFilters": ["VpcId"]]])
    #expect(body["policy"]?["name"] == "p")
    #expect(body["action"]?["subject"] == "in 123456789012")
  }
}
