import AWS
import Documents

/// `route`: a value filter on the routes of a table, any of which may pass.
struct RouteFilter: ResourceFilter {
  let position: SourcePosition
  let value: ValueFilter

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let context = run.context
    var matched: [AWSValue] = []
    for route in run.resources[index].document["Routes"]?.list ?? [] {
      if try value.matches(route.object ?? [:], context) { matched.append(route) }
    }
    guard !matched.isEmpty else { return false }
    run.notes[index].append(matched, to: "c7n:matched-routes")
    return true
  }
}

/// `cross-az-nat-gateway-route`: tables that send a subnet's traffic to a NAT gateway in another
/// availability zone.
struct CrossZoneRouteFilter: Filter {
  let position: SourcePosition

  private static let zones = "stormdrill:NatGatewayZones"

  /// The subnets of the table's VPC, and the zones of the NAT gateways that it leads to: those of
  /// their subnets. Gateways of a whole region have none.
  var hydrations: [Hydration] {
    [
      RouteTableSubnets.hydration,
      RelatedKind.natGateways.hydration(RelatedIDs("Routes", "NatGatewayId")),
      RelatedKind.subnets.hydration(as: Self.zones) { document, subnets in
        var zones = AWSObject()
        for gateway in document[RelatedKind.natGateways.member]?.list ?? [] {
          let subnet = subnets.first {
            $0["SubnetId"] != nil && $0["SubnetId"] == gateway["SubnetId"]
          }
          if let id = gateway["NatGatewayId"]?.string {
            zones.set(id, subnet?["AvailabilityZone"])
          }
        }
        return .object(zones)
      },
    ]
  }

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    let served = RouteTableSubnets.served(by: set.map { run.resources[$0].document })
    var kept: [Int] = []
    for (place, index) in set.enumerated() {
      do throws(FilterProblem) {
        let mismatches = try Self.mismatches(run.resources[index].document, served[place])
        if mismatches.isEmpty { continue }
        run.notes[index].others["c7n:nat-az-mismatch"] = .object(mismatches)
        kept.append(index)
      } catch {
        run.report(error, about: index, at: position)
      }
    }
    return kept
  }

  /// By NAT gateway its zone, and the served subnets of other zones with theirs.
  private static func mismatches(_ table: AWSObject, _ served: [AWSValue])
    throws(FilterProblem) -> AWSObject
  {
    var zones: [String: AWSValue] = [:]
    for subnet in table[RelatedKind.subnets.member]?.list ?? [] {
      if let id = subnet["SubnetId"]?.string { zones[id] = subnet["AvailabilityZone"] }
    }
    var found = AWSObject()
    for route in table["Routes"]?.list ?? [] {
      guard let id = route["NatGatewayId"]?.string, !id.isEmpty, route["State"] == "active"
      else { continue }
      guard let zone = table[Self.zones]?[id] else {
        throw FilterProblem("the zone of the NAT gateway `\(id)` is not known")
      }
      var others = found[id]?["Subnets"]?.object ?? [:]
      for subnet in served.compactMap(\.string) {
        if let other = zones[subnet], other != zone { others[subnet] = other }
      }
      if !others.isEmpty { found[id] = ["NatGatewayAz": zone, "Subnets": .object(others)] }
    }
    return found
  }
}

extension FilterKind {
  static let route = FilterKind(name: "route") { loader, reader, type, _ in
    loader.value(&reader, on: type).map { RouteFilter(position: reader.position, value: $0) }
  }
  static let crossZoneRoute = FilterKind(name: "cross-az-nat-gateway-route") { _, reader, _, _ in
    CrossZoneRouteFilter(position: reader.position)
  }
}
