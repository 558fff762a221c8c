/// What is asked about: one kind of packet from outside.
package enum Traffic: Hashable, Sendable {
  /// 0 to 65535.
  case tcp(Int)
  case udp(Int)
  /// ICMP of IPv4 (RFC 792); a ping is type 8, code 0.
  case icmp(type: Int, code: Int)
  /// ICMP of IPv6 (RFC 4443); a ping is type 128, code 0.
  case icmpv6(type: Int, code: Int)
  /// Another protocol by its number: 47 for GRE, 50 for ESP.
  case other(Int)

  /// Of IANA's registry of protocol numbers.
  package var protocolNumber: Int {
    switch self {
    case .icmp: 1
    case .tcp: 6
    case .udp: 17
    case .icmpv6: 58
    case .other(let number): number
    }
  }

  /// ICMP is of one version each.
  var addresses: AddressSet {
    switch self {
    case .icmp: .everyIPv4
    case .icmpv6: .everyIPv6
    default: .everything
    }
  }
}

/// The protocol of a rule, as EC2 names it.
///
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
enum RuleProtocol: Hashable, Sendable {
  /// `-1`: all, and whatever ports the rule shows.
  case all
  case number(Int)

  /// A name that EC2 takes, or a number (IANA's registry of protocol numbers); nil for others.
  init?(_ text: String) {
    switch text.lowercased() {
    case "-1", "all": self = .all
    case "tcp": self = .number(6)
    case "udp": self = .number(17)
    case "icmp": self = .number(1)
    case "icmpv6": self = .number(58)
    default:
      guard let number = Int(text), (0...255).contains(number) else { return nil }
      self = .number(number)
    }
  }

  func admits(_ traffic: Traffic) -> Bool {
    switch self {
    case .all: true
    case .number(let number): number == traffic.protocolNumber
    }
  }
}
