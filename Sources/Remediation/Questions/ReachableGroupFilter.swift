import AWS
import Documents
import Exposure
import PolicyLanguage

/// `reachable-from-internet` on security groups: whether a group's rules together let the internet
/// in, by arithmetic on addresses and ports: split ranges, IPv6, prefix lists, protocols by name
/// and number, rules for all traffic.
///
/// Notes each source of each rule that does, for `close-to-internet`.
struct ReachableGroupFilter: ResourceFilter {
  let position: SourcePosition
  let traffic: AskedTraffic
  let internet: Internet

  var hydrations: [Hydration] { [.groupPrefixLists] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let group = run.resources[index].document
    let lists = PrefixLists.networks(group)
    let openings = Opening.all(
      in: group, asked: traffic, internet: internet, prefixLists: lists)
    if openings.isEmpty {
      let unknown = PrefixLists.named(byRulesOf: group).filter {
        lists[$0] == nil && group[PrefixLists.member]?[$0] != .null
      }
      guard unknown.isEmpty else {
        throw FilterProblem(
          "the entries of prefix list \(unknown.joined(separator: ", ")) are not known")
      }
      return false
    }
    run.notes[index].others[Opening.member] = .list(openings.map { .object($0.document) })
    return true
  }
}

/// One source of one rule that lets in traffic that was asked for, with how much of it.
struct Opening: Hashable, Sendable {
  /// Where the filter notes them.
  static let member = "stormdrill:OpenToInternet"

  /// Counted from 0 in `IpPermissions`.
  var permission: Int
  /// The CIDR block or the prefix list's id, as the rule has it.
  var source: String
  var ports: [Ports] = []
  /// Protocols other than TCP and UDP, by their numbers.
  var protocols: [Int] = []

  struct Ports: Hashable, Sendable {
    var transport: OpenPorts.Transport
    var range: ClosedRange<Int>
  }

  static func all(
    in group: AWSObject, asked: AskedTraffic, internet: Internet,
    prefixLists: [String: [IPNetwork]]
  ) -> [Opening] {
    var openings: [Opening] = []
    func note(_ traffic: Traffic, _ add: (inout Opening) -> Void) {
      let exposure = PortExposure(
        of: traffic, through: [group], prefixLists: prefixLists, internet: internet)
      guard exposure.isOpen else { return }
      for grant in exposure.grants {
        let known = openings.firstIndex {
          $0.permission == grant.permission && $0.source == grant.source
        }
        let place = known ?? openings.endIndex
        if known == nil {
          openings.append(Opening(permission: grant.permission, source: grant.source))
        }
        add(&openings[place])
      }
    }
    for open in OpenPorts.all(through: [group], prefixLists: prefixLists, internet: internet) {
      for range in asked.asks(open.transport, open.ports) {
        note(open.transport.traffic(range.lowerBound)) { $0.add(open.transport, range) }
      }
    }
    for traffic in asked.others(protocolNumbers(of: group)) {
      note(traffic) { opening in
        if !opening.protocols.contains(traffic.protocolNumber) {
          opening.protocols.append(traffic.protocolNumber)
        }
      }
    }
    return openings.sorted { ($0.permission, $0.source) < ($1.permission, $1.source) }
  }

  /// The protocols beside TCP, UDP and ICMP that rules name by their numbers.
  private static func protocolNumbers(of group: AWSObject) -> [Int] {
    let numbers = (group["IpPermissions"]?.list ?? []).compactMap { permission in
      permission["IpProtocol"]?.string.flatMap { Int($0) }
    }
    return Set(numbers.filter { $0 >= 0 && ![1, 6, 17, 58].contains($0) }).sorted()
  }

  /// Ranges that meet become one.
  private mutating func add(_ transport: OpenPorts.Transport, _ range: ClosedRange<Int>) {
    if let last = ports.last, last.transport == transport,
      last.range.upperBound + 1 >= range.lowerBound, last.range.lowerBound <= range.lowerBound
    {
      let end = max(last.range.upperBound, range.upperBound)
      ports[ports.count - 1].range = last.range.lowerBound...end
    } else {
      ports.append(Ports(transport: transport, range: range))
    }
  }

  // MARK: As an annotation

  var document: AWSObject {
    [
      "Permission": .integer(Int64(permission)), "Source": .string(source),
      "Traffic": .list(
        ports.map { ports in
          [
            "IpProtocol": .string(ports.transport.rawValue),
            "FromPort": .integer(Int64(ports.range.lowerBound)),
            "ToPort": .integer(Int64(ports.range.upperBound)),
          ]
        } + protocols.map { ["IpProtocol": .string(String($0))] }),
    ]
  }

  init(permission: Int, source: String) {
    self.permission = permission
    self.source = source
  }

  init?(_ document: AWSValue) {
    guard let permission = document["Permission"]?.integer,
      let source = document["Source"]?.string
    else { return nil }
    self.init(permission: Int(permission), source: source)
    for traffic in document["Traffic"]?.list ?? [] {
      let name = traffic["IpProtocol"]?.string ?? ""
      if let transport = OpenPorts.Transport(rawValue: name),
        let from = traffic["FromPort"]?.integer, let to = traffic["ToPort"]?.integer, from <= to
      {
        ports.append(Ports(transport: transport, range: Int(from)...Int(to)))
      } else if let number = Int(name) {
        protocols.append(number)
      }
    }
  }
}
