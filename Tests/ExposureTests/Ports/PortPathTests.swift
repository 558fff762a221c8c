import AWS
import Exposure
import PolicyLanguage
import Testing

@Suite struct PortPathTests {
  /// A web server in a public subnet: each test takes away what matters to it.
  private struct Site {
    var interface: AWSObject = [
      "NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1",
      "Groups": [["GroupId": "sg-web"]], "Association": ["PublicIp": "52.1.2.3"],
      "Ipv6Addresses": [["Ipv6Address": "2600:1f18::5"]],
    ]
    var groups = [group(tcp(443, 443, "0.0.0.0/0"), permission("tcp", 443, 443, "::/0"))]
    var routes: [AWSValue] = [
      ["DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"],
      ["DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"],
      ["DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1", "State": "active"],
    ]
    var mainRoutes: [AWSValue] = []
    var hasOwnTable = true
    var entries: [AWSValue] = [
      rule(100, "allow", "0.0.0.0/0"), rule(101, "allow", "::/0"),
      rule(100, "allow", "0.0.0.0/0", egress: true), rule(101, "allow", "::/0", egress: true),
    ]
    var gateways: [AWSObject] = [
      [
        "InternetGatewayId": "igw-1",
        "Attachments": [["State": "available", "VpcId": "vpc-1"]],
      ]
    ]
    var state = "running"
    var block: String?
    var exclusions: [AWSObject] = []
    var prefixLists: [String: [IPNetwork]] = [:]

    func path(_ traffic: Traffic = .tcp(443)) -> PortPath? {
      let own: AWSValue = hasOwnTable ? [["SubnetId": "subnet-1"]] : []
      let surroundings = NetworkSurroundings(
        securityGroups: groups,
        routeTables: [
          [
            "RouteTableId": "rtb-main", "VpcId": "vpc-1", "Associations": [["Main": true]],
            "Routes": .list(mainRoutes),
          ],
          [
            "RouteTableId": "rtb-own", "VpcId": "vpc-1", "Associations": own,
            "Routes": .list(routes),
          ],
        ],
        networkACLs: [
          [
            "NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true,
            "Associations": [["SubnetId": "subnet-1"]], "Entries": .list(entries),
          ]
        ], internetGateways: gateways, prefixLists: prefixLists, vpcBlockMode: block,
        vpcBlockExclusions: exclusions)
      return PortPath.all(
        of: traffic,
        to: [
          "InstanceId": "i-1", "State": ["Name": .string(state)],
          "NetworkInterfaces": [.object(interface)],
        ], in: surroundings
      ).first
    }
  }

  private static func rule(
    _ number: Int64, _ action: String, _ block: String, _ name: String = "-1",
    ports: (Int64, Int64)? = nil, egress: Bool = false
  ) -> AWSValue {
    var rule: AWSObject = [
      "RuleNumber": .integer(number), "RuleAction": .string(action), "Protocol": .string(name),
      "Egress": .bool(egress),
    ]
    rule[block.contains(":") ? "Ipv6CidrBlock" : "CidrBlock"] = .string(block)
    if let ports { rule["PortRange"] = ["From": .integer(ports.0), "To": .integer(ports.1)] }
    return .object(rule)
  }

  private func rule(
    _ number: Int64, _ action: String, _ block: String, _ name: String = "-1",
    ports: (Int64, Int64)? = nil, egress: Bool = false
  ) -> AWSValue {
    Self.rule(number, action, block, name, ports: ports, egress: egress)
  }

  /// What stops each version; nil for an open way.
  private func obstacles(_ site: Site, _ traffic: Traffic = .tcp(443)) -> [PortPath.Obstacle?] {
    site.path(traffic)?.routes.map(\.obstacle) ?? []
  }

  @Test func publicSubnetIsReachedByBothVersions() throws {
    let path = try #require(Site().path())
    #expect(path.isOpen)
    #expect(path.interface == "eni-1")
    #expect(path.routes.map(\.isOpen) == [true, true])
    let all = path.routes.reduce(AddressSet.empty) { $0.union($1.sources) }
    #expect(all == Internet.standard.publicSpace)
  }

  @Test func eachVersionNeedsAPublicAddress() {
    var site = Site()
    site.interface["Association"] = nil
    #expect(obstacles(site) == [.noPublicAddress, nil])
    site.interface["Ipv6Addresses"] = [["Ipv6Address": "fd00::5"]]
    #expect(obstacles(site) == [.noPublicAddress, .noPublicAddress])
    site.interface["PrivateIpAddresses"] = [
      ["PrivateIpAddress": "10.0.0.4"],
      ["PrivateIpAddress": "10.0.0.5", "Association": ["PublicIp": "52.1.2.4"]],
    ]
    #expect(obstacles(site) == [nil, .noPublicAddress])
  }

  @Test func stoppedInstanceIsNotReached() {
    var site = Site()
    site.state = "stopped"
    #expect(obstacles(site) == [.notRunning("stopped"), .notRunning("stopped")])
  }

  @Test func gatewayMustBeOnTheVPC() {
    var site = Site()
    site.gateways = [
      ["InternetGatewayId": "igw-1", "Attachments": [["State": "available", "VpcId": "vpc-2"]]]
    ]
    #expect(obstacles(site) == [.noGateway, .noGateway])
    site.gateways[0]["Attachments"] = [["State": "detaching", "VpcId": "vpc-1"]]
    #expect(obstacles(site) == [.noGateway, .noGateway])
  }

  @Test func accountsBlockOnVPCsStops() {
    var site = Site()
    site.block = "block-ingress"
    #expect(obstacles(site) == [.vpcBlock("block-ingress"), .vpcBlock("block-ingress")])
    site.block = "off"
    #expect(obstacles(site) == [nil, nil])
  }

  @Test(arguments: [
    ("vpc/vpc-1", "allow-bidirectional", "create-complete", true),
    ("subnet/subnet-1", "allow-bidirectional", "update-in-progress", true),
    ("vpc/vpc-1", "allow-egress", "create-complete", false),
    ("subnet/subnet-2", "allow-bidirectional", "create-complete", false),
    ("vpc/vpc-1", "allow-bidirectional", "delete-complete", false),
    ("vpc/vpc-1", "allow-bidirectional", "disable-complete", false),
  ])
  func blockLeavesOutWhatIsExcludedBothWays(
    resource: String, mode: String, state: String, isOpen: Bool
  ) {
    var site = Site()
    site.block = "block-bidirectional"
    site.exclusions = [
      [
        "ResourceArn": .string("arn:aws:ec2:us-east-1:123456789012:\(resource)"),
        "InternetGatewayExclusionMode": .string(mode), "State": .string(state),
      ]
    ]
    #expect((obstacles(site) == [nil, nil]) == isOpen)
  }

  @Test func natAndEgressOnlyGatewaysLetNobodyIn() {
    var site = Site()
    site.routes = [
      ["DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"],
      [
        "DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1",
        "State": "active",
      ],
    ]
    let stopped = PortPath.Obstacle.noRoute(table: "rtb-own")
    #expect(obstacles(site) == [stopped, stopped])
  }

  @Test func subnetWithoutATableHasTheMainOne() {
    var site = Site()
    site.hasOwnTable = false
    let stopped = PortPath.Obstacle.noRoute(table: "rtb-main")
    #expect(obstacles(site) == [stopped, stopped])
    site.mainRoutes = site.routes
    #expect(obstacles(site) == [nil, nil])
  }

  @Test func blackholeIsNoRoute() {
    var site = Site()
    site.routes[1] = [
      "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "blackhole",
    ]
    #expect(obstacles(site) == [.noRoute(table: "rtb-own"), nil])
  }

  @Test func longestPrefixDecidesWhateverTheOrder() throws {
    var site = Site()
    site.routes += [
      ["DestinationCidrBlock": "0.0.0.0/1", "NatGatewayId": "nat-1", "State": "active"],
      ["DestinationCidrBlock": "64.0.0.0/2", "GatewayId": "igw-1", "State": "active"],
    ]
    let path = try #require(site.path())
    let expected = AddressSet.everyIPv4.subtracting(try addresses("0.0.0.0/2"))
    #expect(path.routes[0].sources == expected.intersection(Internet.standard.publicSpace))
    site.routes.swapAt(1, 4)
    #expect(site.path()?.routes[0].sources == path.routes[0].sources)
  }

  @Test func routesByPrefixListNeedItsEntries() {
    var site = Site()
    site.routes = [
      ["DestinationPrefixListId": "pl-1", "GatewayId": "igw-1", "State": "active"]
    ]
    #expect(obstacles(site) == [.unknown("pl-1"), .unknown("pl-1")])
    site.prefixLists["pl-1"] = ["0.0.0.0/0"].compactMap { IPNetwork($0) }
    #expect(obstacles(site) == [nil, .noRoute(table: "rtb-own")])
  }

  @Test func groupsMustLetItIn() {
    let stopped = PortPath.Obstacle.securityGroups(["sg-web"])
    #expect(obstacles(Site(), .tcp(22)) == [stopped, stopped])
    var site = Site()
    site.interface["Groups"] = [["GroupId": "sg-web"], ["GroupId": "sg-gone"]]
    #expect(obstacles(site) == [.unknown("sg-gone"), .unknown("sg-gone")])
  }

  @Test func firstRuleOfTheACLThatFitsDecides() {
    var site = Site()
    site.entries.append(rule(90, "deny", "0.0.0.0/0", "6", ports: (443, 443)))
    let stopped = PortPath.Obstacle.networkACL(id: "acl-1", rule: 90, isEgress: false)
    #expect(obstacles(site) == [stopped, nil])
    site.entries[site.entries.count - 1] = rule(200, "deny", "0.0.0.0/0", "6", ports: (443, 443))
    #expect(obstacles(site) == [nil, nil])
    site.entries[site.entries.count - 1] = rule(90, "deny", "0.0.0.0/0", "17", ports: (443, 443))
    #expect(obstacles(site) == [nil, nil])
    site.entries[site.entries.count - 1] = rule(90, "deny", "9.9.9.0/24")
    #expect(obstacles(site) == [nil, nil])
  }

  @Test func withoutAFittingRuleTheACLDrops() {
    var site = Site()
    site.entries[0] = rule(100, "allow", "10.0.0.0/8")
    let stopped = PortPath.Obstacle.networkACL(id: "acl-1", rule: 32767, isEgress: false)
    #expect(obstacles(site) == [stopped, nil])
  }

  @Test func answersGoOutByThePortOfTheClient() {
    var site = Site()
    site.entries[2] = rule(100, "allow", "0.0.0.0/0", "6", ports: (443, 443), egress: true)
    let stopped = PortPath.Obstacle.networkACL(id: "acl-1", rule: 32767, isEgress: true)
    #expect(obstacles(site) == [stopped, nil])
    site.entries[2] = rule(100, "allow", "0.0.0.0/0", "6", ports: (32768, 60999), egress: true)
    #expect(obstacles(site) == [nil, nil])
    site.entries.append(rule(50, "deny", "0.0.0.0/0", "6", ports: (1024, 65535), egress: true))
    let denied = PortPath.Obstacle.networkACL(id: "acl-1", rule: 50, isEgress: true)
    #expect(obstacles(site) == [denied, nil])
  }

  @Test func pingIsAnsweredByItsReply() {
    var site = Site()
    site.groups = [group(permission("icmp", 8, -1, "0.0.0.0/0"))]
    let ping = Traffic.icmp(type: 8, code: 0)
    #expect(site.path(ping)?.routes.map(\.isOpen) == [true, false])
    var reply: AWSObject = ["RuleNumber": 50, "RuleAction": "deny", "Protocol": "1"]
    reply["Egress"] = true
    reply["CidrBlock"] = "0.0.0.0/0"
    reply["IcmpTypeCode"] = ["Type": 0, "Code": -1]
    site.entries.append(.object(reply))
    #expect(
      site.path(ping)?.routes[0].obstacle
        == .networkACL(id: "acl-1", rule: 50, isEgress: true))
  }
}
