import AWS
import Emulator
import TestKit
import Testing

struct EC2AccessTests {
  private let staff: Staff
  private var root: Client { staff.root }

  init() throws { staff = try Staff() }

  private func group(_ client: Client, _ tags: AWSObject = [:]) throws(AWSError) -> String {
    try client.call(
      "ec2", "CreateSecurityGroup",
      AWSObject([("GroupName", "web"), ("Description", "d")] + tags.map { ($0.key, $0.value) })
    )["GroupId"]?.string ?? ""
  }

  private let blue: AWSObject = [
    "TagSpecifications": [
      ["ResourceType": "security-group", "Tags": [["Key": "team", "Value": "blue"]]]
    ]
  ]

  @Test func aTaggedCreationAsksForTheTagsAsWell() throws {
    let asked = root.asked(
      "ec2", "CreateSecurityGroup",
      [
        "GroupName": "a", "Description": "b",
        "TagSpecifications": blue["TagSpecifications"] ?? .null,
      ])
    let vpc = try root.call("ec2", "DescribeVpcs")["Vpcs"]?.list?.first?["VpcId"]?.string ?? ""
    #expect(
      asked.map(\.short) == [
        "ec2:CreateSecurityGroup security-group/*", "ec2:CreateTags security-group/*",
        "ec2:CreateSecurityGroup vpc/\(vpc)",
      ])
    #expect(asked[0].context["aws:RequestTag/team"] == ["blue"])
    #expect(asked[1].context["ec2:CreateAction"] == ["CreateSecurityGroup"])
    #expect(asked[1].context["aws:TagKeys"] == ["team"])
    #expect(asked[2].context["ec2:VpcID"] == [vpc])
  }

  @Test func taggingAtBirthMayBeAllowedForThatActionAlone() throws {
    let document = Staff.statements(
      #"{"Effect":"Allow","Action":"ec2:CreateSecurityGroup","Resource":"*"}"#,
      """
      {"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",\
      "Condition":{"StringEquals":{"ec2:CreateAction":"CreateSecurityGroup"}}}
      """)
    let alice = try staff.user("alice", document)
    let id = try group(alice, blue)
    let refused = alice.error(
      "ec2", "CreateTags",
      ["Resources": [.string(id)], "Tags": [["Key": "team", "Value": "red"]]])
    #expect(refused?.code == "UnauthorizedOperation")
  }

  @Test func aResourcesTagsDecideWhoMayChangeIt() throws {
    let ours = try group(root, blue)
    let theirs = try root.call(
      "ec2", "CreateSecurityGroup", ["GroupName": "other", "Description": "d"])["GroupId"]
    let alice = try staff.user(
      "alice",
      Staff.policy(
        "Allow", "ec2:*", #","Condition":{"StringEquals":{"aws:ResourceTag/team":"blue"}}"#))
    let rule: AWSObject = [
      "IpPermissions": [
        [
          "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
          "IpRanges": [["CidrIp": "10.0.0.0/8"]],
        ]
      ]
    ]
    func open(_ id: AWSValue) -> AWSError? {
      var input = rule
      input["GroupId"] = id
      return alice.error("ec2", "AuthorizeSecurityGroupIngress", input)
    }
    #expect(open(.string(ours)) == nil)
    #expect(open(theirs ?? .null)?.code == "UnauthorizedOperation")
  }

  @Test func whoMayNotDoesNotLearnWhetherAResourceIsThere() throws {
    let bob = try staff.user("bob", Staff.policy("Allow", "ec2:Describe*"))
    let missing = bob.error("ec2", "DeleteVpc", ["VpcId": "vpc-0123456789abcdef0"])
    #expect(missing?.code == "UnauthorizedOperation")
    #expect(
      missing?.message.contains(
        "on resource: arn:aws:ec2:us-east-1:123456789012:vpc/*") == true)
    #expect(
      root.error("ec2", "DeleteVpc", ["VpcId": "vpc-0123456789abcdef0"])?.code
        == "InvalidVpcID.NotFound")
  }

  @Test func aLaunchAsksForEachThingThatItUses() throws {
    let id = try group(root)
    let asked = root.asked(
      "ec2", "RunInstances",
      [
        "ImageId": "ami-0123456789abcdef0", "MinCount": 1, "MaxCount": 1,
        "InstanceType": "t3.micro", "SecurityGroupIds": [.string(id)], "KeyName": "ops",
        "TagSpecifications": [
          ["ResourceType": "instance", "Tags": [["Key": "team", "Value": "blue"]]]
        ],
      ])
    let subnets = try root.call("ec2", "DescribeSubnets")["Subnets"]?.list ?? []
    let subnet = subnets.first?["SubnetId"]?.string ?? ""
    #expect(
      asked.map(\.short) == [
        "ec2:RunInstances image/ami-0123456789abcdef0", "ec2:RunInstances instance/*",
        "ec2:CreateTags instance/*", "ec2:RunInstances network-interface/*",
        "ec2:RunInstances volume/*", "ec2:RunInstances security-group/\(id)",
        "ec2:RunInstances subnet/\(subnet)", "ec2:RunInstances key-pair/ops",
      ])
    #expect(asked[0].resource == "arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0")
    #expect(asked[1].context["ec2:InstanceType"] == ["t3.micro"])
    #expect(
      asked[3].context["ec2:Subnet"] == ["arn:aws:ec2:us-east-1:123456789012:subnet/\(subnet)"])
  }

  @Test func onlySmallInstancesMayBeLaunched() throws {
    let alice = try staff.user(
      "alice",
      Staff.statements(
        #"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#,
        """
        {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:aws:ec2:*:*:instance/*",\
        "Condition":{"StringNotLike":{"ec2:InstanceType":"t3.*"}}}
        """))
    func launch(_ type: String) -> AWSError? {
      alice.error(
        "ec2", "RunInstances",
        [
          "ImageId": "ami-0123456789abcdef0", "MinCount": 1, "MaxCount": 1,
          "InstanceType": .string(type),
        ])
    }
    #expect(launch("t3.nano") == nil)
    let refused = launch("p4d.24xlarge")
    #expect(refused?.message.contains("with an explicit deny in an identity-based policy") == true)
  }

  @Test func aRegionMayBeClosed() throws {
    let alice = try staff.user(
      "alice",
      Staff.policy(
        "Allow", "ec2:*", #","Condition":{"StringEquals":{"ec2:Region":"us-east-1"}}"#))
    #expect(alice.error("ec2", "DescribeVpcs") == nil)
    #expect(alice.region("eu-west-1").error("ec2", "DescribeVpcs") != nil)
  }
}
