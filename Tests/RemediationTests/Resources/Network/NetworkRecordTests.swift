import AWS
@testable import Remediation
import Testing

private func touched(
  _ type: ResourceType, _ name: String, _ parameters: AWSValue, _ answer: AWSValue = .null
) -> [String] {
  let record = CloudTrailRecord([
    "eventSource": "ec2.amazonaws.com", "eventName": .string(name), "awsRegion": "eu-west-1",
    "recipientAccountId": "123456789012", "requestParameters": parameters,
    "responseElements": answer,
  ])
  #expect(type.touchingEvents.contains(name))
  return type.touched(record).map { resource in
    if case .id(let id, _) = resource { id } else { "?" }
  }
}

@Suite struct NetworkRecordTests {
  @Test func plainParametersName() {
    #expect(touched(.vpc, "ModifyVpcAttribute", ["vpcId": "vpc-1"]) == ["vpc-1"])
    #expect(
      touched(
        .subnet, "ModifySubnetAttribute",
        ["subnetId": "subnet-1", "mapPublicIpOnLaunch": ["value": true]]) == ["subnet-1"])
    #expect(
      touched(
        .networkACL, "ReplaceNetworkAclEntry", ["networkAclId": "acl-1", "ruleNumber": 100])
        == ["acl-1"])
    #expect(
      touched(
        .routeTable, "CreateRoute", ["routeTableId": "rtb-1", "gatewayId": "igw-1"]) == ["rtb-1"])
    let attached: AWSValue = ["internetGatewayId": "igw-1", "vpcId": "vpc-1"]
    #expect(touched(.internetGateway, "AttachInternetGateway", attached) == ["igw-1"])
    #expect(touched(.vpc, "AttachInternetGateway", attached) == ["vpc-1"])
  }

  @Test func answersNameWhatIsNew() {
    #expect(
      touched(.vpc, "CreateVpc", ["cidrBlock": "10.0.0.0/16"], ["vpc": ["vpcId": "vpc-1"]])
        == ["vpc-1"])
    #expect(
      touched(
        .networkACL, "CreateNetworkAcl", ["vpcId": "vpc-1"],
        ["networkAcl": ["networkAclId": "acl-1", "associationSet": [:]]]) == ["acl-1"])
  }

  @Test func theNewerNestingNames() {
    let logs: AWSValue = [
      "CreateFlowLogsRequest": [
        "ResourceType": "VPC", "LogGroupName": "vpc-flows",
        "ResourceId": [["tag": 1, "content": "vpc-1"], ["tag": 2, "content": "vpc-2"]],
      ]
    ]
    #expect(touched(.vpc, "CreateFlowLogs", logs) == ["vpc-1", "vpc-2"])
    let endpoint: AWSValue = [
      "CreateVpcEndpointRequest": [
        "VpcId": "vpc-1", "RouteTableId": ["tag": 1, "content": "rtb-1"],
        "SubnetId": [["tag": 1, "content": "subnet-1"]],
      ]
    ]
    #expect(touched(.vpc, "CreateVpcEndpoint", endpoint) == ["vpc-1"])
    #expect(touched(.routeTable, "CreateVpcEndpoint", endpoint) == ["rtb-1"])
    #expect(touched(.subnet, "CreateVpcEndpoint", endpoint) == ["subnet-1"])
  }

  @Test func namesAndAssociationsAreNoIDs() {
    #expect(
      touched(
        .vpc, "CreateVpc", [
          "tagSpecificationSet": ["items": [["tags": [["key": "Name", "value": "vpc-prod"]]]]]
        ]) == [])
    let answer: AWSValue = [
      "DisassociateVpcCidrBlockResponse": [
        "vpcId": "vpc-1", "cidrBlockAssociation": ["associationId": "vpc-cidr-assoc-1"],
      ]
    ]
    #expect(
      touched(
        .vpc, "DisassociateVpcCidrBlock", ["associationId": "vpc-cidr-assoc-1"], answer)
        == ["vpc-1"])
  }

  @Test func whatNamesNothingHasAllLookedAt() {
    let deleted: AWSValue = ["DeleteFlowLogsRequest": ["FlowLogId": ["content": "fl-1"]]]
    #expect(touched(.vpc, "DeleteFlowLogs", deleted) == ["?"])
    #expect(touched(.subnet, "DeleteFlowLogs", deleted) == ["?"])
    #expect(
      touched(.routeTable, "DisassociateRouteTable", ["associationId": "rtbassoc-1"]) == ["?"])
  }

  @Test func tagsNameWhatTheyAreOn() {
    let tagged: AWSValue = [
      "resourcesSet": ["items": [["resourceId": "acl-1"], ["resourceId": "subnet-1"]]],
      "tagSet": ["items": [["key": "Name", "value": "acl-2"]]],
    ]
    #expect(touched(.networkACL, "CreateTags", tagged) == ["acl-1"])
    #expect(touched(.subnet, "DeleteTags", tagged) == ["subnet-1"])
  }

  @Test(arguments: ["vpc", "subnet", "internet-gateway", "network-acl", "route-table"])
  func readsOfOneAndOfAllCanBeMade(name: String) throws {
    let type = try #require(ResourceTypes.named(name))
    let scope = NetworkCase.scope
    expectOnWire(type.enumerate(scope).call)
    expectOnWire(type.readOne("x-1", scope).call)
    let arn = type.arn(AWSObject([(type.idMember, "x-1")]), scope).description
    #expect(arn == "arn:aws:ec2:us-east-1:\(scope.account):\(name)/x-1")
  }
}
