import AWS
import Exposure
import PolicyLanguage
import Testing

/// Random permissions against a packet-by-packet reference over 256 addresses of 8.8.8.0/24 and 16
/// ports.
@Suite struct PortExposurePropertyTests {
  private struct Rule {
    var name: String
    var ports: ClosedRange<Int>
    var blocks: [IPNetwork]
  }

  private static let space = 0x0808_0800

  private func rules(_ generator: inout SeededGenerator) -> [Rule] {
    (0..<generator.below(5)).map { _ in
      let low = Int(generator.below(16))
      let blocks = (0..<(1 + generator.below(3))).map { _ in
        IPNetwork(
          address: UInt128(Self.space) + UInt128(generator.below(256)),
          prefix: 24 + Int(generator.below(9)), isIPv6: false)
      }
      return Rule(
        name: generator.element(of: ["tcp", "6", "udp", "17", "-1", "47", "icmp"]),
        ports: low...(low + Int(generator.below(UInt64(16 - low)))), blocks: blocks)
    }
  }

  /// One packet against one rule, in the plainest words.
  private func lets(_ rule: Rule, _ address: UInt128, _ port: Int, tcp: Bool) -> Bool {
    guard rule.blocks.contains(where: { $0.contains(host(address)) }) else { return false }
    if rule.name == "-1" { return true }
    return (tcp ? ["tcp", "6"] : ["udp", "17"]).contains(rule.name) && rule.ports.contains(port)
  }

  private func host(_ address: UInt128) -> IPNetwork {
    IPNetwork(address: address, prefix: 32, isIPv6: false)
  }

  @Test(arguments: [UInt64](1...300))
  func sourcesAreThoseThatAPacketComesFrom(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rules = rules(&generator)
    var document = group()
    document["IpPermissions"] = .list(
      rules.map { rule in
        [
          "IpProtocol": .string(rule.name), "FromPort": .integer(Int64(rule.ports.lowerBound)),
          "ToPort": .integer(Int64(rule.ports.upperBound)),
          "IpRanges": .list(rule.blocks.map { ["CidrIp": .string($0.description)] }),
        ]
      })
    let most = UInt128(generator.below(256))
    let internet = Internet(
      publicSpace: AddressSet(try #require(IPNetwork("8.8.8.0/24"))), mostPrivateIPv4: most)
    let all = OpenPorts.all(through: [document], internet: internet)
    for isTCP in [true, false] {
      for port in 0..<16 {
        let through = (0..<256).map { UInt128(Self.space + $0) }.filter { address in
          rules.contains { lets($0, address, port, tcp: isTCP) }
        }
        let exposure = PortExposure(
          of: isTCP ? .tcp(port) : .udp(port), through: [document], internet: internet)
        #expect(exposure.sources == AddressSet(through.map(host)))
        let isOpen = through.count > most || through.count == 256
        #expect(exposure.isOpen == isOpen)
        let transport: OpenPorts.Transport = isTCP ? .tcp : .udp
        let listed = all.filter { $0.transport == transport && $0.ports.contains(port) }
        #expect(listed.map(\.sources) == (isOpen ? [exposure.sources] : []))
      }
    }
  }
}
