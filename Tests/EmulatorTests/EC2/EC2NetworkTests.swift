import AWS
import Emulator
import TestKit
import Testing

struct EC2NetworkTests {
  @Test func everyAccountHasADefaultVPCInEachRegion() throws {
    let world = try World.fresh()
    let vpcs = try world.call("ec2", "DescribeVpcs")["Vpcs"]?.list
    #expect(vpcs?.count == 1)
    #expect(vpcs?.first?["CidrBlock"] == "172.31.0.0/16")
    #expect(vpcs?.first?["IsDefault"] == true)
    let subnets = try world.call("ec2", "DescribeSubnets")["Subnets"]?.list ?? []
    #expect(subnets.map { $0["AvailabilityZone"] }.first == "us-east-1a")
    #expect(
      subnets.map { $0["CidrBlock"] }
        == [
          "172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20", "172.31.48.0/20",
          "172.31.64.0/20", "172.31.80.0/20",
        ])
    #expect(subnets.allSatisfy { $0["AvailableIpAddressCount"] == 4091 })
    #expect(subnets.allSatisfy { $0["MapPublicIpOnLaunch"] == true })
    let west = try world.call("ec2", "DescribeSubnets", region: "us-west-1")["Subnets"]?.list
    #expect(west?.count == 2)
  }

  @Test func newVPCHasADefaultGroup() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "CreateVpc",
      [
        "CidrBlock": "10.1.2.3/16",
        "TagSpecifications": [
          ["ResourceType": "vpc", "Tags": [["Key": "Name", "Value": "n"]]]
        ],
      ])
    let vpc = try #require(answer.value.at("Vpc", "VpcId")?.string)
    #expect(answer.value.at("Vpc", "CidrBlock") == "10.1.0.0/16")
    #expect(answer.value.at("Vpc", "State") == "pending")
    #expect(answer.value.at("Vpc", "IsDefault") == false)
    let groups = try fixture.filtered("vpc-id", vpc)
    #expect(groups.count == 1)
    let record = try #require(
      try fixture.world.records().last { $0.eventName == "CreateVpc" })
    #expect(
      record.requestParameters.json
        == #"{"cidrBlock":"10.1.2.3/16","instanceTenancy":"default","#
        + #""amazonProvidedIpv6CidrBlock":false,"tagSpecificationSet":{"items":[{"resourceType":"#
        + #""vpc","tags":[{"key":"Name","value":"n"}]}]}}"#)
    #expect(record.responseElements["_return"] == nil)
    #expect(record.responseElements.at("vpc", "vpcId") == .string(vpc))
    #expect(record.responseElements.at("vpc", "ipv6CidrBlockAssociationSet") == [:])
    #expect(
      record.responseElements.at("vpc", "tagSet")
        == ["items": [["key": "Name", "value": "n"]]])
  }

  @Test(arguments: [
    ("10.0.0.0/8", "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid."),
    ("10.0.0.0/29", "InvalidVpc.Range", "The CIDR '10.0.0.0/29' is invalid."),
    (
      "ten", "InvalidParameterValue",
      "Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block."
    ),
  ])
  func badVPCBlockIsRefused(block: String, code: String, message: String) throws {
    let error = try EC2Fixture().error("CreateVpc", ["CidrBlock": .string(block)])
    #expect(error == AWSError(code, message))
  }

  private func createSubnet(
    _ fixture: EC2Fixture, _ block: String, zone: String? = nil
  ) throws(AWSError) -> AWSObject {
    var input: AWSObject = ["VpcId": .string(fixture.vpc), "CidrBlock": .string(block)]
    input.set("AvailabilityZone", zone.map(AWSValue.string))
    return try fixture.call("CreateSubnet", input)["Subnet"]?.object ?? [:]
  }

  @Test func subnetsStayInsideTheirVPCAndApart() throws {
    let fixture = try EC2Fixture()
    let subnet = try createSubnet(fixture, "10.0.128.0/24", zone: "us-east-1b")
    #expect(subnet["AvailabilityZoneId"] == "use1-az2")
    #expect(subnet["AvailableIpAddressCount"] == 251)
    #expect(subnet["MapPublicIpOnLaunch"] == false)
    func error(_ block: String, zone: String? = nil) -> AWSError? {
      do throws(AWSError) {
        _ = try createSubnet(fixture, block, zone: zone)
        return nil
      } catch { return error }
    }
    #expect(
      error("10.0.128.128/25")
        == AWSError(
          "InvalidSubnet.Conflict", "The CIDR '10.0.128.128/25' conflicts with another subnet"))
    #expect(error("10.1.0.0/24")?.code == "InvalidSubnet.Range")
    #expect(error("10.0.0.0/30")?.code == "InvalidSubnet.Range")
    #expect(
      error("10.0.1.0/24", zone: "us-west-1a")
        == AWSError(
          "InvalidParameterValue",
          "Value (us-west-1a) for parameter availabilityZone is invalid. Subnets can currently"
            + " only be created in the following availability zones: us-east-1a, us-east-1b,"
            + " us-east-1c, us-east-1d, us-east-1e, us-east-1f."))
  }

  @Test func subnetAttributeChanges() throws {
    let fixture = try EC2Fixture()
    let id = try #require(try createSubnet(fixture, "10.0.1.0/24")["SubnetId"])
    try fixture.call(
      "ModifySubnetAttribute", ["SubnetId": id, "MapPublicIpOnLaunch": ["Value": true]])
    #expect(
      try fixture.lastRecord().requestParameters
        == ["subnetId": id, "mapPublicIpOnLaunch": ["value": true]])
    let shown = try fixture.call(
      "DescribeSubnets",
      ["Filters": [EC2Fixture.filter("map-public-ip-on-launch", ["true"])]])
    #expect(shown["Subnets"]?.list?.contains { $0["SubnetId"] == id } == true)
    #expect(
      fixture.error("ModifySubnetAttribute", ["SubnetId": id])?.code
        == "InvalidParameterCombination")
  }

  @Test func networksGoInOrder() throws {
    let fixture = try EC2Fixture()
    let subnet = try #require(try createSubnet(fixture, "10.0.1.0/24")["SubnetId"])
    let vpc: AWSObject = ["VpcId": .string(fixture.vpc)]
    #expect(
      fixture.error("DeleteVpc", vpc)
        == AWSError(
          "DependencyViolation",
          "The vpc '\(fixture.vpc)' has dependencies and cannot be deleted."))
    try fixture.call("DeleteSubnet", ["SubnetId": subnet])
    #expect(fixture.error("DeleteVpc", vpc)?.code == "DependencyViolation")
    try fixture.call("DeleteSecurityGroup", ["GroupId": .string(fixture.app)])
    try fixture.call("DeleteVpc", vpc)
    let record = try fixture.lastRecord()
    #expect(record.requestParameters == ["vpcId": .string(fixture.vpc)])
    #expect(
      record.responseElements
        == ["requestId": record.document["requestID"] ?? .null, "_return": true])
    #expect(
      fixture.error("DeleteVpc", vpc)
        == AWSError("InvalidVpcID.NotFound", "The vpc ID '\(fixture.vpc)' does not exist"))
    #expect(
      fixture.error("DescribeSubnets", ["SubnetIds": [subnet]])
        == AWSError(
          "InvalidSubnetID.NotFound",
          "The subnet ID '\(subnet.string ?? "")' does not exist"))
  }

  @Test func vpcsFilterAndPage() throws {
    let fixture = try EC2Fixture()
    for index in 1...6 {
      try fixture.call("CreateVpc", ["CidrBlock": .string("10.\(index).0.0/16")])
    }
    let one = try fixture.call(
      "DescribeVpcs", ["Filters": [EC2Fixture.filter("cidr", ["10.3.0.0/16"])]])
    #expect(one["Vpcs"]?.list?.count == 1)
    let first = try fixture.call("DescribeVpcs", ["MaxResults": 5])
    let second = try fixture.call(
      "DescribeVpcs", ["MaxResults": 5, "NextToken": first["NextToken"] ?? .null])
    #expect(second["Vpcs"]?.list?.count == 3)
    #expect(
      fixture.error(
        "DescribeVpcs", ["Filters": [EC2Fixture.filter("colour", ["red"])]])?.message
        == "The filter 'colour' is invalid")
  }

  @Test func regionsAreThoseOfThePartition() throws {
    let fixture = try EC2Fixture()
    let open = try fixture.call("DescribeRegions")["Regions"]?.list ?? []
    #expect(open.count == 17)
    #expect(open.allSatisfy { $0["OptInStatus"] == "opt-in-not-required" })
    #expect(open.contains { $0["Endpoint"] == "ec2.eu-central-1.amazonaws.com" })
    let all = try fixture.call("DescribeRegions", ["AllRegions": true])["Regions"]?.list ?? []
    #expect(all.contains { $0["RegionName"] == "me-south-1" })
    #expect(!all.contains { $0["RegionName"] == "cn-north-1" })
    #expect(
      try fixture.lastRecord().requestParameters.json == #"{"regionSet":{},"allRegions":true}"#)
    #expect(
      fixture.error("DescribeRegions", ["RegionNames": ["mars-1"]])?.code
        == "InvalidParameterValue")
  }

  @Test func zonesAreThoseOfTheRegion() throws {
    let world = try World.fresh()
    let zones = try world.call(
      "ec2", "DescribeAvailabilityZones", region: "ap-northeast-1")["AvailabilityZones"]?.list
    #expect(
      zones?.map { $0["ZoneName"] }
        == ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"])
    #expect(zones?.allSatisfy { $0["State"] == "available" } == true)
  }

  @Test func accountAttributesNameTheDefaultVPC() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "DescribeAccountAttributes", ["AttributeNames": ["default-vpc"]])
    let vpc = try EC2Store(fixture.world.database).defaultVPC(in: .home)
    #expect(
      answer["AccountAttributes"]
        == [
          [
            "AttributeName": "default-vpc",
            "AttributeValues": [["AttributeValue": .string(vpc?.id ?? "")]],
          ]
        ])
  }
}
