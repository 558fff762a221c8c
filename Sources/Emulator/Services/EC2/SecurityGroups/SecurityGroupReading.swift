import AWS

/// Groups with their rules and tags, read in two queries when there are many of them and group by
/// group when there are few.
struct SecurityGroupReading {
  private let groups: [SecurityGroup]
  private let store: EC2Store
  private var rules: [Int64: ArraySlice<EC2Store.ShownRule>]?
  private var tags: [String: [EC2Tag]]?
  /// For the filters by the name of a group that a rule names.
  private(set) var names: [String: String] = [:]

  init(_ groups: [SecurityGroup], _ filters: EC2Filters, _ call: Call) throws(AWSError) {
    self.groups = groups
    store = call.ec2
    guard groups.count > 16 else {
      try readNames(filters, call)
      return
    }
    let all = try store.shownRules(in: call.scope)
    var byGroup: [Int64: ArraySlice<EC2Store.ShownRule>] = [:]
    byGroup.reserveCapacity(groups.count)
    var start = 0
    while start < all.count {
      var end = start + 1
      while end < all.count, all[end].group == all[start].group { end += 1 }
      byGroup[all[start].group] = all[start..<end]
      start = end
    }
    rules = byGroup
    tags = try store.tags(ofType: "security-group", in: call.scope)
    try readNames(filters, call)
  }

  private mutating func readNames(_ filters: EC2Filters, _ call: Call) throws(AWSError) {
    guard filters.names.contains(where: { $0.hasSuffix("ip-permission.group-name") }) else {
      return
    }
    for group in try store.securityGroups(in: call.scope) { names[group.id] = group.name }
  }

  /// The groups whose rules and tags pass the filters about rules and tags.
  func matching(_ filters: EC2Filters) throws(AWSError) -> [SecurityGroup] {
    let needsRules = filters.names.contains(where: SecurityGroupFilter.needsRules)
    guard needsRules || filters.needTags else { return groups }
    var matching: [SecurityGroup] = []
    for group in groups {
      if needsRules {
        let rules = try rules(of: group)
        if !SecurityGroupFilter.matches(filters, rules, self) { continue }
      }
      if filters.needTags {
        let tags = try tags(of: group)
        if !filters.match({ EC2Filters.values($0, of: tags) }) { continue }
      }
      matching.append(group)
    }
    return matching
  }

  func rules(of group: SecurityGroup) throws(AWSError) -> ArraySlice<EC2Store.ShownRule> {
    if let rules { return rules[group.number] ?? [] }
    return try store.shownRules(of: group)[...]
  }

  func tags(of group: SecurityGroup) throws(AWSError) -> [EC2Tag] {
    if let tags { return tags[group.id] ?? [] }
    return try store.tags(of: group.id)
  }
}

/// DescribeSecurityGroups' filters. Several about rules may be met by different rules of a group.
enum SecurityGroupFilter {
  static let names: Set<String> = {
    let own = [
      "description", "group-id", "group-name", "owner-id", "tag-key", "tag-value", "vpc-id",
    ]
    let rules = [
      "cidr", "from-port", "group-id", "group-name", "ipv6-cidr", "prefix-list-id", "protocol",
      "to-port", "user-id",
    ]
    return Set(own + rules.flatMap { ["ip-permission.\($0)", "egress.ip-permission.\($0)"] })
  }()

  static func needsRules(_ name: String) -> Bool { name.contains("ip-permission.") }

  static func matches(_ filters: EC2Filters, _ group: SecurityGroup) -> Bool {
    filters.match { name in
      switch name {
      case "description": [group.description]
      case "group-id": [group.id]
      case "group-name": [group.name]
      case "owner-id": [group.account]
      case "vpc-id": [group.vpcID]
      default: nil
      }
    }
  }

  static func matches(
    _ filters: EC2Filters, _ rules: ArraySlice<EC2Store.ShownRule>,
    _ reading: SecurityGroupReading
  ) -> Bool {
    filters.match { name in
      guard needsRules(name) else { return nil }
      let isEgress = name.hasPrefix("egress.")
      let field = name.dropFirst(isEgress ? 21 : 14)
      return rules.lazy.filter { $0.isEgress == isEgress }
        .compactMap { value(String(field), of: $0.permission, reading) }
    }
  }

  private static func value(
    _ field: String, of permission: SecurityGroupPermission, _ reading: SecurityGroupReading
  ) -> String? {
    switch (field, permission.peer) {
    case ("protocol", _): permission.ipProtocol
    case ("from-port", _): permission.hasPorts ? String(permission.fromPort) : nil
    case ("to-port", _): permission.hasPorts ? String(permission.toPort) : nil
    case ("cidr", .ipv4(let block)): block
    case ("ipv6-cidr", .ipv6(let block)): block
    case ("prefix-list-id", .prefixList(let id)): id
    case ("group-id", .group(let id, _)): id
    case ("group-name", .group(let id, _)): reading.names[id]
    case ("user-id", .group(_, let account)): account
    default: nil
    }
  }
}
