import AWS
import Emulator
import TestKit
import Testing

struct EC2GatewayTests {
  private let fixture: EC2Fixture

  init() throws { fixture = try EC2Fixture() }

  private func gateway(_ tags: AWSValue? = nil) throws -> String {
    var input: AWSObject = [:]
    if let tags {
      input["TagSpecifications"] = [["ResourceType": "internet-gateway", "Tags": tags]]
    }
    let answer = try fixture.call("CreateInternetGateway", input)
    return try #require(answer.value.at("InternetGateway", "InternetGatewayId")?.string)
  }

  private func attachment(_ gateway: String, _ vpc: String) -> AWSObject {
    ["InternetGatewayId": .string(gateway), "VpcId": .string(vpc)]
  }

  @Test func defaultVPCReachesTheInternetFromTheStart() throws {
    let gateways = try fixture.call("DescribeInternetGateways")["InternetGateways"]?.list
    let vpc = try fixture.call(
      "DescribeVpcs", ["Filters": [EC2Fixture.filter("is-default", ["true"])]])["Vpcs"]?.list?
      .first?["VpcId"]
    #expect(gateways?.count == 1)
    #expect(
      gateways?.first?["Attachments"] == [["State": "available", "VpcId": vpc ?? ""]])
    #expect(gateways?.first?["OwnerId"] == "123456789012")
  }

  @Test func gatewayIsAttachedOnceAndAVPCHasOne() throws {
    let first = try gateway()
    let second = try gateway()
    try fixture.call("AttachInternetGateway", attachment(first, fixture.vpc))
    let again = fixture.error("AttachInternetGateway", attachment(first, fixture.vpc))
    #expect(again?.code == "Resource.AlreadyAssociated")
    #expect(again?.message == "resource \(first) is already attached to network \(fixture.vpc)")
    let other = fixture.error("AttachInternetGateway", attachment(second, fixture.vpc))
    #expect(other?.code == "InvalidParameterValue")
    #expect(
      other?.message == "Network \(fixture.vpc) already has an internet gateway attached")
    let detached = fixture.error("DetachInternetGateway", attachment(second, fixture.vpc))
    #expect(detached?.code == "Gateway.NotAttached")
    #expect(
      fixture.error("DeleteInternetGateway", ["InternetGatewayId": .string(first)])?.code
        == "DependencyViolation")
    try fixture.call("DetachInternetGateway", attachment(first, fixture.vpc))
    try fixture.call("DeleteInternetGateway", ["InternetGatewayId": .string(first)])
    let gone = fixture.error("DescribeInternetGateways", ["InternetGatewayIds": [.string(first)]])
    #expect(gone?.code == "InvalidInternetGatewayID.NotFound")
    #expect(gone?.message == "The internetGateway ID '\(first)' does not exist")
  }

  @Test func publicAddressesHoldTheGateway() throws {
    let gateways = try fixture.call("DescribeInternetGateways")["InternetGateways"]?.list
    let gateway = gateways?.first?["InternetGatewayId"]?.string ?? ""
    let vpc = gateways?.first?["Attachments"]?.list?.first?["VpcId"]?.string ?? ""
    let instance = try fixture.call(
      "RunInstances",
      ["ImageId": "ami-029eb80bc237bec6f", "MinCount": 1, "MaxCount": 1])["Instances"]?.list?
      .first?["InstanceId"]
    let later = Client.start + .minutes(5)
    let error = fixture.error("DetachInternetGateway", attachment(gateway, vpc), at: later)
    #expect(error?.code == "DependencyViolation")
    #expect(
      error?.message == "Network \(vpc) has some mapped public address(es). Please unmap those "
        + "public address(es) before detaching the gateway.")
    try fixture.call("TerminateInstances", ["InstanceIds": [instance ?? ""]], at: later)
    try fixture.call(
      "DetachInternetGateway", attachment(gateway, vpc), at: later + .minutes(5))
  }

  @Test func vpcWithAGatewayStays() throws {
    let plain = try fixture.call("CreateVpc", ["CidrBlock": "10.7.0.0/16"])
    let vpc = plain.value.at("Vpc", "VpcId") ?? ""
    let id = vpc.string ?? ""
    let gateway = try gateway()
    try fixture.call("AttachInternetGateway", attachment(gateway, id))
    let error = fixture.error("DeleteVpc", ["VpcId": vpc])
    #expect(error?.code == "DependencyViolation")
    #expect(error?.message == "The vpc '\(id)' has dependencies and cannot be deleted.")
    try fixture.call("DetachInternetGateway", attachment(gateway, id))
    let egress = try fixture.call("CreateEgressOnlyInternetGateway", ["VpcId": vpc])
    #expect(fixture.error("DeleteVpc", ["VpcId": vpc])?.code == "DependencyViolation")
    let egressID = egress.value.at(
      "EgressOnlyInternetGateway", "EgressOnlyInternetGatewayId")
    try fixture.call(
      "DeleteEgressOnlyInternetGateway", ["EgressOnlyInternetGatewayId": egressID ?? ""])
    try fixture.call("DeleteVpc", ["VpcId": vpc])
  }

  @Test func filtersAndTagsNarrowTheList() throws {
    let tagged = try gateway([["Key": "team", "Value": "blue"]])
    _ = try gateway()
    for (name, values, count) in [
      ("tag:team", ["blue"], 1), ("internet-gateway-id", [tagged], 1),
      ("attachment.state", ["available"], 1), ("attachment.vpc-id", [fixture.vpc], 0),
      ("owner-id", ["123456789012"], 3), ("tag-key", ["team"], 1),
    ] {
      let answer = try fixture.call(
        "DescribeInternetGateways", ["Filters": [EC2Fixture.filter(name, values)]])
      #expect(answer["InternetGateways"]?.list?.count == count, "\(name)")
    }
    #expect(
      fixture.error(
        "DescribeInternetGateways", ["Filters": [EC2Fixture.filter("vpc-id", ["x"])]])?.code
        == "InvalidParameterValue")
    try fixture.call(
      "CreateTags", ["Resources": [.string(tagged)], "Tags": [["Key": "a", "Value": "b"]]])
    let tags = try fixture.call(
      "DescribeTags",
      ["Filters": [EC2Fixture.filter("resource-type", ["internet-gateway"])]])
    #expect(tags["Tags"]?.list?.count == 2)
  }

  @Test func dryRunMakesNothing() throws {
    #expect(
      fixture.error("CreateInternetGateway", ["DryRun": true])?.code == "DryRunOperation")
    #expect(
      try fixture.call("DescribeInternetGateways")["InternetGateways"]?.list?.count == 1)
  }

  @Test func recordsHaveTheFormOfRealOnes() throws {
    let id = try gateway([["Key": "Name", "Value": "n"]])
    let created = try fixture.lastRecord()
    #expect(
      created.requestParameters.json
        == #"{"tagSpecificationSet":{"items":[{"resourceType":"internet-gateway","tags":"#
        + #"[{"key":"Name","value":"n"}]}]}}"#)
    let answer = created.responseElements
    #expect(answer["_return"] == nil)
    #expect(
      answer["internetGateway"]
        == [
          "attachmentSet": [:], "internetGatewayId": .string(id), "ownerId": "123456789012",
          "tagSet": ["items": [["key": "Name", "value": "n"]]], "association": [:],
        ])
    try fixture.call("AttachInternetGateway", attachment(id, fixture.vpc))
    let attached = try fixture.lastRecord()
    #expect(
      attached.requestParameters
        == ["internetGatewayId": .string(id), "vpcId": .string(fixture.vpc)])
    #expect(attached.responseElements["_return"] == true)
    try fixture.call("DescribeInternetGateways", ["InternetGatewayIds": [.string(id)]])
    #expect(
      try fixture.lastRecord().requestParameters.json
        == #"{"internetGatewayIdSet":{"items":[{"internetGatewayId":"\#(id)"}]},"filterSet":{}}"#)
    try fixture.call("DescribeEgressOnlyInternetGateways", ["MaxResults": 255])
    #expect(
      try fixture.lastRecord().requestParameters
        == ["DescribeEgressOnlyInternetGatewaysRequest": ["MaxResults": 255]])
    try fixture.call("DescribeEgressOnlyInternetGateways")
    #expect(
      try fixture.lastRecord().requestParameters
        == ["DescribeEgressOnlyInternetGatewaysRequest": ""])
    try fixture.call("CreateEgressOnlyInternetGateway", ["VpcId": .string(fixture.vpc)])
    let egress = try fixture.lastRecord()
    #expect(
      egress.requestParameters
        == ["CreateEgressOnlyInternetGatewayRequest": ["VpcId": .string(fixture.vpc)]])
    #expect(
      egress.responseElements.at(
        "CreateEgressOnlyInternetGatewayResponse", "egressOnlyInternetGateway", "attachmentSet",
        "item", "vpcId")?.string == fixture.vpc)
  }
}
