import AWS
import Documents
import Exposure
import PolicyLanguage

/// `reachable-from-internet` on instances: whether a packet gets through and its answer back:
/// public address, internet gateway, routes, security groups, network ACLs.
///
/// A port is asked about by itself, a range of them at each end of what the groups open.
struct ReachableInstanceFilter: ResourceFilter {
  static let member = "stormdrill:ReachableFromInternet"

  let position: SourcePosition
  let traffic: AskedTraffic
  let internet: Internet

  var hydrations: [Hydration] { InstanceSurroundings.hydrations }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let instance = run.resources[index].document
    let surroundings = try InstanceSurroundings.read(instance)
    var found: [AWSValue] = []
    var unknown: String?
    for traffic in candidates(surroundings) {
      for path in PortPath.all(
        of: traffic, to: instance, in: surroundings, internet: internet)
      {
        for way in path.routes {
          if way.isOpen {
            found.append(
              [
                "Interface": .string(path.interface), "Traffic": .string("\(traffic.text)"),
                "From": .string(way.sources.description),
              ])
          } else if case .unknown(let what)? = way.obstacle {
            unknown = unknown ?? what
          }
        }
      }
    }
    guard !found.isEmpty else {
      if let unknown { throw FilterProblem("\(unknown) is not known") }
      return false
    }
    run.notes[index].others[Self.member] = .list(found)
    return true
  }

  /// One packet of each kind that the groups treat alike.
  private func candidates(_ surroundings: NetworkSurroundings) -> [Traffic] {
    let open = OpenPorts.all(
      through: surroundings.securityGroups, prefixLists: surroundings.prefixLists,
      internet: internet)
    let ports = open.flatMap { open in
      traffic.asks(open.transport, open.ports).map { open.transport.traffic($0.lowerBound) }
    }
    return (ports + traffic.others([])).uniqued
  }
}

extension Traffic {
  fileprivate var text: String {
    switch self {
    case .tcp(let port): "tcp \(port)"
    case .udp(let port): "udp \(port)"
    case .icmp: "icmp"
    case .icmpv6: "icmpv6"
    case .other(let number): "protocol \(number)"
    }
  }
}

extension FilterKind {
  static let reachableInstance = FilterKind(name: "reachable-from-internet") { _, reader, _, _ in
    ReachableInstanceFilter(
      position: reader.position, traffic: .read(&reader), internet: .read(&reader))
  }
}
