import AWS
import Documents

/// `modify-security-groups`: adds security groups to a resource's network interfaces and takes
/// others away; what is left without any gets those of `isolation-group`.
struct ModifySecurityGroups: Action {
  let name = "modify-security-groups"
  let position: SourcePosition
  /// Ids or names; in `remove` also `matched`, `network-location` or `all`.
  let add: [String]
  let remove: [String]
  let isolation: [String]
  let addByTag: (key: String, values: [String])?
  /// The network interfaces of a resource.
  let interfaces: @Sendable (AWSObject) -> [AWSObject]

  private static let symbols = ["all", "matched", "network-location"]
  private static let named = "stormdrill:NamedGroups"

  private static func names(in groups: [String]) -> [String] {
    groups.filter { !$0.hasPrefix("sg-") && !symbols.contains($0) }
  }

  private var names: [String] { Self.names(in: add + remove + isolation) }

  var hydrations: [Hydration] {
    var needed: [Hydration] = []
    if !names.isEmpty { needed.append(Self.groups(by: "group-name", names)) }
    if let addByTag {
      needed.append(Self.groups(by: "tag:\(addByTag.key)", addByTag.values))
    }
    return needed
  }

  private static func member(_ filter: String, _ values: [String]) -> String {
    "\(named) \(filter) \(values.joined(separator: " "))"
  }

  private static func groups(by filter: String, _ values: [String]) -> Hydration {
    .member(
      member(filter, values), pagination: .nextToken,
      call: { _, setting in
        let filter: AWSValue = [
          "Name": .string(filter), "Values": .list(values.map { .string($0) }),
        ]
        return APICall(
          service: "ec2", operation: "DescribeSecurityGroups", input: ["Filters": [filter]],
          scope: setting.scope)
      }, value: { .list($0.items("SecurityGroups").map { .object($0) }) })
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let interfaces = interfaces(setting.document)
    if interfaces.isEmpty { plan.remarks.append("\(setting.id) has no network interfaces") }
    var steps: [PlannedStep] = []
    for interface in interfaces {
      do throws(FilterProblem) {
        if let step = try step(for: interface, &plan, setting) { steps.append(step) }
      } catch {
        plan.remarks.append(error.message)
        return
      }
    }
    plan.steps += steps
  }

  private func step(for interface: AWSObject, _ plan: inout Plan, _ setting: ActionSetting)
    throws(FilterProblem) -> PlannedStep?
  {
    guard let id = interface["NetworkInterfaceId"] else {
      throw FilterProblem("a network interface of \(setting.id) has no id")
    }
    let before = (interface["Groups"]?.list ?? []).compactMap { $0["GroupId"]?.string }
    var added = try resolved(add, interface, setting)
    if let addByTag {
      for group in setting.document[Self.member("tag:\(addByTag.key)", addByTag.values)]?.list ?? []
      where group["VpcId"] == interface["VpcId"] {
        if let id = group["GroupId"]?.string { added.append(id) }
      }
    }
    var groups = before
    if remove.contains("all"), !remove.contains("matched"), !remove.contains("network-location") {
      // As in Cloud Custodian, which takes items out of the list that it goes through.
      var place = 0
      while place < groups.count {
        groups.remove(at: place)
        place += 1
      }
      if !groups.isEmpty {
        plan.remarks.append(
          "`remove: all` leaves every second group, as in Cloud Custodian: "
            + groups.joined(separator: ", "))
      }
    } else {
      for group in try removed(interface, setting) {
        if let place = groups.firstIndex(of: group) { groups.remove(at: place) }
      }
    }
    for group in added where !groups.contains(group) { groups.append(group) }
    if groups.isEmpty { groups = try resolved(isolation, interface, setting) }
    guard !groups.isEmpty else {
      plan.remarks.append(
        "interface \(id.string ?? "") of \(setting.id) would be left without a security group")
      return nil
    }
    func modify(_ groups: [String]) -> APICall {
      setting.call(
        "ec2", "ModifyNetworkInterfaceAttribute",
        ["NetworkInterfaceId": id, "Groups": .list(groups.map { .string($0) })])
    }
    return PlannedStep(
      summary: "set the security groups of \(id.string ?? "") (\(setting.id)) to "
        + groups.joined(separator: ", "),
      call: modify(groups), undo: before.isEmpty || before == groups ? [] : [modify(before)],
      removed: .list(before.filter { !groups.contains($0) }.map { .string($0) }))
  }

  private func removed(_ interface: AWSObject, _ setting: ActionSetting) throws(FilterProblem)
    -> [String]
  {
    let groups = try resolved(remove, interface, setting)
    let notes = setting.match.annotations
    if groups.contains("matched") {
      return (notes["c7n:matched-security-groups"]?.list ?? []).compactMap(\.string)
    }
    if groups.contains("network-location") {
      for reason in notes["c7n:NetworkLocation"]?.list ?? []
      where reason["reason"] == "SecurityGroupMismatch" {
        return reason["security-groups"]?.object?.keys ?? []
      }
    }
    return groups
  }

  /// Names replaced by the ids that they have in the interface's VPC.
  private func resolved(_ groups: [String], _ interface: AWSObject, _ setting: ActionSetting)
    throws(FilterProblem) -> [String]
  {
    let own = Self.names(in: groups)
    guard !own.isEmpty else { return groups }
    guard let vpc = interface["VpcId"], vpc != .null, vpc != "" else {
      throw FilterProblem("\(setting.id) is in no VPC, where security groups have names")
    }
    let known = setting.document[Self.member("group-name", names)]?.list ?? []
    var ids = groups.filter { !own.contains($0) }
    for name in own {
      let group = known.last { $0["GroupName"]?.string == name && $0["VpcId"] == vpc }
      guard let id = group?["GroupId"]?.string else {
        throw FilterProblem("\(vpc.string ?? "the VPC") has no security group `\(name)`")
      }
      ids.append(id)
    }
    return ids
  }
}

extension ActionKind {
  /// - Parameter interfaces: the network interfaces of a resource.
  static func modifySecurityGroups(
    _ interfaces: @escaping @Sendable (AWSObject) -> [AWSObject]
  ) -> ActionKind {
    ActionKind(names: ["modify-security-groups"]) { _, reader, _, _ in
      let add = reader.strings("add", orOne: true)
      let isolation = reader.strings("isolation-group", orOne: true)
      let remove: [String]? = reader.value(
        "remove", expected: "a list of groups, `matched`, `network-location` or `all`"
      ) { node in
        if let word = node.string {
          return ["matched", "network-location", "all"].contains(word) ? [word] : nil
        }
        let words = (node.sequence ?? []).compactMap(\.string)
        return node.sequence?.count == words.count ? words : nil
      }
      let byTag = reader.mapping("add-by-tag", of: "`add-by-tag`") { reader in
        if reader.node("values") == nil {
          reader.error("`add-by-tag` has no `values`", suggestion: "expected a list `values`")
        }
        return (key: reader.requiredString("key"), values: reader.strings("values") ?? [])
      }
      if add == nil, byTag == nil, isolation == nil || remove == nil, reader.diagnostics.isEmpty {
        reader.error(
          "\(reader.subject) names no groups",
          suggestion: "expected `add`, `add-by-tag`, or `remove` with `isolation-group`")
      }
      if remove?.contains("all") == true, isolation?.isEmpty != false {
        reader.error(
          at: reader.node("remove")?.position, "`remove: all` leaves no security group",
          suggestion: "expected `isolation-group` too")
      }
      return ModifySecurityGroups(
        position: reader.position, add: add ?? [], remove: remove ?? [],
        isolation: isolation ?? [], addByTag: byTag, interfaces: interfaces)
    }
  }
}
