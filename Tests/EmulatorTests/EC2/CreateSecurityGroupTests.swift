import AWS
import Emulator
import TestKit
import Testing

struct CreateSecurityGroupTests {
  @Test func newGroupLetsEverythingOutAndNothingIn() throws {
    let fixture = try EC2Fixture()
    let group = try fixture.described(fixture.app)
    #expect(group["GroupName"] == "app")
    #expect(group["VpcId"] == .string(fixture.vpc))
    #expect(group["OwnerId"] == "123456789012")
    #expect(group["IpPermissions"] == [])
    #expect(
      group["IpPermissionsEgress"]
        == [
          [
            "IpProtocol": "-1", "UserIdGroupPairs": [], "IpRanges": [["CidrIp": "0.0.0.0/0"]],
            "Ipv6Ranges": [], "PrefixListIds": [],
          ]
        ])
  }

  @Test func groupWithoutVPCGoesToTheDefaultOne() throws {
    let fixture = try EC2Fixture()
    let vpcs = try fixture.call(
      "DescribeVpcs", ["Filters": [EC2Fixture.filter("is-default", ["true"])]])
    #expect(
      try fixture.described(fixture.web)["VpcId"] == vpcs["Vpcs"]?.list?.first?["VpcId"])
  }

  @Test func tagsComeBackWithTheGroup() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "CreateSecurityGroup",
      [
        "GroupName": "tagged", "Description": "d",
        "TagSpecifications": [
          ["ResourceType": "security-group", "Tags": [["Key": "a", "Value": "1"]]]
        ],
      ])
    #expect(answer["Tags"] == [["Key": "a", "Value": "1"]])
    let id = try #require(answer["GroupId"]?.string)
    #expect(
      answer["SecurityGroupArn"]
        == .string("arn:aws:ec2:us-east-1:123456789012:security-group/\(id)"))
    #expect(try fixture.described(id)["Tags"] == [["Key": "a", "Value": "1"]])
  }

  @Test func nameIsUniqueInItsVPC() throws {
    let fixture = try EC2Fixture()
    let input: AWSObject = [
      "GroupName": "APP", "Description": "d", "VpcId": .string(fixture.vpc),
    ]
    let error = fixture.error("CreateSecurityGroup", input)
    #expect(error?.code == "InvalidGroup.Duplicate")
    #expect(
      error?.message == "The security group 'APP' already exists for VPC '\(fixture.vpc)'")
    try fixture.call("CreateSecurityGroup", ["GroupName": "app", "Description": "d"])
  }

  @Test(arguments: [
    (
      "sg-mine", "d", "InvalidParameterValue",
      "Value (sg-mine) for parameter GroupName is invalid. Group names may not be in the format"
        + " sg-*."
    ),
    ("default", "d", "InvalidParameterValue", "Cannot use reserved security group name: default"),
    (
      "näme", "d", "InvalidParameterValue",
      "Value (näme) for parameter GroupName is invalid. Character sets beyond ASCII are not"
        + " supported."
    ),
    (
      "n", "don't", "InvalidParameterValue",
      "Invalid security group description. Valid descriptions are strings less than 256"
        + " characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
    ),
  ])
  func badTextIsRefused(name: String, description: String, code: String, message: String) throws {
    let error = try EC2Fixture().error(
      "CreateSecurityGroup",
      ["GroupName": .string(name), "Description": .string(description)])
    #expect(error?.code == code)
    #expect(error?.message == message)
    #expect(error?.status == 400)
  }

  @Test func missingVPCIsNotFound() throws {
    let error = try EC2Fixture().error(
      "CreateSecurityGroup",
      ["GroupName": "n", "Description": "d", "VpcId": "vpc-0123456789abcdef0"])
    #expect(error?.code == "InvalidVpcID.NotFound")
    #expect(error?.message == "The vpc ID 'vpc-0123456789abcdef0' does not exist")
  }

  @Test func dryRunChangesNothing() throws {
    let fixture = try EC2Fixture()
    let input: AWSObject = ["GroupName": "dry", "Description": "d", "DryRun": true]
    let error = fixture.error("CreateSecurityGroup", input)
    #expect(error?.code == "DryRunOperation")
    #expect(error?.status == 412)
    #expect(error?.message == "Request would have succeeded, but DryRun flag is set.")
    #expect(try fixture.filtered("group-name", "dry").isEmpty)
    #expect(try fixture.lastRecord().errorCode == nil)
    let refused = try fixture.world.records().dropLast().last
    #expect(refused?.errorCode == "Client.DryRunOperation")
  }

  @Test func withoutDefaultVPCOneMustBeNamed() throws {
    let fixture = try EC2Fixture()
    let world = fixture.world
    let vpc = try #require(try EC2Store(world.database).defaultVPC(in: .home))
    for subnet in try EC2Store(world.database).subnets(in: .home) {
      try fixture.call("DeleteSubnet", ["SubnetId": .string(subnet.id)])
    }
    try fixture.call("DeleteSecurityGroup", ["GroupId": .string(fixture.web)])
    let gateway = try #require(
      try EC2Store(world.database).internetGateway(ofVPC: vpc.id))
    try fixture.call(
      "DetachInternetGateway",
      ["InternetGatewayId": .string(gateway.id), "VpcId": .string(vpc.id)])
    try fixture.call("DeleteVpc", ["VpcId": .string(vpc.id)])
    let error = fixture.error("CreateSecurityGroup", ["GroupName": "n", "Description": "d"])
    #expect(error?.code == "VPCIdNotSpecified")
    #expect(error?.message == "No default VPC for this user")
    try fixture.call("CreateDefaultVpc")
    try fixture.call("CreateSecurityGroup", ["GroupName": "n", "Description": "d"])
    #expect(fixture.error("CreateDefaultVpc")?.code == "DefaultVpcAlreadyExists")
  }

  @Test func recordHasTheRealShape() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "CreateSecurityGroup",
      [
        "GroupName": "open-sg", "Description": "Allow TLS inbound traffic",
        "VpcId": .string(fixture.vpc),
        "TagSpecifications": [
          ["ResourceType": "security-group", "Tags": [["Key": "Name", "Value": "open-sg"]]]
        ],
      ])
    let id = try #require(answer["GroupId"]?.string)
    let record = try fixture.lastRecord()
    #expect(
      record.requestParameters.json
        == #"{"groupName":"open-sg","groupDescription":"Allow TLS inbound traffic","#
        + #""vpcId":"\#(fixture.vpc)","tagSpecificationSet":{"items":[{"resourceType":"#
        + #""security-group","tags":[{"key":"Name","value":"open-sg"}]}]}}"#)
    let requestID = try #require(record.document["requestID"]?.string)
    #expect(
      record.responseElements.json
        == #"{"requestId":"\#(requestID)","_return":true,"groupId":"\#(id)","#
        + #""tagSet":{"items":[{"key":"Name","value":"open-sg"}]}}"#)
    #expect(!record.isReadOnly)
  }
}

extension Scope {
  /// The account and region of the tests' calls.
  static let home = Scope(account: "123456789012", region: "us-east-1")
}
