package import AWS
package import PolicyLanguage

/// What lies between the internet and a network interface, each as its Describe call returns it:
/// of the interface's VPC at least, more does no harm.
package struct NetworkSurroundings: Sendable {
  package var securityGroups: [AWSObject]
  package var routeTables: [AWSObject]
  package var networkACLs: [AWSObject]
  package var internetGateways: [AWSObject]
  /// The entries of the prefix lists that rules and routes name, by id.
  package var prefixLists: [String: [IPNetwork]]
  /// `InternetGatewayBlockMode` of DescribeVpcBlockPublicAccessOptions; nil for off.
  package var vpcBlockMode: String?
  /// Of DescribeVpcBlockPublicAccessExclusions; needed where something is blocked.
  package var vpcBlockExclusions: [AWSObject]

  package init(
    securityGroups: [AWSObject], routeTables: [AWSObject], networkACLs: [AWSObject],
    internetGateways: [AWSObject], prefixLists: [String: [IPNetwork]] = [:],
    vpcBlockMode: String? = nil, vpcBlockExclusions: [AWSObject] = []
  ) {
    self.securityGroups = securityGroups
    self.routeTables = routeTables
    self.networkACLs = networkACLs
    self.internetGateways = internetGateways
    self.prefixLists = prefixLists
    self.vpcBlockMode = vpcBlockMode
    self.vpcBlockExclusions = vpcBlockExclusions
  }

  /// What blocks the region's internet gateways for a subnet; nil where nothing does, or where the
  /// subnet or its VPC is left out of it. An exclusion for the way out lets nobody in.
  func block(subnet: String, vpc: String) -> String? {
    guard let mode = vpcBlockMode, mode != "off" else { return nil }
    let isExcluded = vpcBlockExclusions.contains { exclusion in
      let state = exclusion["State"]?.string ?? ""
      let arn = exclusion["ResourceArn"]?.string ?? ""
      return exclusion["InternetGatewayExclusionMode"]?.string == "allow-bidirectional"
        && (state == "create-complete" || state.hasPrefix("update-"))
        && (arn.hasSuffix(":subnet/\(subnet)") || arn.hasSuffix(":vpc/\(vpc)"))
    }
    return isExcluded ? nil : mode
  }

  /// The subnet's own route table, else the VPC's main one.
  func routeTable(subnet: String, vpc: String) -> AWSObject? {
    func associations(_ table: AWSObject) -> [AWSValue] { table["Associations"]?.list ?? [] }
    return routeTables.first { table in
      associations(table).contains { $0["SubnetId"]?.string == subnet }
    }
      ?? routeTables.first { table in
        table["VpcId"]?.string == vpc
          && associations(table).contains { $0["Main"]?.bool == true }
      }
  }

  /// The subnet's own network ACL, else the VPC's default one.
  func networkACL(subnet: String, vpc: String) -> AWSObject? {
    networkACLs.first { acl in
      (acl["Associations"]?.list ?? []).contains { $0["SubnetId"]?.string == subnet }
    }
      ?? networkACLs.first { acl in
        acl["VpcId"]?.string == vpc && acl["IsDefault"]?.bool == true
      }
  }

  /// The internet gateways that are attached to the VPC.
  func gateways(of vpc: String) -> [String] {
    internetGateways.filter { gateway in
      (gateway["Attachments"]?.list ?? []).contains { attachment in
        attachment["VpcId"]?.string == vpc
          && ["available", "attached"].contains(attachment["State"]?.string)
      }
    }.compactMap { $0["InternetGatewayId"]?.string }
  }
}

/// Where packets for each destination go, by the longest prefix.
///
/// https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
struct RouteTable {
  let id: String
  private let routes: [(network: IPNetwork, target: String?)]
  /// Prefix lists whose entries were not given.
  let unresolved: [String]

  init(_ table: AWSObject, _ prefixLists: [String: [IPNetwork]]) {
    id = table["RouteTableId"]?.string ?? ""
    var routes: [(IPNetwork, String?)] = []
    var unresolved: [String] = []
    for route in table["Routes"]?.list ?? [] {
      let target = route["State"]?.string == "blackhole" ? nil : route["GatewayId"]?.string
      let texts = [route["DestinationCidrBlock"], route["DestinationIpv6CidrBlock"]]
      routes += texts.compactMap { ($0?.string).flatMap { IPNetwork($0) } }.map { ($0, target) }
      guard let list = route["DestinationPrefixListId"]?.string else { continue }
      if let entries = prefixLists[list] {
        routes += entries.map { ($0, target) }
      } else {
        unresolved.append(list)
      }
    }
    // The longest prefix last, so that it has the last word; equal ones keep their order.
    self.routes = routes.enumerated().sorted { a, b in
      (a.element.0.prefix, b.offset) < (b.element.0.prefix, a.offset)
    }.map(\.element)
    self.unresolved = unresolved
  }

  /// The destinations that go to one of the gateways.
  func destinations(through gateways: [String]) -> AddressSet {
    routes.reduce(AddressSet.empty) { reached, route in
      let network = AddressSet(route.network)
      let goesThere = route.target.map(gateways.contains) ?? false
      return goesThere ? reached.union(network) : reached.subtracting(network)
    }
  }
}
