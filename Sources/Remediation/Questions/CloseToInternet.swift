import AWS
import Documents
import Exposure
import PolicyLanguage

/// `close-to-internet` of security groups: takes away just what `reachable-from-internet` noted. A
/// rule is split: its other sources stay, and so do its other ports for the source that goes.
///
/// What stays is authorized before the old rule is revoked, so that nobody is cut off in between.
struct CloseToInternet: Action {
  let name = "close-to-internet"
  let position: SourcePosition
  /// Networks that keep what the rule gave them.
  let keep: AddressSet
  /// Whether a rule's other ports go with the ones that were asked about.
  let closesWholeRules: Bool

  /// As many networks of a prefix list are kept as rules of their own; where it holds more beside
  /// the internet, the list is what to mend, and the rule stays.
  static let splitLimit = 10

  var hydrations: [Hydration] { [.groupPrefixLists] }

  static let kind = ActionKind(names: ["close-to-internet"]) { _, reader, _, _ in
    CloseToInternet(
      position: reader.position, keep: AddressSet(Internet.networks("keep", &reader) ?? []),
      closesWholeRules: reader.bool("whole-rules") ?? false)
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let noted = setting.match.annotations[Opening.member]?.list ?? []
    let openings = noted.compactMap(Opening.init)
    guard !openings.isEmpty else {
      plan.remarks.append(
        "nothing of \(setting.id) is noted as open: `close-to-internet` needs the filter "
          + "`reachable-from-internet` before it")
      return
    }
    let permissions = setting.document["IpPermissions"]?.list ?? []
    let lists = PrefixLists.networks(setting.document)
    var revoked: [AWSValue] = []
    var kept: [RuleRange] = []
    for opening in openings where permissions.indices.contains(opening.permission) {
      guard let rule = SingleSource(permissions[opening.permission], opening.source) else {
        continue
      }
      let spared = rule.spared(keep, lists)
      guard rule.list != "PrefixListIds" || spared.count <= Self.splitLimit else {
        plan.remarks.append(
          "\(setting.id): the rule for \(opening.source) is left as it is: beside the internet the "
            + "list holds \(spared.count) networks, more than the \(Self.splitLimit) that would be "
            + "kept as rules of their own; take the internet's networks out of the prefix list "
            + "instead, with ModifyManagedPrefixList")
        continue
      }
      revoked.append(rule.permission(rule.whole, [rule.entry]))
      for range in closesWholeRules ? [] : rule.remainder(beside: opening) {
        kept.append(RuleRange(range: range, list: rule.list, entry: rule.entry))
      }
      if rule.protocolName == "-1", !closesWholeRules, !opening.isEverything {
        plan.remarks.append(
          "\(setting.id): from \(opening.source) TCP, UDP and ICMP stay open where they were not "
            + "asked about, other protocols do not")
      }
      for network in spared {
        for range in rule.removed(opening, whole: closesWholeRules) {
          kept.append(RuleRange(range: range, network: network))
        }
      }
    }
    add(revoked, kept, permissions, to: &plan, setting)
  }

  private func add(
    _ revoked: [AWSValue], _ kept: [RuleRange], _ permissions: [AWSValue], to plan: inout Plan,
    _ setting: ActionSetting
  ) {
    let added = kept.uniqued.filter { range in !permissions.contains { range.isIn($0) } }
      .map(\.permission)
    func call(_ verb: String, _ permissions: [AWSValue]) -> APICall {
      setting.call(
        "ec2", "\(verb)SecurityGroupIngress",
        ["GroupId": .string(setting.id), "IpPermissions": .list(permissions)])
    }
    if !added.isEmpty {
      plan.steps.append(
        PlannedStep(
          summary: "keep \(added.count) part\(added.count == 1 ? "" : "s") of the rules of "
            + "\(setting.id) that are split",
          call: call("Authorize", added), undo: [call("Revoke", added)],
          doneCodes: ["InvalidPermission.Duplicate"]))
    }
    guard !revoked.isEmpty else { return }
    plan.steps.append(
      PlannedStep(
        summary: "close \(revoked.count) rule\(revoked.count == 1 ? "" : "s") of \(setting.id) "
          + "to the internet",
        call: call("Revoke", revoked), undo: [call("Authorize", revoked)],
        removed: .list(revoked),
        doneCodes: revoked.count == 1 ? ["InvalidPermission.NotFound"] : []))
  }
}

/// A protocol and, for TCP, UDP and ICMP, its ports or type and code.
struct ProtocolRange: Hashable, Sendable {
  var name: String
  var from: Int?
  var to: Int?

  static let anything = ProtocolRange(name: "-1")

  var members: AWSObject {
    var members: AWSObject = ["IpProtocol": .string(name)]
    if let from { members["FromPort"] = .integer(Int64(from)) }
    if let to { members["ToPort"] = .integer(Int64(to)) }
    return members
  }
}

/// What is authorized: a range of a protocol for one source.
private struct RuleRange: Hashable {
  var range: ProtocolRange
  /// `IpRanges`, `Ipv6Ranges` or `PrefixListIds`.
  var list: String
  var entry: AWSObject

  init(range: ProtocolRange, list: String, entry: AWSObject) {
    self.range = range
    self.list = list
    self.entry = entry
  }

  init(range: ProtocolRange, network: IPNetwork) {
    self.range = range
    list = network.isIPv6 ? "Ipv6Ranges" : "IpRanges"
    entry = [network.isIPv6 ? "CidrIpv6" : "CidrIp": .string(network.description)]
  }

  var permission: AWSValue {
    var members = range.members
    members[list] = [.object(entry)]
    return .object(members)
  }

  /// Whether a rule of the group gives it already.
  func isIn(_ permission: AWSValue) -> Bool {
    let source = entry.first { $0.key != "Description" }
    return permission["IpProtocol"]?.string == range.name
      && permission["FromPort"]?.integer.map { Int($0) } == range.from
      && permission["ToPort"]?.integer.map { Int($0) } == range.to
      && (permission[list]?.list ?? []).contains { item in
        source.map { item[$0.key] == $0.value } ?? false
      }
  }
}

/// One source of a rule, taken for itself.
private struct SingleSource {
  let whole: ProtocolRange
  /// Where the source stands: `IpRanges`, `Ipv6Ranges` or `PrefixListIds`.
  let list: String
  /// With its description.
  let entry: AWSObject
  let source: String

  private static let places = [
    ("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6"), ("PrefixListIds", "PrefixListId"),
  ]

  init?(_ permission: AWSValue, _ source: String) {
    for (list, member) in Self.places {
      for item in permission[list]?.list ?? [] where item[member]?.string == source {
        guard let entry = item.object else { continue }
        self.list = list
        self.entry = entry
        self.source = source
        whole = ProtocolRange(
          name: permission["IpProtocol"]?.string ?? "-1",
          from: permission["FromPort"]?.integer.map { Int($0) },
          to: permission["ToPort"]?.integer.map { Int($0) })
        return
      }
    }
    return nil
  }

  var protocolName: String { whole.name.lowercased() == "all" ? "-1" : whole.name.lowercased() }

  func permission(_ range: ProtocolRange, _ entries: [AWSObject]) -> AWSValue {
    var members = range.members
    members[list] = .list(entries.map { .object($0) })
    return .object(members)
  }

  private var transport: OpenPorts.Transport? {
    switch protocolName {
    case "tcp", "6": .tcp
    case "udp", "17": .udp
    default: nil
    }
  }

  /// What of the rule was not asked about.
  func remainder(beside opening: Opening) -> [ProtocolRange] {
    if let transport {
      let all = (whole.from ?? 0)...max(whole.from ?? 0, whole.to ?? 65535)
      return Self.rest(all, without: opening.ranges(of: transport)).map {
        ProtocolRange(name: whole.name, from: $0.lowerBound, to: $0.upperBound)
      }
    }
    guard protocolName == "-1", !opening.isEverything else { return [] }
    var ranges = OpenPorts.Transport.allCases.flatMap { transport in
      Self.rest(0...65535, without: opening.ranges(of: transport)).map {
        ProtocolRange(name: transport.rawValue, from: $0.lowerBound, to: $0.upperBound)
      }
    }
    if list != "Ipv6Ranges", !opening.protocols.contains(1) {
      ranges.append(ProtocolRange(name: "icmp", from: -1, to: -1))
    }
    if list != "IpRanges", !opening.protocols.contains(58) {
      ranges.append(ProtocolRange(name: "icmpv6", from: -1, to: -1))
    }
    return ranges
  }

  /// What goes, for those who keep it.
  func removed(_ opening: Opening, whole closesWhole: Bool) -> [ProtocolRange] {
    if closesWhole || opening.isEverything || (transport == nil && protocolName != "-1") {
      return [whole]
    }
    let ports = opening.ports.filter { transport == nil || $0.transport == transport }.map {
      ProtocolRange(
        name: transport == nil ? $0.transport.rawValue : whole.name, from: $0.range.lowerBound,
        to: $0.range.upperBound)
    }
    let others = opening.protocols.map { number in
      switch number {
      case 1: ProtocolRange(name: "icmp", from: -1, to: -1)
      case 58: ProtocolRange(name: "icmpv6", from: -1, to: -1)
      default: ProtocolRange(name: String(number))
      }
    }
    return ports + others
  }

  /// The networks of the source that stay, the fewest that make them up: what is to be kept, and of
  /// a prefix list those entries that hold no public address. An entry that holds some goes as a
  /// rule for it would, private addresses in it included.
  func spared(_ keep: AddressSet, _ lists: [String: [IPNetwork]]) -> [IPNetwork] {
    guard list == "PrefixListIds" else {
      guard let network = IPNetwork(source) else { return [] }
      return AddressSet(network).intersection(keep).networks
    }
    let entries = lists[source] ?? []
    let harmless = entries.filter {
      AddressSet($0).intersection(.globallyRoutable).isEmpty
    }
    return AddressSet(harmless).union(AddressSet(entries).intersection(keep)).networks
  }

  private static func rest(_ all: ClosedRange<Int>, without gone: [ClosedRange<Int>])
    -> [ClosedRange<Int>]
  {
    var rest: [ClosedRange<Int>] = []
    var next = all.lowerBound
    for range in gone.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { rest.append(next...(range.lowerBound - 1)) }
      next = max(next, range.upperBound + 1)
    }
    if next <= all.upperBound { rest.append(next...all.upperBound) }
    return rest
  }
}

extension Opening {
  fileprivate func ranges(of transport: OpenPorts.Transport) -> [ClosedRange<Int>] {
    ports.filter { $0.transport == transport }.map(\.range)
  }

  /// All ports of TCP and UDP, and ICMP: what a question about any traffic finds in a rule for all.
  fileprivate var isEverything: Bool {
    ranges(of: .tcp) == [0...65535] && ranges(of: .udp) == [0...65535] && !protocols.isEmpty
  }
}
