import AWS
import Exposure
import PolicyLanguage
import Testing

@Suite struct PortExposureTests {
  @Test(arguments: KnownGroups.all)
  func sshIsOpenWhereAnyoneOnTheInternetGetsThrough(known: KnownGroups) {
    let lists = KnownGroups.prefixLists
    let exposure = PortExposure(
      of: .tcp(22), through: [known.document], prefixLists: lists)
    #expect(exposure.isOpen == known.isOpen)
    #expect(exposure.unresolved.isEmpty)
    let open = OpenPorts.all(through: [known.document], prefixLists: lists)
    #expect(open.contains { $0.transport == .tcp && $0.ports.contains(22) } == known.isOpen)
  }

  @Test func casesAreAsManyAsPromised() {
    #expect(KnownGroups.all.count { $0.isDisputed } == 19)
    #expect(KnownGroups.all.count { !$0.isDisputed } >= 40)
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
