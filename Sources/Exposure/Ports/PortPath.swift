package import AWS
import PolicyLanguage

/// Whether a packet from the internet reaches a network interface, and its answer the sender: the
/// stricter question beside `PortExposure`.
///
/// Needed are, for one version of IP: a public address, a running instance, an internet gateway on
/// the VPC, a route back through it, the security groups, and the network ACL both ways. An
/// egress-only gateway and a NAT let nobody in. What remains are the addresses for which all this
/// holds.
///
/// Not looked at: route tables of gateways (appliances in the way), load balancers and accelerators
/// in front, firewalls on the instance, and whether anything listens. A datagram without an answer
/// arrives even where there is no route back; it is not called reachable.
package struct PortPath: Hashable, Sendable {
  package var interface: String
  /// Of each version that the interface might have an address of; IPv4 first.
  package var routes: [Way]

  package var isOpen: Bool { routes.contains(where: \.isOpen) }

  /// One version of IP.
  package struct Way: Hashable, Sendable {
    package var isIPv6: Bool
    package var isOpen: Bool
    /// From where.
    package var sources: AddressSet
    /// What stopped it first; nil where it is open.
    package var obstacle: Obstacle?
  }

  package enum Obstacle: Hashable, Sendable {
    case noPublicAddress
    /// The instance's state.
    case notRunning(String)
    case vpcBlock(String)
    /// The VPC has no internet gateway.
    case noGateway
    /// The route table sends no answers through the gateway.
    case noRoute(table: String)
    case securityGroups([String])
    /// The rule that stops most; 32767 is the one for whatever no other rule fits.
    case networkACL(id: String, rule: Int, isEgress: Bool)
    /// A document that was not given: `route table of subnet-1`.
    case unknown(String)
  }

  /// - Parameters:
  ///   - interface: one of DescribeNetworkInterfaces, or of an instance's `NetworkInterfaces`.
  ///   - state: of the instance; nil where the interface belongs to none.
  ///   - clientPorts: what clients may send from.
  package init(
    of traffic: Traffic, to interface: AWSObject, state: String? = nil,
    in surroundings: NetworkSurroundings, internet: Internet = .standard,
    clientPorts: ClosedRange<Int> = 1024...65535
  ) {
    self.interface = interface["NetworkInterfaceId"]?.string ?? ""
    let walk = Walk(
      traffic: traffic, interface: interface, state: state, surroundings: surroundings,
      internet: internet, clientPorts: clientPorts)
    routes = [false, true].map { isIPv6 in
      var sources = walk.space(isIPv6: isIPv6)
      let obstacle = walk.obstacle(isIPv6: isIPv6, &sources)
      return Way(
        isIPv6: isIPv6, isOpen: obstacle == nil,
        sources: sources, obstacle: obstacle)
    }
  }

  /// One answer for each interface of an instance, as DescribeInstances returns it.
  package static func all(
    of traffic: Traffic, to instance: AWSObject, in surroundings: NetworkSurroundings,
    internet: Internet = .standard, clientPorts: ClosedRange<Int> = 1024...65535
  ) -> [PortPath] {
    (instance["NetworkInterfaces"]?.list ?? []).compactMap(\.object).map { interface in
      PortPath(
        of: traffic, to: interface, state: instance["State"]?["Name"]?.string ?? "unknown",
        in: surroundings, internet: internet, clientPorts: clientPorts)
    }
  }
}

/// The way in and back, step by step.
private struct Walk {
  let traffic: Traffic
  let interface: AWSObject
  let state: String?
  let surroundings: NetworkSurroundings
  let internet: Internet
  let clientPorts: ClosedRange<Int>

  private var subnet: String { interface["SubnetId"]?.string ?? "" }
  private var vpc: String { interface["VpcId"]?.string ?? "" }

  func space(isIPv6: Bool) -> AddressSet {
    let all = internet.publicSpace.intersection(traffic.addresses)
    return all.intersection(isIPv6 ? .everyIPv6 : .everyIPv4)
  }

  /// Narrows the sources step by step, and says which step left too few.
  func obstacle(isIPv6: Bool, _ sources: inout AddressSet) -> PortPath.Obstacle? {
    func stop(_ obstacle: PortPath.Obstacle) -> PortPath.Obstacle {
      sources = .empty
      return obstacle
    }
    guard hasPublicAddress(isIPv6: isIPv6) else { return stop(.noPublicAddress) }
    if let state, state != "running" { return stop(.notRunning(state)) }
    if let mode = surroundings.block(subnet: subnet, vpc: vpc) { return stop(.vpcBlock(mode)) }
    let gateways = surroundings.gateways(of: vpc)
    if gateways.isEmpty { return stop(.noGateway) }
    guard let table = surroundings.routeTable(subnet: subnet, vpc: vpc) else {
      return stop(.unknown("route table of \(subnet)"))
    }
    let routes = RouteTable(table, surroundings.prefixLists)
    sources = sources.intersection(routes.destinations(through: gateways))
    guard internet.counts(sources) else {
      return routes.unresolved.first.map { .unknown($0) } ?? .noRoute(table: routes.id)
    }
    if let stopped = groupsStop(&sources) { return stopped }
    guard let document = surroundings.networkACL(subnet: subnet, vpc: vpc) else {
      return stop(.unknown("network ACL of \(subnet)"))
    }
    let acl = NetworkACL(document)
    let inbound = acl.verdict(on: traffic, isEgress: false, peers: sources)
    sources = inbound.admitted
    guard internet.counts(sources) else {
      return .networkACL(id: acl.id, rule: inbound.strictest, isEgress: false)
    }
    let answered = acl.answered(traffic, clientPorts: clientPorts, peers: sources)
    sources = answered.admitted
    guard internet.counts(sources) else {
      return .networkACL(id: acl.id, rule: answered.strictest, isEgress: true)
    }
    return nil
  }

  private func groupsStop(_ sources: inout AddressSet) -> PortPath.Obstacle? {
    let ids = (interface["Groups"]?.list ?? []).compactMap { $0["GroupId"]?.string }
    var groups: [AWSObject] = []
    for id in ids {
      let group = surroundings.securityGroups.first { $0["GroupId"]?.string == id }
      guard let group else {
        sources = .empty
        return .unknown(id)
      }
      groups.append(group)
    }
    let exposure = PortExposure(
      of: traffic, through: groups, prefixLists: surroundings.prefixLists, internet: internet)
    sources = sources.intersection(exposure.sources)
    if internet.counts(sources) { return nil }
    return exposure.unresolved.first.map { .unknown($0) } ?? .securityGroups(ids)
  }

  /// An IPv4 address is public by its association, an IPv6 address by itself.
  private func hasPublicAddress(isIPv6: Bool) -> Bool {
    if isIPv6 {
      return (interface["Ipv6Addresses"]?.list ?? []).contains { value in
        (value["Ipv6Address"]?.string).flatMap { IPNetwork($0) }.map {
          internet.publicSpace.contains($0)
        } ?? false
      }
    }
    let addresses = [AWSValue.object(interface)] + (interface["PrivateIpAddresses"]?.list ?? [])
    return addresses.contains { $0.at("Association", "PublicIp")?.string != nil }
  }
}
