import AWS

/// `igw` and `nat` of the `subnet` filter: whether a subnet's route table, or else its VPC's main
/// one, leads to an internet gateway or a NAT gateway.
struct SubnetRouting: Sendable {
  static let member = "stormdrill:RouteTables"

  var internetGateway: Bool?
  var natGateway: Bool?
  /// Whether all that is asked must hold, or any: what isn't asked holds.
  let needsAll: Bool

  var hydrations: [Hydration] {
    internetGateway == nil && natGateway == nil ? [] : [Self.routeTables]
  }

  /// The route tables that matter to the subnets read before.
  private static let routeTables = Hydration(member) { document, setting in
    guard document[member] == nil else { return nil }
    return ReadCall(
      APICall(service: "ec2", operation: "DescribeRouteTables", input: [:], scope: setting.scope),
      pagination: .nextToken
    ) { document, pages in
      let subnets = document[RelatedKind.subnets.member]?.list ?? []
      let ids = Set(subnets.compactMap { $0["SubnetId"] })
      let networks = Set(subnets.compactMap { $0["VpcId"] })
      document[member] = .list(
        (pages ?? []).items("RouteTables").filter { table in
          (table["Associations"]?.list ?? []).contains { association in
            association["Main"] == true
              ? table["VpcId"].map(networks.contains) ?? false
              : association["SubnetId"].map(ids.contains) ?? false
          }
        }.map { .object($0) })
    }
  }

  func accepts(_ subnet: AWSObject, _ document: AWSObject, _ value: Bool) throws(FilterProblem)
    -> Bool
  {
    guard let id = subnet["SubnetId"], let network = subnet["VpcId"] else {
      throw FilterProblem("a subnet has no `SubnetId` or no `VpcId`")
    }
    var own: AWSValue?
    var main: AWSValue?
    for table in document[Self.member]?.list ?? [] {
      for association in table["Associations"]?.list ?? [] {
        if association["Main"] == true {
          if table["VpcId"] == network { main = table }
        } else if association["SubnetId"] == id {
          own = table
        }
      }
    }
    let table = own ?? main
    func leads(_ wanted: Bool?, _ goes: (AWSValue) -> Bool) -> Bool {
      guard let wanted else { return true }
      guard let table else { return false }
      return (table["Routes"]?.list ?? []).contains(where: goes) == wanted
    }
    let toInternet = leads(internetGateway) { ($0["GatewayId"]?.string ?? "").hasPrefix("igw-") }
    let toNAT = leads(natGateway) { !($0["NatGatewayId"]?.string ?? "").isEmpty }
    return needsAll ? toInternet && toNAT && value : toInternet || toNAT || value
  }
}
