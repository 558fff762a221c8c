import Documents
import Exposure

/// The traffic that a question about reachability asks for: ports of TCP and UDP, ICMP, other
/// protocols.
struct AskedTraffic: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Whatever a rule lets in.
    case any
    case ports(OpenPorts.Transport, [ClosedRange<Int>])
    case icmp
    case icmpv6
    /// By its number: 47 for GRE.
    case other(Int)
  }

  let kind: Kind

  static let anything = AskedTraffic(kind: .any)

  func asks(_ transport: OpenPorts.Transport, _ ports: ClosedRange<Int>) -> [ClosedRange<Int>] {
    switch kind {
    case .any: [ports]
    case .ports(transport, let asked): asked.compactMap { $0.intersection(ports) }
    default: []
    }
  }

  /// What is asked beside ports, of the protocols that rules name by their numbers.
  func others(_ numbers: [Int]) -> [Traffic] {
    switch kind {
    case .any:
      [.icmp(type: 8, code: 0), .icmpv6(type: 128, code: 0)] + numbers.map { .other($0) }
    case .ports: []
    case .icmp: [.icmp(type: 8, code: 0)]
    case .icmpv6: [.icmpv6(type: 128, code: 0)]
    case .other(let number): [.other(number)]
    }
  }

  /// `protocol` and `ports` of a filter; TCP where only ports are named.
  static func read(_ reader: inout MappingReader) -> AskedTraffic {
    let ranges = ports(&reader)
    let place = reader.node("protocol")?.position
    guard let name = reader.text("protocol") else {
      return ranges.map { AskedTraffic(kind: .ports(.tcp, $0)) } ?? .anything
    }
    switch name {
    case "tcp", "6": return AskedTraffic(kind: .ports(.tcp, ranges ?? [0...65535]))
    case "udp", "17": return AskedTraffic(kind: .ports(.udp, ranges ?? [0...65535]))
    default: break
    }
    if ranges != nil {
      reader.error(
        at: place, "protocol `\(name)` has no ports", suggestion: "expected `tcp` or `udp`")
    }
    switch name {
    case "any": return .anything
    case "icmp", "1": return AskedTraffic(kind: .icmp)
    case "icmpv6", "58": return AskedTraffic(kind: .icmpv6)
    default:
      if let number = Int(name), (0...255).contains(number) {
        return AskedTraffic(kind: .other(number))
      }
      reader.error(
        at: place, "there is no protocol `\(name)`",
        suggestion: "expected `tcp`, `udp`, `icmp`, `icmpv6`, `any` or a number from 0 to 255")
      return .anything
    }
  }

  /// Numbers, or ranges such as `8000-8999`; nil where none are named.
  private static func ports(_ reader: inout MappingReader) -> [ClosedRange<Int>]? {
    guard let nodes = reader.sequence("ports") else { return nil }
    if nodes.isEmpty {
      reader.error(
        at: reader.node("ports")?.position, "`ports` is empty",
        suggestion: "expected ports such as [22, \"8000-8999\"], or no `ports` for any")
    }
    var ranges: [ClosedRange<Int>] = []
    for node in nodes {
      let ends = (node.scalarText ?? "").split(separator: "-", omittingEmptySubsequences: false)
        .map { Int($0) }
      if let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        first <= last, (0...65535).contains(first), (0...65535).contains(last)
      {
        ranges.append(first...last)
      } else {
        reader.error(
          at: node.position, "`\(node.scalarText ?? node.kindName)` is no port",
          suggestion: "expected a number from 0 to 65535, or a range such as 8000-8999")
      }
    }
    return ranges
  }
}

extension ClosedRange<Int> {
  func intersection(_ other: ClosedRange<Int>) -> ClosedRange<Int>? {
    let first = Swift.max(lowerBound, other.lowerBound)
    let last = Swift.min(upperBound, other.upperBound)
    return first <= last ? first...last : nil
  }
}
