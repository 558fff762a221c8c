import AWS
import Documents

/// `unused`: security groups in a VPC that nothing was found to use.
struct UnusedGroupFilter: ResourceFilter {
  let position: SourcePosition

  var hydrations: [Hydration] { [GroupUsage.hydration] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let group = run.resources[index].document
    return group["VpcId"] != nil && !GroupUsage.isUsed(group)
  }
}

/// `used`: all others. What its interfaces are is noted on every group.
struct UsedGroupFilter: ResourceFilter {
  let position: SourcePosition

  var hydrations: [Hydration] { [GroupUsage.hydration] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let group = run.resources[index].document
    let interfaces = group[GroupUsage.member]?["Interfaces"]?.list ?? []
    for (key, member) in [
      ("c7n:InstanceOwnerIds", "InstanceOwnerId"), ("c7n:InterfaceTypes", "InterfaceType"),
      ("c7n:InterfaceResourceTypes", "InterfaceResourceType"),
    ] {
      let told = interfaces.compactMap { $0[member] }.filter { $0 != "" }
      run.notes[index].others[key] = .list(told.uniqued)
    }
    return group["VpcId"] == nil || GroupUsage.isUsed(group)
  }
}

/// `stale`: security groups with rules that refer to groups that are gone, or that no peering
/// leads to any more; those rules are noted for `remove-permissions`.
struct StaleGroupFilter: ResourceFilter {
  fileprivate static let member = "stormdrill:Stale"

  let position: SourcePosition

  var hydrations: [Hydration] { [.staleRules] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let stale = run.resources[index].document[Self.member]?.object else { return false }
    for side in ["IpPermissions", "IpPermissionsEgress"] {
      // What other filters noted gives way.
      if let rules = stale["Stale\(side)"] { run.notes[index].others["Matched\(side)"] = rules }
    }
    return true
  }
}

extension Hydration {
  /// A group's stale rules; null where it has none, or stands in no VPC.
  fileprivate static let staleRules = Hydration(StaleGroupFilter.member) { document, setting in
    let member = StaleGroupFilter.member
    guard document[member] == nil, let vpc = document["VpcId"] else { return nil }
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeStaleSecurityGroups", input: ["VpcId": vpc],
        scope: setting.scope),
      pagination: .nextToken, absentCodes: ["InvalidVpcID.NotFound"]
    ) { document, pages in
      let found = (pages ?? []).items("StaleSecurityGroupSet").last {
        $0["GroupId"] == document["GroupId"]
      }
      document[member] = found.map { .object($0) } ?? .null
    }
  }
}
