import AWS
import Exposure
import PolicyLanguage
import Testing

@Suite struct PortExposureTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var permissions: [AWSValue]
    var isOpen: Bool
    var testDescription: String { name }

    init(_ name: String, _ isOpen: Bool, _ permissions: AWSValue...) {
      self.name = name
      self.isOpen = isOpen
      self.permissions = permissions
    }
  }

  static let prefixLists = [
    "pl-world": ["0.0.0.0/0"], "pl-halves": ["0.0.0.0/1", "128.0.0.0/1"],
    "pl-office": ["198.51.100.0/24", "9.9.9.0/24"], "pl-private": ["10.0.0.0/8"],
    "pl-world6": ["::/0"], "pl-empty": [],
  ].mapValues { $0.compactMap { IPNetwork($0) } }

  /// Is SSH open to the world? The groups on which detectors in the field disagree, in both
  /// directions.
  static let disputed = [
    Case("one rule for SSH and everyone", true, tcp(22, 22, "0.0.0.0/0")),
    Case("IPv6 alone", true, permission("tcp", 22, 22, "::/0")),
    Case("a range that holds the port", true, tcp(20, 25, "0.0.0.0/0")),
    Case("all traffic", true, permission("-1", nil, nil, "0.0.0.0/0")),
    Case("all ports of TCP", true, tcp(0, 65535, "0.0.0.0/0")),
    Case("halves in one rule", true, permission("tcp", 22, 22, "0.0.0.0/1", "128.0.0.0/1")),
    Case("halves in two rules", true, tcp(22, 22, "0.0.0.0/1"), tcp(20, 30, "128.0.0.0/1")),
    Case("a big public range", true, tcp(22, 22, "64.0.0.0/2")),
    Case("all global unicast of IPv6", true, permission("tcp", 22, 22, "2000::/3")),
    Case("a prefix list with everyone", true, permission("tcp", 22, 22, "pl-world")),
    Case("the protocol by its number", true, permission("6", 22, 22, "0.0.0.0/0")),
    Case("UDP 22", false, permission("udp", 22, 22, "0.0.0.0/0")),
    Case("ICMP types 3 to 30", false, permission("icmp", 3, 30, "0.0.0.0/0")),
    Case("GRE", false, permission("47", nil, nil, "0.0.0.0/0")),
    Case(
      "two rules, each half bad", false, tcp(22, 22, "10.0.0.0/8"), tcp(443, 443, "0.0.0.0/0")),
    Case("private addresses", false, tcp(22, 22, "10.0.0.0/8")),
    Case("one office", false, tcp(22, 22, "198.51.100.7/32")),
    Case("a group", false, permission("tcp", 22, 22, groups: ["sg-bastion"])),
    Case("the web", false, tcp(443, 443, "0.0.0.0/0"), permission("tcp", 80, 80, "::/0")),
  ]

  static let further = [
    Case("no rule", false),
    Case("sixteen /8s", true, many((16..<32).map { "\($0).0.0.0/8" })),
    Case("one public /8", false, tcp(22, 22, "17.0.0.0/8")),
    Case("a public /8 and one address more", true, many(["17.0.0.0/8", "18.0.0.0/32"])),
    Case("a /7 half private", false, tcp(22, 22, "10.0.0.0/7")),
    Case("all private space", false, many(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])),
    Case("carriers' shared space", false, tcp(22, 22, "100.64.0.0/10")),
    Case("multicast and reserved space", false, tcp(22, 22, "224.0.0.0/3")),
    Case("bits below the prefix", true, tcp(22, 22, "203.0.113.9/0")),
    Case("256 /9s but the private ones", true, many((0..<128).map { "\($0 * 2).128.0.0/9" })),
    Case("halves of IPv6", true, permission("tcp", 22, 22, "::/1", "8000::/1")),
    Case("the empty half of IPv6", false, permission("tcp", 22, 22, "8000::/1")),
    Case("unique local addresses", false, permission("tcp", 22, 22, "fc00::/7")),
    Case("link local addresses", false, permission("tcp", 22, 22, "fe80::/10")),
    Case("one provider's /32", false, permission("tcp", 22, 22, "2600:1f18::/32")),
    Case("an IPv4 half and an IPv6 network", true, many(["0.0.0.0/1", "2600:1f18::/32"])),
    Case("IPv4 mapped into IPv6", false, permission("tcp", 22, 22, "::ffff:0:0/96")),
    Case("documentation", false, many(["203.0.113.0/24", "2001:db8::/32"])),
    Case("a range that ends below", false, tcp(0, 21, "0.0.0.0/0")),
    Case("a range that begins above", false, tcp(23, 65535, "0.0.0.0/0")),
    Case("a range that ends at the port", true, tcp(0, 22, "0.0.0.0/0")),
    Case("a range that begins at the port", true, tcp(22, 65535, "0.0.0.0/0")),
    Case("TCP without ports", true, permission("tcp", nil, nil, "0.0.0.0/0")),
    Case("all traffic with ports that mean nothing", true, permission("-1", 443, 443, "0.0.0.0/0")),
    Case("all traffic from an office", false, permission("-1", nil, nil, "198.51.100.0/24")),
    Case("all traffic from the group itself", false, permission("-1", groups: ["sg-web"])),
    Case("protocol 17", false, permission("17", 22, 22, "0.0.0.0/0")),
    Case("protocol 58", false, permission("58", -1, -1, "::/0")),
    Case("protocol 1", false, permission("1", -1, -1, "0.0.0.0/0")),
    Case("ESP", false, permission("50", 22, 22, "0.0.0.0/0")),
    Case("a name in capitals", true, permission("TCP", 22, 22, "0.0.0.0/0")),
    Case("halves by prefix list", true, permission("tcp", 22, 22, "pl-halves")),
    Case("an office by prefix list", false, permission("tcp", 22, 22, "pl-office")),
    Case("private space by prefix list", false, permission("tcp", 22, 22, "pl-private")),
    Case("IPv6 by prefix list", true, permission("tcp", 22, 22, "pl-world6")),
    Case("an empty prefix list", false, permission("tcp", 22, 22, "pl-empty")),
    Case("half by range, half by list", true, many(["128.0.0.0/1", "pl-private", "0.0.0.0/1"])),
    Case("a prefix list for another port", false, permission("tcp", 80, 80, "pl-world")),
    Case(
      "a quarter a rule, one on UDP", true, tcp(22, 22, "0.0.0.0/2"),
      permission("udp", 22, 22, "64.0.0.0/2"), tcp(0, 1024, "192.0.0.0/3")),
    Case(
      "the office for SSH, everyone for ping", false, tcp(22, 22, "198.51.100.0/24"),
      permission("icmp", 8, -1, "0.0.0.0/0")),
  ]

  private static func many(_ sources: [String]) -> AWSValue {
    var permission: AWSObject = ["IpProtocol": "tcp", "FromPort": 22, "ToPort": 22]
    func list(_ member: String, _ isMeant: (String) -> Bool) -> AWSValue {
      .list(sources.filter(isMeant).map { .object([member: .string($0)]) })
    }
    permission["IpRanges"] = list("CidrIp") { !$0.contains(":") && !$0.hasPrefix("pl-") }
    permission["Ipv6Ranges"] = list("CidrIpv6") { $0.contains(":") }
    permission["PrefixListIds"] = list("PrefixListId") { $0.hasPrefix("pl-") }
    return .object(permission)
  }

  @Test(arguments: disputed + further)
  func sshIsOpenWhereAnyoneOnTheInternetGetsThrough(test: Case) {
    var document = group()
    document["IpPermissions"] = .list(test.permissions)
    let exposure = PortExposure(
      of: .tcp(22), through: [document], prefixLists: Self.prefixLists)
    #expect(exposure.isOpen == test.isOpen)
    #expect(exposure.unresolved.isEmpty)
    let open = OpenPorts.all(through: [document], prefixLists: Self.prefixLists)
    #expect(open.contains { $0.transport == .tcp && $0.ports.contains(22) } == test.isOpen)
  }

  @Test func casesAreAsManyAsPromised() {
    #expect(Self.disputed.count == 19)
    #expect(Self.further.count >= 40)
  }

  @Test(arguments: [
    (Traffic.icmp(type: 8, code: 0), "icmp", 8, 0, true),
    (.icmp(type: 8, code: 0), "icmp", -1, -1, true),
    (.icmp(type: 8, code: 0), "icmp", 8, -1, true),
    (.icmp(type: 8, code: 0), "1", 8, -1, true),
    (.icmp(type: 8, code: 0), "icmp", 3, 30, false),
    (.icmp(type: 8, code: 0), "icmpv6", -1, -1, false),
    (.icmp(type: 8, code: 1), "icmp", 8, 0, false),
    (.udp(53), "17", 53, 53, true), (.udp(53), "tcp", 53, 53, false),
    (.other(47), "47", -1, -1, true), (.other(47), "50", -1, -1, false),
    (.other(47), "-1", -1, -1, true), (.tcp(0), "tcp", 0, 0, true),
  ])
  func trafficIsJudgedByItsOwnKind(
    traffic: Traffic, name: String, from: Int, to: Int, isOpen: Bool
  ) {
    let document = group(permission(name, from, to, "0.0.0.0/0"))
    #expect(PortExposure(of: traffic, through: [document]).isOpen == isOpen)
  }

  @Test func pingOfIPv6IsOpenedByIPv6Alone() {
    let six = group(permission("icmpv6", -1, -1, "::/0"), permission("icmpv6", -1, -1, "0.0.0.0/0"))
    let four = group(permission("icmpv6", -1, -1, "0.0.0.0/0"))
    #expect(PortExposure(of: .icmpv6(type: 128, code: 0), through: [six]).grants.count == 1)
    #expect(!PortExposure(of: .icmpv6(type: 128, code: 0), through: [four]).isOpen)
  }

  @Test func reasonsNameThePermissionAndItsSource() {
    let document = group(tcp(443, 443, "0.0.0.0/0"), tcp(20, 25, "9.0.0.0/8"))
    let exposure = PortExposure(of: .tcp(22), through: [document])
    #expect(!exposure.isOpen)
    #expect(exposure.grants.map(\.permission) == [1])
    #expect(exposure.grants.first?.source == "9.0.0.0/8")
    #expect(exposure.grants.first?.traffic == "tcp 20-25")
    #expect(exposure.sources.description == "9.0.0.0/8")
  }

  @Test func rulesOfSeveralGroupsAddUp() {
    let groups = [
      group(tcp(22, 22, "0.0.0.0/1"), id: "sg-a"), group(tcp(22, 22, "128.0.0.0/1"), id: "sg-b"),
    ]
    let all = PortExposure(of: .tcp(22), through: groups)
    #expect(all.sources == Internet.standard.publicSpace.intersection(.everyIPv4))
    #expect(all.grants.map(\.group) == ["sg-a", "sg-b"])
  }

  @Test func unknownPrefixListsAndReferencedGroupsAreSaidNotCounted() {
    let document = group(
      permission("tcp", 22, 22, "pl-unknown", "not-a-network", groups: ["sg-b", "sg-a"]))
    let exposure = PortExposure(of: .tcp(22), through: [document])
    #expect(!exposure.isOpen)
    #expect(exposure.unresolved == ["not-a-network", "pl-unknown"])
    #expect(exposure.references == ["sg-a", "sg-b"])
  }

  @Test func openPortsAreCutWhereTheirSourcesChange() throws {
    let document = group(
      tcp(80, 90, "0.0.0.0/0"), tcp(85, 443, "::/0"), tcp(444, 500, "::/0"),
      permission("udp", 53, 53, "0.0.0.0/1"), tcp(22, 22, "10.0.0.0/8"))
    let open = OpenPorts.all(through: [document])
    #expect(open.map(\.ports) == [80...84, 85...90, 91...500, 53...53])
    #expect(open.map(\.transport) == [.tcp, .tcp, .tcp, .udp])
  }
}
