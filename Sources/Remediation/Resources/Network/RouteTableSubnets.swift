import AWS
import Documents

/// The subnets that route tables serve: those that they name, and, for a VPC's main table, all of
/// the VPC's that no table in the set at hand names.
///
/// So the dialect counts: what was filtered out before, or is looked at alone, changes what a main
/// table serves.
enum RouteTableSubnets {
  private static let member = RelatedKind.subnets.member
  private static let named = RelatedIDs("Associations", "SubnetId")

  static let hydration = RelatedKind.subnets.hydration { table in
    let ids = Set(named.of(table))
    let vpc = table["VpcId"]
    return { subnet in
      subnet["VpcId"] == vpc || subnet["SubnetId"].map(ids.contains) ?? false
    }
  }

  /// For each table of the set the ids; one that is named twice counts twice.
  static func served(by tables: [AWSObject]) -> [[AWSValue]] {
    var ids = tables.map { RelatedIDs.select(named.path, $0) }
    let explicit = Set(ids.joined())
    var mainTables: [AWSValue: Int] = [:]
    for (index, table) in tables.enumerated() {
      let isMain = (table["Associations"]?.list ?? []).contains {
        $0["SubnetId"] == nil && $0["Main"] == true
      }
      if isMain, let vpc = table["VpcId"] { mainTables[vpc] = index }
    }
    for (vpc, index) in mainTables {
      for subnet in tables[index][member]?.list ?? [] where subnet["VpcId"] == vpc {
        if let id = subnet["SubnetId"], !explicit.contains(id) { ids[index].append(id) }
      }
    }
    return ids
  }
}

/// `subnet` of route tables.
struct RouteTableSubnetFilter: Filter {
  let filter: RelatedFilter

  init(_ filter: RelatedFilter) {
    var filter = filter
    filter.reading = RouteTableSubnets.hydration
    self.filter = filter
  }

  var position: SourcePosition { filter.position }
  var hydrations: [Hydration] { filter.hydrations }

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    let served = RouteTableSubnets.served(by: set.map { run.resources[$0].document })
    var kept: [Int] = []
    for (place, index) in set.enumerated() {
      do throws(FilterProblem) {
        if try filter.matches(index, ids: served[place], in: &run) { kept.append(index) }
      } catch {
        run.report(error, about: index, at: position)
      }
    }
    return kept
  }
}
