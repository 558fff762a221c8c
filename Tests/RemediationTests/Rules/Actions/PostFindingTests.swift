import AWS
@testable import Remediation
import Testing

private let kind: AWSValue = "Software and Configuration Checks/AWS Security Best Practices"

private func action(_ more: AWSObject = [:]) -> AWSValue {
  var action: AWSObject = ["type": "post-finding", "types": [kind]]
  for (key, value) in more { action[key] = value }
  return .object(action)
}

private func plan(
  _ resource: String, _ document: AWSObject, _ more: AWSObject = [:],
  filters: AWSValue = [], answers: [String: AWSValue] = [:]
) throws -> Plan {
  try StorageCase(
    resource: resource, filters: filters, actions: [action(more)], document: document,
    answers: answers
  ).run().plan
}

extension Plan {
  /// The finding that its last step sends.
  fileprivate var finding: AWSValue? { steps.last?.call.input["Findings"]?.list?.first }
  fileprivate var resource: AWSValue? { finding?["Resources"]?.list?.first }
}

private let address: AWSValue = ["PrivateIpAddress": "10.0.0.4"]
private let instance: AWSObject = [
  "InstanceId": "i-1", "InstanceType": "t3.micro", "ImageId": "ami-1", "VpcId": "vpc-1",
  "LaunchTime": .timestamp(Timestamp(seconds: 0)), "KeyName": "",
  "IamInstanceProfile": ["Arn": "arn:aws:iam::1:instance-profile/p"],
  "NetworkInterfaces": [
    ["PrivateIpAddresses": .list(Array(repeating: address, count: 11))]
  ],
  "Tags": [["Key": "Env", "Value": "prod"]],
]
private let now = "2023-11-14T22:13:20+00:00"

@Suite struct PostFindingTests {
  @Test func aNewFindingIsPostedAndItsIdKeptInATag() throws {
    let plan = try plan(
      "ec2", instance,
      [
        "title": "open", "description": " open\n", "severity": 2.5, "severity_label": "HIGH",
        "severity_normalized": 70, "confidence": 90, "criticality": 0, "recommendation": "close",
        "recommendation_url": "https://example.com", "compliance_status": "FAILED",
        "region": "eu-west-1", "batch_size": 10,
      ])
    #expect(plan.steps.map(\.operation) == ["CreateTags", "BatchImportFindings"])
    let finding = try #require(plan.finding)
    let id = try #require(finding["Id"]?.string)
    #expect(id.hasPrefix("us-east-1/\(ConformanceTests.account)/"))
    // md5 of `["i-1"]`
    #expect(id.hasSuffix("/cf92938d2822628f1d1212ad5e284e8d"))
    #expect(
      plan.steps[0].call.input["Tags"]
        == [["Key": "c7n:FindingId:open", "Value": .string("\(id):\(now)")]])
    #expect(plan.steps[0].undo.map(\.operation) == ["DeleteTags"])
    #expect(plan.steps[1].call.scope.region == "eu-west-1")
    #expect(
      finding["ProductArn"]
        == "arn:aws:securityhub:eu-west-1::product/cloud-custodian/cloud-custodian")
    #expect(finding["Title"] == "open")
    #expect(finding["Description"] == "open")
    #expect(finding["Severity"] == ["Product": 2.5, "Normalized": 70, "Label": "HIGH"])
    #expect(finding["Confidence"] == 90)
    #expect(finding["Criticality"] == nil)
    #expect(finding["Compliance"] == ["Status": "FAILED"])
    #expect(
      finding["Remediation"]?["Recommendation"]
        == ["Text": "close", "Url": "https://example.com"])
    #expect(finding["GeneratorId"] == "p")
    #expect(finding["ProductFields"]?["resource"] == "ec2")
    #expect(finding["Types"] == [kind])
    #expect(finding["CreatedAt"] == .string(now))
    #expect(finding["UpdatedAt"] == .string(now))
    #expect(finding["RecordState"] == "ACTIVE")
  }

  @Test func theIdIsMadeOfThePolicyAsPythonWritesIt() throws {
    let finding = try #require(try plan("ec2", instance).finding)
    #expect(finding["Id"]?.string?.split(separator: "/")[2] == "4cec0204a8892b449dbe73bf019e114c")
  }

  @Test func undoArchivesWhatWasPosted() throws {
    let step = try #require(try plan("ec2", instance).steps.last)
    let archived = try #require(step.undo.first?.input["Findings"]?.list?.first)
    #expect(archived["RecordState"] == "ARCHIVED")
    #expect(archived["UpdatedAt"] == "2023-11-14T22:13:21+00:00")
    #expect(archived["Id"] == step.call.input["Findings"]?.list?.first?["Id"])
    #expect(step.irreversible != nil)
    let closed = try #require(
      try plan("ec2", instance, ["record_state": "ARCHIVED"]).steps.last)
    #expect(closed.undo.isEmpty)
  }

  @Test func aTaggedResourceHasItsFindingUpdated() throws {
    var tagged = instance
    tagged["Tags"] = [
      ["Key": "c7n:FindingId:p", "Value": "us-east-1/1/a/b:2020-01-01T00:00:00+00:00"]
    ]
    let plan = try plan("ec2", tagged)
    #expect(plan.steps.map(\.operation) == ["BatchImportFindings"])
    #expect(plan.finding?["Id"] == "us-east-1/1/a/b")
    #expect(plan.finding?["CreatedAt"] == "2020-01-01T00:00:00+00:00")
    #expect(plan.finding?["UpdatedAt"] == .string(now))
    #expect(plan.steps[0].undo.isEmpty && plan.steps[0].irreversible != nil)
  }

  @Test func aTagWithoutAnIdIsLeftAlone() throws {
    var tagged = instance
    tagged["Tags"] = [["Key": "c7n:FindingId:p", "Value": "mine"]]
    let plan = try plan("ec2", tagged)
    #expect(plan.steps.isEmpty)
    #expect(plan.remarks.first?.contains("holds no id") == true)
  }

  @Test func anInstanceIsShownWithTenAddressesAtMost() throws {
    let shown = try #require(try plan("ec2", instance).resource)
    let owner = ConformanceTests.account
    #expect(shown["Type"] == "AwsEc2Instance")
    #expect(shown["Tags"] == ["Env": "prod"])
    #expect(shown["Id"]?.string?.hasSuffix(":\(owner):instance/i-1") == true)
    let details = try #require(shown["Details"]?["AwsEc2Instance"])
    #expect(details["IpV4Addresses"]?.list?.count == 10)
    #expect(details["KeyName"] == nil)
    #expect(details["LaunchedAt"] == "1970-01-01T00:00:00+00:00")
    #expect(details["IamInstanceProfileArn"] == "arn:aws:iam::1:instance-profile/p")
  }

  @Test func whatCannotBeShownIsNotPosted() throws {
    var odd = instance
    odd["LaunchTime"] = nil
    let plan = try plan("ec2", odd)
    #expect(plan.steps.isEmpty)
    #expect(plan.remarks == ["no finding about i-1: what `LaunchTime` holds is not known"])
  }

  @Test func tagsThatCannotBeReadAreNotOverwritten() throws {
    var odd = instance
    odd["Tags"] = [["Key": "Env"]]
    let plan = try plan("ec2", odd)
    #expect(plan.steps.isEmpty && plan.remarks.count == 1)
  }

  @Test(arguments: ["ec2", "account"])
  func tagsThatWereNotReadAreARemark(type: String) throws {
    var odd = type == "ec2" ? instance : ["account_id": .string(ConformanceTests.account)]
    odd["Tags"] = .null
    let plan = try plan(type, odd)
    #expect(plan.steps.isEmpty && plan.notices.isEmpty)
    let id = type == "ec2" ? "i-1" : ConformanceTests.account
    #expect(plan.remarks == ["no finding about \(id): what `Tags` holds is not known"])
  }

  @Test func aBucketIsShownWithItsOwnerAndRegion() throws {
    let answers: [String: AWSValue] = [
      "GetBucketLocation": ["LocationConstraint": "eu-west-1"],
      "GetBucketTagging": ["TagSet": [["Key": "Env", "Value": "prod"]]],
      "GetBucketAcl": ["Owner": ["ID": "o", "DisplayName": "ann"], "Grants": []],
    ]
    let plan = try plan("s3", ["Name": "b"], answers: answers)
    #expect(plan.steps.map(\.operation) == ["PutBucketTagging", "BatchImportFindings"])
    #expect(
      plan.resource == [
        "Type": "AwsS3Bucket", "Id": "arn:aws:s3:::b", "Region": "eu-west-1",
        "Tags": ["Env": "prod"],
        "Details": ["AwsS3Bucket": ["OwnerId": "o", "OwnerName": "ann"]],
      ])
    #expect(plan.steps[1].call.scope.region == "us-east-1")
  }

  @Test func aRoleIsShownWithItsTrustPolicyAsText() throws {
    let plan = try plan(
      "iam-role",
      [
        "RoleName": "r", "Arn": "arn:aws:iam::1:role/r", "RoleId": "AROA1", "Path": "/",
        "AssumeRolePolicyDocument": ["Statement": [["Effect": "Allow"]]],
        "CreateDate": .timestamp(Timestamp(seconds: 0)), "MaxSessionDuration": 3600, "Tags": [],
        "stormdrill:Detail": true,
      ])
    #expect(plan.steps.map(\.operation) == ["TagRole", "BatchImportFindings"])
    #expect(plan.resource?["Partition"] == "aws")
    #expect(
      plan.resource?["Details"]?["AwsIamRole"] == [
        "AssumeRolePolicyDocument": #"{"Statement": [{"Effect": "Allow"}]}"#, "Path": "/",
        "CreateDate": "1970-01-01T00:00:00+00:00", "MaxSessionDuration": 3600,
        "RoleId": "AROA1", "RoleName": "r",
      ])
  }

  static let user: AWSObject = [
    "UserName": "ann", "Arn": "arn:aws:iam::1:user/ann", "Path": "/", "Tags": [],
    "CreateDate": .timestamp(Timestamp(seconds: 0)), "stormdrill:Detail": true,
  ]

  @Test func aUserIsShownMemberByMember() throws {
    let plan = try plan("iam-user", Self.user)
    #expect(plan.steps.map(\.operation) == ["TagUser", "BatchImportFindings"])
    #expect(
      plan.resource == [
        "Type": "Other", "Id": "arn:aws:iam::1:user/ann", "Region": "us-east-1",
        "Partition": "aws",
        "Details": [
          "Other": [
            "UserName": "ann", "Arn": "arn:aws:iam::1:user/ann", "Path": "/", "Tags": "[]",
            "CreateDate": "1970-01-01T00:00:00+00:00", "c7n:resource-type": "iam-user",
          ]
        ],
      ])
  }

  @Test func aRuleOnAccessKeysShowsTheFirstKey() throws {
    let keys: AWSValue = [
      "AccessKeyMetadata": [
        [
          "UserName": "ann", "AccessKeyId": "AKIA1", "Status": "Active",
          "CreateDate": .timestamp(Timestamp(seconds: 0)),
        ]
      ]
    ]
    let plan = try plan(
      "iam-user", Self.user,
      filters: [["type": "access-key", "key": "Status", "value": "Active"]],
      answers: ["ListAccessKeys": keys])
    #expect(plan.resource?["Type"] == "AwsIamAccessKey")
    #expect(plan.resource?["Id"] == "AKIA1")
    #expect(
      plan.resource?["Details"]?["AwsIamAccessKey"] == [
        "UserName": .string("arn:aws:iam:\(ConformanceTests.account):user/ann"),
        "Status": "Active", "CreatedAt": "1970-01-01T00:00:00+00:00",
      ])
  }

  @Test func valuesOfOtherTypesAreTextsOfBoundedLength() throws {
    let plan = try plan(
      "iam-policy",
      [
        "PolicyName": "x", "PolicyId": "ANPA1", "Arn": "arn:aws:iam::1:policy/x",
        "AttachmentCount": 2, "IsAttachable": true, "Tags": [["Key": "Env", "Value": "é"]],
        "More": .list(Array(repeating: "0123456789", count: 100)), "Description": "",
      ])
    #expect(plan.steps.map(\.operation) == ["TagResources", "BatchImportFindings"])
    let details = try #require(plan.resource?["Details"]?["Other"])
    #expect(details["AttachmentCount"] == "2")
    #expect(details["IsAttachable"] == "True")
    #expect(details["Tags"] == .string("[\n{\n\"Key\": \"Env\",\n\"Value\": \"\\u00e9\"\n}\n]"))
    #expect(details["More"]?.string?.count == 1024)
    #expect(details["Description"] == nil)
    #expect(plan.resource?["Tags"] == ["Env": "é"])
  }

  @Test func aSecurityGroupIsNamedOneWithoutDetailsOfItsOwn() throws {
    let plan = try plan("security-group", ["GroupId": "sg-1", "GroupName": "g"])
    #expect(plan.resource?["Type"] == "AwsEc2SecurityGroup")
    #expect(plan.resource?["Details"]?["Other"]?["GroupName"] == "g")
  }

  @Test func anAccountHasNoTagToKeepTheId() throws {
    let owner = ConformanceTests.account
    let plan = try plan("account", ["account_id": .string(owner), "account_name": "main"])
    #expect(plan.steps.map(\.operation) == ["BatchImportFindings"])
    #expect(plan.resource?["Id"] == .string("arn:::\(owner)"))
    #expect(plan.resource?["Details"]?["Other"]?["account_name"] == "main")
  }

  @Test func volumesAndNetworksHaveDetails() throws {
    let time = AWSValue.timestamp(Timestamp(seconds: 0))
    let volume = try plan(
      "ebs",
      [
        "VolumeId": "vol-1", "Size": 8, "Encrypted": false, "SnapshotId": "", "Status": "in-use",
        "CreateTime": time,
        "Attachments": [
          [
            "AttachTime": time, "InstanceId": "i-1", "DeleteOnTermination": true,
            "State": "attached",
          ]
        ],
      ])
    let start: AWSValue = "1970-01-01T00:00:00+00:00"
    #expect(
      volume.resource?["Details"]?["AwsEc2Volume"] == [
        "Size": 8, "Status": "in-use", "CreateTime": start,
        "Attachments": [
          [
            "AttachTime": start, "InstanceId": "i-1", "DeleteOnTermination": true,
            "Status": "attached",
          ]
        ],
      ])
    let network = try plan(
      "vpc",
      [
        "VpcId": "vpc-1", "State": "available",
        "CidrBlockAssociationSet": [
          [
            "AssociationId": "a", "CidrBlock": "10.0.0.0/16",
            "CidrBlockState": ["State": "associated"],
          ]
        ],
      ])
    #expect(
      network.resource?["Details"]?["AwsEc2Vpc"] == [
        "State": "available",
        "CidrBlockAssociationSet": [
          [
            "AssociationId": "a", "CidrBlock": "10.0.0.0/16", "CidrBlockState": "associated",
          ]
        ],
      ])
  }

  @Test func thePolicysTagsAreFieldsUnlessTheActionHasSome() throws {
    let fields: AWSObject = ["fields": ["team": "security", "resource": "mine"]]
    let own = try #require(try plan("ec2", instance, fields).finding?["ProductFields"])
    #expect(own["team"] == "security")
    #expect(own["resource"] == "mine")
    #expect(own["ProviderName"] == "CloudCustodian")
  }

  @Test(arguments: [
    (["types": ["Nothing/a"]], "`Nothing/a` is no type of finding"),
    (["types": ["TTPs/a/b/c"]], "`TTPs/a/b/c` is no type of finding"),
    (["types": []], "`types` is empty"),
    (["batch_size": 101], "`batch_size` can't be 101"),
    (["severity_label": "BAD"], "`severity_label` can't be `BAD`"),
    (["record_state": "OPEN"], "`record_state` can't be `OPEN`"),
    (["confidence": 0.5], "`confidence` can't be `0.5`"),
    (["title": " "], "`title` is blank"),
    (["fields": ["a": 1]], "`fields` can't hold"),
    (["color": "red"], "unknown key `color`"),
  ] as [(AWSObject, String)])
  func whatSecurityHubWouldNotTakeIsRefused(more: AWSObject, message: String) {
    let said = complaint("ec2", actions: [action(more)])
    #expect(said?.contains(message) == true, "\(said ?? "nothing")")
  }
}
