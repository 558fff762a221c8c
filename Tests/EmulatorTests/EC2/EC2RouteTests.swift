import AWS
import Emulator
import TestKit
import Testing

struct EC2RouteTests {
  private let fixture: EC2Fixture

  init() throws { fixture = try EC2Fixture() }

  private func tables(_ filters: AWSValue...) throws -> [AWSValue] {
    try fixture.call("DescribeRouteTables", ["Filters": .list(filters)])["RouteTables"]?.list ?? []
  }

  private func main(_ vpc: String) throws -> AWSValue {
    try #require(
      try tables(
        EC2Fixture.filter("association.main", ["true"]), EC2Fixture.filter("vpc-id", [vpc])
      ).first)
  }

  private func table() throws -> String {
    try fixture.call("CreateRouteTable", ["VpcId": .string(fixture.vpc)])["RouteTable"]?[
      "RouteTableId"]?.string ?? ""
  }

  private func subnet() throws -> String {
    try fixture.call(
      "CreateSubnet", ["VpcId": .string(fixture.vpc), "CidrBlock": "10.0.1.0/24"])["Subnet"]?[
        "SubnetId"]?.string ?? ""
  }

  private func gateway() throws -> String {
    let id =
      try fixture.call("CreateInternetGateway")["InternetGateway"]?["InternetGatewayId"]?.string
      ?? ""
    try fixture.call(
      "AttachInternetGateway", ["InternetGatewayId": .string(id), "VpcId": .string(fixture.vpc)])
    return id
  }

  private func route(_ table: String, _ block: String, _ gateway: String) -> AWSObject {
    [
      "RouteTableId": .string(table), "DestinationCidrBlock": .string(block),
      "GatewayId": .string(gateway),
    ]
  }

  @Test func everyVPCHasAMainTableAndTheDefaultOneAWayOut() throws {
    let own = try main(fixture.vpc)
    #expect(
      own["Routes"]
        == [
          [
            "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local",
            "Origin": "CreateRouteTable", "State": "active",
          ]
        ])
    let vpc = try fixture.call(
      "DescribeVpcs", ["Filters": [EC2Fixture.filter("is-default", ["true"])]])["Vpcs"]?.list?
      .first?["VpcId"]?.string
    let routes = try main(vpc ?? "")["Routes"]?.list ?? []
    #expect(
      routes.map { $0["DestinationCidrBlock"]?.string } == ["172.31.0.0/16", "0.0.0.0/0"])
    #expect(routes.last?["GatewayId"]?.string?.hasPrefix("igw-") == true)
  }

  @Test func routeLeadsNowhereOnceItsGatewayIsDetached() throws {
    let table = try table()
    let gateway = try gateway()
    try fixture.call("CreateRoute", route(table, "0.0.0.0/0", gateway))
    func state() throws -> AWSValue? {
      try tables(EC2Fixture.filter("route-table-id", [table])).first?["Routes"]?.list?.last?[
        "State"]
    }
    #expect(try state() == "active")
    try fixture.call(
      "DetachInternetGateway",
      ["InternetGatewayId": .string(gateway), "VpcId": .string(fixture.vpc)])
    #expect(try state() == "blackhole")
    #expect(try tables(EC2Fixture.filter("route.state", ["blackhole"])).count == 1)
  }

  @Test func routesAreMadeOnceChangedAndDeleted() throws {
    let table = try table()
    let gateway = try gateway()
    try fixture.call("CreateRoute", route(table, "0.0.0.0/0", gateway))
    let twice = fixture.error("CreateRoute", route(table, "0.0.0.0/0", gateway))
    #expect(twice?.code == "RouteAlreadyExists")
    #expect(twice?.message == "The route identified by 0.0.0.0/0 already exists.")
    let local = fixture.error("CreateRoute", route(table, "10.0.5.0/24", gateway))
    #expect(local?.code == "InvalidParameterValue")
    #expect(
      fixture.error("CreateRoute", route(table, "10.9.0.0/16", "igw-0123456789abcdef0"))?.code
        == "InvalidGatewayID.NotFound")
    #expect(
      fixture.error("ReplaceRoute", route(table, "10.9.0.0/16", gateway))?.code
        == "InvalidRoute.NotFound")
    try fixture.call("ReplaceRoute", route(table, "0.0.0.0/0", gateway))
    let deletion: AWSObject = [
      "RouteTableId": .string(table), "DestinationCidrBlock": "0.0.0.0/0",
    ]
    try fixture.call("DeleteRoute", deletion)
    let gone = fixture.error("DeleteRoute", deletion)
    #expect(
      gone?.message == "no route with destination-cidr-block 0.0.0.0/0 in route table \(table)")
    #expect(
      fixture.error(
        "DeleteRoute",
        ["RouteTableId": .string(table), "DestinationCidrBlock": "10.0.0.0/16"])?.message
        == "cannot remove local route 10.0.0.0/16 in route table \(table)")
    #expect(
      fixture.error(
        "CreateRoute",
        ["RouteTableId": .string(table), "DestinationCidrBlock": "10.9.0.0/16"])?.code
        == "InvalidParameterCombination")
  }

  @Test func gatewayOfAnotherNetworkIsNoTarget() throws {
    let table = try table()
    let other = try fixture.call("DescribeInternetGateways")["InternetGateways"]?.list?.first?[
      "InternetGatewayId"]?.string ?? ""
    let error = fixture.error("CreateRoute", route(table, "0.0.0.0/0", other))
    #expect(error?.code == "InvalidParameterValue")
    #expect(
      error?.message == "route table \(table) and network gateway \(other) belong to different "
        + "networks")
  }

  @Test func subnetGoesByItsOwnTableOrTheMainOne() throws {
    let store = EC2Store(fixture.world.database)
    let subnet = try subnet()
    let place = try #require(try store.subnet(subnet))
    let first = try #require(try main(fixture.vpc)["RouteTableId"]?.string)
    #expect(try store.routeTable(of: place, at: Client.start)?.id == first)
    let table = try table()
    let association = try fixture.call(
      "AssociateRouteTable", ["RouteTableId": .string(table), "SubnetId": .string(subnet)])[
        "AssociationId"] ?? ""
    #expect(try store.routeTable(of: place, at: Client.start)?.id == table)
    let second = try self.table()
    #expect(
      fixture.error(
        "AssociateRouteTable", ["RouteTableId": .string(second), "SubnetId": .string(subnet)])?
        .code == "Resource.AlreadyAssociated")
    #expect(
      fixture.error("DeleteRouteTable", ["RouteTableId": .string(table)])?.code
        == "DependencyViolation")
    let moved = try fixture.call(
      "ReplaceRouteTableAssociation",
      ["AssociationId": association, "RouteTableId": .string(second)])["NewAssociationId"] ?? ""
    #expect(try store.routeTable(of: place, at: Client.start)?.id == second)
    try fixture.call("DisassociateRouteTable", ["AssociationId": moved])
    let record = try fixture.lastRecord()
    #expect(record.responseElements.at("associationState", "state") == "disassociating")
    #expect(try store.routeTable(of: place, at: Client.start)?.id == first)
    try fixture.call("DeleteRouteTable", ["RouteTableId": .string(table)])
  }

  @Test func anotherTableBecomesTheMainOne() throws {
    let old = try main(fixture.vpc)
    let association = old["Associations"]?.list?.first?["RouteTableAssociationId"] ?? ""
    let table = try table()
    #expect(
      fixture.error("DisassociateRouteTable", ["AssociationId": association])?.code
        == "InvalidParameterValue")
    try fixture.call(
      "ReplaceRouteTableAssociation",
      ["AssociationId": association, "RouteTableId": .string(table)])
    #expect(try main(fixture.vpc)["RouteTableId"]?.string == table)
    try fixture.call("DeleteRouteTable", ["RouteTableId": old["RouteTableId"] ?? ""])
  }

  @Test func vpcWithTablesOfItsOwnStays() throws {
    let vpc = try fixture.call("CreateVpc", ["CidrBlock": "10.8.0.0/16"])["Vpc"]?["VpcId"] ?? ""
    let table = try fixture.call("CreateRouteTable", ["VpcId": vpc])["RouteTable"]?["RouteTableId"]
    #expect(fixture.error("DeleteVpc", ["VpcId": vpc])?.code == "DependencyViolation")
    try fixture.call("DeleteRouteTable", ["RouteTableId": table ?? ""])
    try fixture.call("DeleteVpc", ["VpcId": vpc])
    #expect(try tables(EC2Fixture.filter("vpc-id", [vpc.string ?? ""])).isEmpty)
  }

  @Test func recordsHaveTheFormOfRealOnes() throws {
    let table = try table()
    let created = try fixture.lastRecord()
    #expect(created.requestParameters["vpcId"]?.string == fixture.vpc)
    #expect(
      created.responseElements["routeTable"]?["routeSet"]
        == [
          "items": [
            [
              "destinationCidrBlock": "10.0.0.0/16", "gatewayId": "local", "state": "active",
              "origin": "CreateRouteTable",
            ]
          ]
        ])
    #expect(created.responseElements["routeTable"]?["associationSet"] == [:])
    #expect(created.responseElements["_return"] == nil)
    let gateway = try gateway()
    try fixture.call("CreateRoute", route(table, "0.0.0.0/0", gateway))
    let record = try fixture.lastRecord()
    #expect(
      record.requestParameters
        == [
          "routeTableId": .string(table), "destinationCidrBlock": "0.0.0.0/0",
          "gatewayId": .string(gateway),
        ])
    #expect(record.responseElements["_return"] == true)
  }

  // MARK: Network ACLs

  private func acls(_ filters: AWSValue...) throws -> [AWSValue] {
    try fixture.call("DescribeNetworkAcls", ["Filters": .list(filters)])["NetworkAcls"]?.list ?? []
  }

  private func entry(_ acl: String, _ number: Int64, _ more: AWSObject = [:]) -> AWSObject {
    var entry: AWSObject = [
      "NetworkAclId": .string(acl), "RuleNumber": .integer(number), "Protocol": "tcp",
      "RuleAction": "deny", "Egress": false, "CidrBlock": "203.0.113.9/24",
      "PortRange": ["From": 22, "To": 22],
    ]
    for (name, value) in more { entry[name] = value }
    return entry
  }

  @Test func defaultACLLetsEverythingPass() throws {
    let subnet = try subnet()
    let acl = try #require(
      try acls(
        EC2Fixture.filter("default", ["true"]), EC2Fixture.filter("vpc-id", [fixture.vpc])
      ).first)
    let entries = acl["Entries"]?.list ?? []
    #expect(entries.map { $0["RuleNumber"]?.integer } == [100, 32767, 100, 32767])
    #expect(
      entries.map { $0["RuleAction"]?.string } == ["allow", "deny", "allow", "deny"])
    #expect(entries.map { $0["Egress"]?.bool } == [true, true, false, false])
    #expect(acl["Associations"]?.list?.map { $0["SubnetId"]?.string } == [subnet])
    #expect(
      fixture.error("DeleteNetworkAcl", ["NetworkAclId": acl["NetworkAclId"] ?? ""])?.message
        == "cannot delete default network ACL \(acl["NetworkAclId"]?.string ?? "")")
  }

  @Test func entriesAreNumberedOnceADirection() throws {
    let acl =
      try fixture.call("CreateNetworkAcl", ["VpcId": .string(fixture.vpc)])["NetworkAcl"]?[
        "NetworkAclId"]?.string ?? ""
    try fixture.call("CreateNetworkAclEntry", entry(acl, 90))
    let record = try fixture.lastRecord()
    #expect(
      record.requestParameters.json
        == #"{"networkAclId":"\#(acl)","ruleNumber":90,"egress":false,"ruleAction":"deny","#
        + #""icmpTypeCode":{},"portRange":{"from":22,"to":22},"aclProtocol":"tcp","#
        + #""cidrBlock":"203.0.113.9/24"}"#)
    #expect(
      fixture.error("CreateNetworkAclEntry", entry(acl, 90))?.code
        == "NetworkAclEntryAlreadyExists")
    try fixture.call("CreateNetworkAclEntry", entry(acl, 90, ["Egress": true]))
    try fixture.call("ReplaceNetworkAclEntry", entry(acl, 90, ["RuleAction": "allow"]))
    let shown = try acls(EC2Fixture.filter("network-acl-id", [acl])).first?["Entries"]?.list
    let changed = shown?.first { $0["RuleNumber"] == 90 && $0["Egress"] == false }
    #expect(
      changed
        == [
          "CidrBlock": "203.0.113.0/24", "Egress": false, "PortRange": ["From": 22, "To": 22],
          "Protocol": "6", "RuleAction": "allow", "RuleNumber": 90,
        ])
    #expect(
      fixture.error("ReplaceNetworkAclEntry", entry(acl, 91))?.code
        == "InvalidNetworkAclEntry.NotFound")
    for bad in [
      entry(acl, 32767), entry(acl, 95, ["Protocol": "nonsense"]),
      entry(acl, 95, ["CidrBlock": "203.0.113.9"]),
      entry(acl, 95, ["PortRange": ["From": 23, "To": 22]]),
    ] {
      #expect(fixture.error("CreateNetworkAclEntry", bad)?.code == "InvalidParameterValue")
    }
    let deletion: AWSObject = [
      "NetworkAclId": .string(acl), "RuleNumber": 90, "Egress": false,
    ]
    try fixture.call("DeleteNetworkAclEntry", deletion)
    #expect(
      fixture.error("DeleteNetworkAclEntry", deletion)?.code == "InvalidNetworkAclEntry.NotFound")
    try fixture.call("DeleteNetworkAcl", ["NetworkAclId": .string(acl)])
  }

  @Test func subnetIsPutBehindAnotherACL() throws {
    let store = EC2Store(fixture.world.database)
    let subnet = try subnet()
    let place = try #require(try store.subnet(subnet))
    let old = try #require(try acls(EC2Fixture.filter("association.subnet-id", [subnet])).first)
    let association = old["Associations"]?.list?.first?["NetworkAclAssociationId"] ?? ""
    let acl =
      try fixture.call("CreateNetworkAcl", ["VpcId": .string(fixture.vpc)])["NetworkAcl"]?[
        "NetworkAclId"]?.string ?? ""
    try fixture.call(
      "ReplaceNetworkAclAssociation",
      ["AssociationId": association, "NetworkAclId": .string(acl)])
    #expect(try store.networkACL(of: place)?.id == acl)
    #expect(try store.networkACL(of: place)?.entries.allSatisfy { !$0.isAllowed } == true)
    #expect(
      fixture.error("DeleteNetworkAcl", ["NetworkAclId": .string(acl)])?.code
        == "DependencyViolation")
    #expect(
      fixture.error(
        "ReplaceNetworkAclAssociation",
        ["AssociationId": association, "NetworkAclId": .string(acl)])?.code
        == "InvalidAssociationID.NotFound")
    try fixture.call("DeleteSubnet", ["SubnetId": .string(subnet)])
    try fixture.call("DeleteNetworkAcl", ["NetworkAclId": .string(acl)])
  }
}
