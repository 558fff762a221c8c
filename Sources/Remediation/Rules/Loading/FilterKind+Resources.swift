import AWS
import Documents

extension FilterKind {
  private static let group = ["aws.security-group"]
  private static let bucket = ["aws.s3"]
  private static let user = ["aws.iam-user"]
  private static let role = ["aws.iam-role"]
  private static let trail = ["aws.cloudtrail"]

  /// The filters of some resource types only.
  static let resourceSpecific: [FilterKind] = [
    FilterKind(name: "ingress", types: group) { loader, reader, type, _ in
      loader.permissions("IpPermissions", &reader, on: type)
    },
    FilterKind(name: "egress", types: group) { loader, reader, type, _ in
      loader.permissions("IpPermissionsEgress", &reader, on: type)
    },
    FilterKind(name: "default-vpc", types: group + ["aws.ec2"]) { _, reader, _, _ in
      DefaultVPCFilter(position: reader.position)
    },
    FilterKind(name: "check-public-block", types: bucket) { _, reader, _, _ in
      var wanted: [(key: String, value: Bool)] = []
      for key in PublicBlockFilter.keys {
        if let value = reader.bool(key) { wanted.append((key, value)) }
      }
      return PublicBlockFilter(position: reader.position, wanted: wanted)
    },
    FilterKind(name: "global-grants", types: bucket) { _, reader, _, _ in
      reader.allow("operator")
      let website = reader.bool("allow_website") ?? true
      let permissions = reader.strings("permissions") ?? []
      let known = ["READ", "WRITE", "WRITE_ACP", "READ_ACP", "FULL_CONTROL"]
      for name in permissions where !known.contains(name) {
        reader.error(
          at: reader.node("permissions")?.position, "there is no permission `\(name)`",
          suggestion: Spelling.suggestion(for: name, among: known))
      }
      return GlobalGrantsFilter(
        position: reader.position, allowsWebsite: website, permissions: permissions)
    },
    FilterKind(name: "has-statement", types: bucket) { _, reader, _, _ in
      statements(&reader)
    },
    FilterKind(name: "cross-account", types: bucket + role) { loader, reader, type, _ in
      crossAccount(&loader, &reader, type)
    },
    nested("policy", user, "c7n:Policies", .any) { reader in
      reader.bool("include-via") == true ? [.userPoliciesViaGroups] : [.userPolicies]
    },
    nested("group", user, "c7n:Groups", .any) { _ in [.userGroups] },
    FilterKind(name: "access-key", types: user) { loader, reader, type, block in
      let op = reader.value("match-operator", expected: "`and` or `or`") { node in
        ["and", "or"].contains(node.string) ? node.string : nil
      }
      return loader.value(&reader, on: type).map {
        NestedValueFilter(
          position: reader.position, member: "c7n:AccessKeys",
          look: .noting(
            "c7n:matched-keys", block: block, marks: [("c7n:match-type", "access")],
            narrows: op == "and"),
          value: $0, hydrations: [.userAccessKeys])
      }
    },
    FilterKind(name: "mfa-device", types: user) { loader, reader, type, _ in
      loader.value(&reader, on: type, fixedKey: "MFADevices").map {
        NestedValueFilter(
          position: reader.position, member: "MFADevices", look: .resource, value: $0,
          hydrations: [.userMFADevices])
      }
    },
    FilterKind(name: "has-specific-managed-policy", types: user + role) {
      loader, reader, type, block in
      let isUser = type.name == "aws.iam-user"
      return loader.value(&reader, on: type, defaultKey: "PolicyName").map {
        NestedValueFilter(
          position: reader.position, member: isUser ? Hidden.attached : "c7n:AttachedPolicies",
          look: .noting("c7n:MatchedPolicies", block: block), value: $0,
          hydrations: [isUser ? .userAttachedPolicies : .roleAttachedPolicies])
      }
    },
    nested("status", trail, "c7n:TrailStatus", .at) { _ in [.trailStatus] },
    nested("event-selectors", trail, "c7n:TrailEventSelectors", .at) { _ in
      [.trailEventSelectors]
    },
    FilterKind(name: "is-shadow", types: trail) { _, reader, _, _ in
      ShadowTrailFilter(position: reader.position, state: reader.bool("state") ?? true)
    },
  ]

  private static func nested(
    _ name: String, _ types: [String], _ member: String, _ look: NestedValueFilter.Look,
    _ hydrations: @escaping @Sendable (inout MappingReader) -> [HydrationKey]
  ) -> FilterKind {
    FilterKind(name: name, types: types) { loader, reader, type, _ in
      let needed = hydrations(&reader)
      return loader.value(&reader, on: type).map {
        NestedValueFilter(
          position: reader.position, member: member, look: look, value: $0, hydrations: needed)
      }
    }
  }

  private static func statements(_ reader: inout MappingReader) -> StatementFilter {
    let ids = reader.strings("statement_ids") ?? []
    var required: [StatementFilter.Required] = []
    for node in reader.sequence("statements") ?? [] {
      guard var elements = node.value.object, node.mapping != nil else {
        reader.error(
          at: node.position, "a statement can't be \(node.kindName)",
          suggestion: "expected a mapping")
        continue
      }
      if elements["Effect"] == nil {
        reader.error(
          at: node.position, "a statement has no `Effect`", suggestion: "expected Allow or Deny")
      }
      let partial =
        elements["PartialMatch"]?.string.map { [$0] }
        ?? (elements["PartialMatch"]?.list ?? []).compactMap(\.string)
      elements = AWSObject(
        elements.filter { $0.key != "PartialMatch" }.map { ($0.key, $0.value) })
      required.append(StatementFilter.Required(elements: elements, partial: partial))
    }
    return StatementFilter(
      position: reader.position, ids: ids, statements: required, hydrations: [.bucketPolicy])
  }

  private static func crossAccount(
    _ loader: inout PolicyLoader, _ reader: inout MappingReader, _ type: ResourceType
  ) -> CrossAccountFilter {
    let isRole = type.name == "aws.iam-role"
    func list(_ key: String, _ values: (String) -> String?) -> [String] {
      var out = reader.strings(key) ?? []
      if let node = reader.node("\(key)_from"),
        let operand = ValueSource.read(node, &reader, values)
      {
        out += ((try? Python.elements(operand)) ?? []).compactMap(\.string)
      }
      return out
    }
    var filter = CrossAccountFilter(
      position: reader.position, member: isRole ? "AssumeRolePolicyDocument" : "Policy",
      hydrations: isRole ? [] : [.bucketPolicy])
    let values = loader.values
    filter.accounts = Set(list("whitelist", values))
    filter.hasTemplates = filter.needsFilling
    if isRole { return filter }
    filter.accounts.formUnion(CrossAccountFilter.bucketWriters)
    filter.everyoneOnly = reader.bool("everyone_only") ?? false
    filter.returnsAllowed = reader.bool("return_allowed") ?? false
    filter.actions = reader.strings("actions") ?? []
    if let conditions = reader.strings("whitelist_conditions") {
      filter.conditions = Set(conditions)
    }
    filter.vpcs = Set(list("whitelist_vpc", values))
    filter.endpoints = Set(list("whitelist_vpce", values))
    filter.organizations = Set(list("whitelist_orgids", values))
    filter.organizationUnits = list("whitelist_org_units", values)
    filter.patterns = list("whitelist_patterns", values)
    filter.hasTemplates = filter.needsFilling
    for path in filter.organizationUnits
    where path.contains("*") || path.contains("?") || !path.hasPrefix("o-")
      || path.split(separator: "/").count < 2
    {
      reader.error(
        at: reader.node("whitelist_org_units")?.position, "`\(path)` is no path of a unit",
        suggestion: "expected one such as `o-abc/r-xyz/ou-target`")
    }
    return filter
  }
}

extension PolicyLoader {
  /// `ingress` and `egress`.
  fileprivate mutating func permissions(
    _ member: String, _ reader: inout MappingReader, on type: ResourceType
  ) -> (any Filter)? {
    let before = errorCount(reader)
    let op = reader.value("match-operator", expected: "`and` or `or`") { node in
      ["and", "or"].contains(node.string) ? node.string : nil
    }
    var members: [ValueFilter] = []
    for key in [
      "FromPort", "IpProtocol", "IpRanges", "PrefixListIds", "ToPort", "UserIdGroupPairs",
    ] {
      if let filter = clause(key, key, &reader, on: type) { members.append(filter) }
    }
    let cidr = clause("Cidr", "CidrIp", &reader, on: type)
    let cidrV6 = clause("CidrV6", "CidrIpv6", &reader, on: type)
    if let node = reader.node("Description"), node.mapping == nil {
      reader.error(
        at: node.position, "`Description` can't be \(node.kindName)",
        suggestion: "expected a mapping such as {value: ..., op: ...}")
    }
    let description = clause("Description", "Description", &reader, on: type)
    let references = clause("SGReferences", nil, &reader, on: type)
    let selfReference = reader.bool("SelfReference")
    func ports(_ key: String) -> [Int64] {
      reader.value(key, expected: "a list of port numbers") { node in
        let numbers = (node.sequence ?? []).compactMap(\.integer)
        return node.sequence?.count == numbers.count ? numbers : nil
      } ?? []
    }
    let wanted = ports("Ports")
    let only = ports("OnlyPorts")
    guard before == errorCount(reader) else { return nil }
    return PermissionFilter(
      position: reader.position, member: member, matchesAny: op == "or", members: members,
      ports: wanted, onlyPorts: only, cidr: cidr, cidrV6: cidrV6, description: description,
      selfReference: selfReference, groupReferences: references)
  }

  /// One clause: a value to be equal to, or a value filter without its key.
  private mutating func clause(
    _ name: String, _ key: String?, _ reader: inout MappingReader, on type: ResourceType
  ) -> ValueFilter? {
    guard let node = reader.node(name) else { return nil }
    var filter: ValueFilter?
    if node.mapping != nil {
      var inner = MappingReader(node, of: "`\(name)`")
      filter = value(&inner, on: type, fixedKey: key)
      reader.diagnostics += inner.finish()
    } else if let key {
      do throws(FilterProblem) {
        filter = ValueFilter(
          position: node.position, key: KeySelector(key),
          comparison: try Comparison(source(of: node)))
      } catch { reader.error(at: node.position, error.message) }
    } else {
      reader.error(
        at: node.position, "`\(name)` can't be \(node.kindName)", suggestion: "expected a mapping")
    }
    filter?.notesMatches = false
    return filter
  }
}
