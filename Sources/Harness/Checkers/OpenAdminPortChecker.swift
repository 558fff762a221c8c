import AWS
import Emulator
import Journal

/// A security group that lets a large part of the internet reach SSH or RDP, by arithmetic over the
/// addresses of all its rules together: two halves of the internet are the internet.
enum OpenAdminPortChecker: Checker {
  static let name = "ec2-open-admin-port"
  private static let ports: [Int64] = [22, 3389]

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table == "ec2_security_group_rule" || change.table == "ec2_security_group" else {
      return []
    }
    return [Subject(id: change.resource, scope: change.scope)]
  }

  /// A prefix list is what all groups that name it let in.
  static func subjects(of change: RowChange, _ probe: inout StateProbe) -> [Subject] {
    guard change.table == "ec2_prefix_list_entry" else { return subjects(of: change) }
    return probe.list(
      "ec2", "GetManagedPrefixListAssociations", ["PrefixListId": .string(change.resource)],
      member: "PrefixListAssociations", token: ("NextToken", "NextToken"), in: change.scope
    ).compactMap { $0["ResourceId"]?.string }.filter { $0.hasPrefix("sg-") }
      .map { Subject(id: $0, scope: change.scope) }
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    let rules = probe.list(
      "ec2", "DescribeSecurityGroupRules",
      ["Filters": [["Name": "group-id", "Values": [.string(subject.id)]]]],
      member: "SecurityGroupRules", token: ("NextToken", "NextToken"), in: subject.scope)
    let ingress = rules.filter { $0["IsEgress"]?.bool == false }
    for port in ports {
      var addresses = AddressSet()
      for rule in ingress where admits(rule, port) {
        for range in probe.blocks(of: rule, in: subject.scope) { addresses.insert(range) }
      }
      if addresses.isLarge { return "\(port)/tcp from \(addresses.about)" }
    }
    return nil
  }

  static func admits(_ rule: AWSObject, _ port: Int64) -> Bool {
    switch rule["IpProtocol"]?.string {
    case "-1": return true
    case "tcp", "6":
      let from = rule["FromPort"]?.integer ?? -1
      let to = rule["ToPort"]?.integer ?? -1
      return from == -1 || from <= port && port <= to
    default: return false
    }
  }
}

extension StateProbe {
  /// Where a rule of a security group lets packets come from, a prefix list's entries in its place.
  mutating func blocks(of rule: AWSObject, in scope: Scope) -> [String] {
    if let list = rule["PrefixListId"] {
      return self.list(
        "ec2", "GetManagedPrefixListEntries", ["PrefixListId": list], member: "Entries",
        token: ("NextToken", "NextToken"), in: scope
      ).compactMap { $0["Cidr"]?.string }
    }
    return [rule["CidrIpv4"], rule["CidrIpv6"]].compactMap { $0?.string }
  }
}

/// Addresses of the internet that some ranges hold together, private ones left out.
struct AddressSet {
  private var v4: [ClosedRange<UInt64>] = []
  /// By the first 32 bits, which is as fine as the question needs.
  private var v6: [ClosedRange<UInt64>] = []

  /// A block in CIDR notation, of either family.
  mutating func insert(_ text: String) {
    if text.contains(":") {
      if let range = Self.v6(text) { v6.append(range) }
    } else if let range = Self.v4(text) {
      v4.append(range)
    }
  }

  /// More than a /8 of the IPv4 internet, or than a /16 of IPv6: no office and no cloud region is
  /// that large.
  var isLarge: Bool { publicV4 > 1 << 24 || publicV6 > 1 << 16 }

  var about: String {
    let share = publicV4 * 100 / Self.wholeV4
    if publicV4 > 1 << 24 { return share >= 99 ? "anywhere" : "\(share)% of IPv4" }
    return "IPv6 at large"
  }

  private var publicV4: UInt64 { Self.size(v4, without: Self.privateV4) }
  /// 2000::/3 is what is routed.
  private var publicV6: UInt64 {
    Self.size(v6.compactMap { Self.overlap($0, 0x2000_0000...0x3FFF_FFFF) }, without: [])
  }
  private static let wholeV4 = size([0...0xFFFF_FFFF], without: privateV4)

  /// RFC 1918, loopback, link-local, shared (RFC 6598), multicast and reserved.
  private static let privateV4 = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
  ].compactMap(v4)

  private static func overlap(_ a: ClosedRange<UInt64>, _ b: ClosedRange<UInt64>)
    -> ClosedRange<UInt64>?
  {
    a.overlaps(b) ? a.clamped(to: b) : nil
  }

  private static func size(_ ranges: [ClosedRange<UInt64>], without holes: [ClosedRange<UInt64>])
    -> UInt64
  {
    var total: UInt64 = 0
    for range in merged(ranges) {
      total += range.upperBound - range.lowerBound + 1
      for hole in merged(holes) {
        if let common = overlap(range, hole) { total -= common.upperBound - common.lowerBound + 1 }
      }
    }
    return total
  }

  private static func merged(_ ranges: [ClosedRange<UInt64>]) -> [ClosedRange<UInt64>] {
    var out: [ClosedRange<UInt64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = out.last, range.lowerBound <= last.upperBound &+ 1 {
        out[out.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        out.append(range)
      }
    }
    return out
  }

  static func v4(_ text: String) -> ClosedRange<UInt64>? {
    let parts = text.split(separator: "/")
    let octets = parts.first?.split(separator: ".").compactMap { UInt64($0) } ?? []
    guard octets.count == 4, octets.allSatisfy({ $0 < 256 }),
      let length = parts.count == 2 ? UInt64(parts[1]) : 32, length <= 32
    else { return nil }
    let address = octets.reduce(0) { $0 << 8 | $1 }
    let size: UInt64 = 1 << (32 - length)
    let first = address / size * size
    return first...(first + size - 1)
  }

  /// The first two groups and the prefix length; `::` anywhere stands for zeros.
  private static func v6(_ text: String) -> ClosedRange<UInt64>? {
    let parts = text.split(separator: "/")
    guard let address = parts.first, let length = parts.count == 2 ? UInt64(parts[1]) : 128 else {
      return nil
    }
    let head = address.hasPrefix("::") ? "" : address.prefix { _ in true }
    var groups: [UInt64] = []
    var isEmptyBefore = false
    for group in head.split(separator: ":", omittingEmptySubsequences: false) {
      if group.isEmpty {
        isEmptyBefore = true
        break
      }
      groups.append(UInt64(group, radix: 16) ?? 0)
      if groups.count == 2 { break }
    }
    if isEmptyBefore || groups.count < 2 { groups += [0, 0] }
    let top = groups[0] << 16 | groups[1]
    if length >= 32 { return top...top }
    let size: UInt64 = 1 << (32 - length)
    let first = top / size * size
    return first...(first + size - 1)
  }
}
