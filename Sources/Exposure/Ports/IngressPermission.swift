import AWS
import PolicyLanguage

/// One permission of a security group, as DescribeSecurityGroups shows it.
///
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
struct IngressPermission {
  let ruleProtocol: RuleProtocol?
  let from: Int?
  let to: Int?
  /// CIDR blocks as written, nil where the text is none.
  let ranges: [(text: String, network: IPNetwork?)]
  let prefixLists: [String]
  let groups: [String]

  init(_ permission: AWSValue) {
    // A rule without a protocol speaks of all, as the console's rules do.
    let named = permission["IpProtocol"]
    ruleProtocol = named.map { RuleProtocol($0.text ?? "") } ?? .all
    from = permission["FromPort"]?.number
    to = permission["ToPort"]?.number
    func texts(_ list: String, _ member: String) -> [String] {
      (permission[list]?.list ?? []).compactMap { $0[member]?.string }
    }
    ranges = (texts("IpRanges", "CidrIp") + texts("Ipv6Ranges", "CidrIpv6")).map {
      ($0, IPNetwork($0))
    }
    prefixLists = texts("PrefixListIds", "PrefixListId")
    groups = texts("UserIdGroupPairs", "GroupId")
  }

  /// Whether protocol and ports let the traffic through, whoever sends it.
  ///
  /// Ports count for TCP and UDP alone, type and code (-1 for all) for ICMP; a rule for another
  /// protocol holds whatever its ports.
  func admits(_ traffic: Traffic) -> Bool {
    guard let ruleProtocol, ruleProtocol.admits(traffic) else { return false }
    if ruleProtocol == .all { return true }
    switch traffic {
    case .tcp(let port), .udp(let port): return ports.contains(port)
    case .icmp(let type, let code), .icmpv6(let type, let code):
      if (from ?? -1) == -1 { return true }
      return from == type && ((to ?? -1) == -1 || to == code)
    case .other: return true
    }
  }

  /// Of a rule for TCP, UDP or all: every port where the rule names none.
  var ports: ClosedRange<Int> {
    guard ruleProtocol != .all, let from, from >= 0 else { return 0...65535 }
    let end = to ?? from
    return from...max(from, end)
  }
}

extension AWSValue {
  /// A whole number, as a number or in digits.
  var number: Int? {
    switch self {
    case .integer(let number): Int(exactly: number)
    case .string(let text): Int(text)
    default: nil
    }
  }

  /// A text, or a number's digits: protocols are written both ways.
  var text: String? {
    switch self {
    case .integer(let number): String(number)
    case .string(let text): text
    default: nil
    }
  }
}
