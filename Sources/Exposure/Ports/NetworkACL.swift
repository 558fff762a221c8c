import AWS
import PolicyLanguage

/// A subnet's network ACL: for each packet the first rule that fits decides, by number; without
/// one the packet is dropped. It keeps no state: answers need a rule of their own.
///
/// https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
struct NetworkACL {
  let id: String
  private let rules: [Rule]

  private struct Rule {
    let number: Int
    let ruleProtocol: RuleProtocol?
    let isAllow: Bool
    let isEgress: Bool
    let addresses: AddressSet
    let ports: ClosedRange<Int>
    /// -1 for any.
    let type: Int
    let code: Int

    func fits(_ traffic: Traffic) -> Bool {
      guard let ruleProtocol, ruleProtocol.admits(traffic) else { return false }
      if ruleProtocol == .all { return true }
      switch traffic {
      case .tcp(let port), .udp(let port): return ports.contains(port)
      case .icmp(let type, let code), .icmpv6(let type, let code):
        return (self.type == -1 || self.type == type) && (self.code == -1 || self.code == code)
      case .other: return true
      }
    }
  }

  init(_ acl: AWSObject) {
    id = acl["NetworkAclId"]?.string ?? ""
    rules = (acl["Entries"]?.list ?? []).map { entry in
      let texts = [entry["CidrBlock"], entry["Ipv6CidrBlock"]].compactMap { $0?.string }
      let from = entry.at("PortRange", "From")?.number ?? 0
      let to = entry.at("PortRange", "To")?.number ?? 65535
      return Rule(
        number: entry["RuleNumber"]?.number ?? 0,
        ruleProtocol: RuleProtocol(entry["Protocol"]?.text ?? "-1"),
        isAllow: entry["RuleAction"]?.string == "allow",
        isEgress: entry["Egress"]?.bool ?? false,
        addresses: AddressSet(texts.compactMap { IPNetwork($0) }), ports: from...max(from, to),
        type: entry.at("IcmpTypeCode", "Type")?.number ?? -1,
        code: entry.at("IcmpTypeCode", "Code")?.number ?? -1)
    }.sorted { $0.number < $1.number }
  }

  /// The default rule at the end, `*` in the console.
  static let lastRule = 32767

  struct Verdict {
    var admitted: AddressSet
    /// The rule that drops most of what is dropped; `lastRule` where none fits.
    var strictest: Int
  }

  /// Which of the peers may send the traffic in, or be sent it.
  func verdict(on traffic: Traffic, isEgress: Bool, peers: AddressSet) -> Verdict {
    var left = peers
    var admitted = AddressSet.empty
    var dropped: [(rule: Int, addresses: AddressSet)] = []
    for rule in rules where rule.isEgress == isEgress && rule.fits(traffic) {
      let met = left.intersection(rule.addresses)
      if met.isEmpty { continue }
      left = left.subtracting(met)
      if rule.isAllow { admitted = admitted.union(met) } else { dropped.append((rule.number, met)) }
    }
    dropped.append((Self.lastRule, left))
    let worst = dropped.max { a, b in
      (a.addresses.ipv6.count, a.addresses.ipv4.count)
        < (b.addresses.ipv6.count, b.addresses.ipv4.count)
    }
    return Verdict(admitted: admitted, strictest: worst?.rule ?? Self.lastRule)
  }

  /// Which of the peers can be answered: those to whom some of the ports is open that a client may
  /// have sent from. The client chooses his port, so one is enough.
  func answered(_ traffic: Traffic, clientPorts: ClosedRange<Int>, peers: AddressSet) -> Verdict {
    let answers: [Traffic] =
      switch traffic {
      case .tcp: starts(clientPorts).map { .tcp($0) }
      case .udp: starts(clientPorts).map { .udp($0) }
      case .icmp(8, _): [.icmp(type: 0, code: 0)]
      case .icmpv6(128, _): [.icmpv6(type: 129, code: 0)]
      default: [traffic]
      }
    var admitted = AddressSet.empty
    var strictest = Self.lastRule
    for answer in answers {
      let verdict = verdict(on: answer, isEgress: true, peers: peers)
      admitted = admitted.union(verdict.admitted)
      strictest = min(strictest, verdict.strictest)
    }
    return Verdict(admitted: admitted, strictest: strictest)
  }

  /// One port of each stretch that the rules treat alike.
  private func starts(_ ports: ClosedRange<Int>) -> [Int] {
    let edges = rules.filter(\.isEgress).flatMap { [$0.ports.lowerBound, $0.ports.upperBound + 1] }
    return Set(edges + [ports.lowerBound]).filter(ports.contains).sorted()
  }
}
