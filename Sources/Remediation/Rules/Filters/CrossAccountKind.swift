import AWS
import Documents

extension FilterKind {
  static let crossAccount = FilterKind(name: "cross-account") { loader, reader, type, _ in
    crossAccount(&loader, &reader, type)
  }

  private static func crossAccount(
    _ loader: inout PolicyLoader, _ reader: inout MappingReader, _ type: ResourceType
  ) -> CrossAccountFilter {
    let isRole = type.name == "aws.iam-role"
    func list(_ key: String) -> [String] {
      var out = reader.strings(key) ?? []
      if let node = reader.node("\(key)_from"),
        let operand = loader.values(from: node, &reader)
      {
        out += ((try? Python.elements(operand)) ?? []).compactMap(\.string)
      }
      return out
    }
    var filter = CrossAccountFilter(
      position: reader.position, member: isRole ? "AssumeRolePolicyDocument" : "Policy",
      hydrations: isRole ? [] : [.bucketPolicy])
    filter.accounts = Set(list("whitelist"))
    filter.hasTemplates = filter.needsFilling
    if isRole { return filter }
    filter.accounts.formUnion(CrossAccountFilter.bucketWriters)
    filter.everyoneOnly = reader.bool("everyone_only") ?? false
    filter.returnsAllowed = reader.bool("return_allowed") ?? false
    filter.actions = reader.strings("actions") ?? []
    if let conditions = reader.strings("whitelist_conditions") {
      filter.conditions = Set(conditions)
    }
    filter.vpcs = Set(list("whitelist_vpc"))
    filter.endpoints = Set(list("whitelist_vpce"))
    filter.organizations = Set(list("whitelist_orgids"))
    filter.organizationUnits = list("whitelist_org_units")
    filter.patterns = list("whitelist_patterns")
    filter.hasTemplates = filter.needsFilling
    reader.checkUnits(filter.organizationUnits)
    return filter
  }
}

extension MappingReader {
  /// One of the members of `cross-account` where nothing is made of it.
  mutating func checkWhitelist(_ key: String) {
    if key.hasSuffix("_from") {
      check(key, .mapping)
      if let node = node[key], node.mapping != nil, node["url"]?.string == nil {
        error(at: node.position, "`\(key)` has no `url`", suggestion: "expected `url`")
      }
      return
    }
    check(key, key == "return_allowed" ? .flag : .texts)
    if key == "whitelist_org_units" {
      checkUnits((node[key]?.sequence ?? []).compactMap(\.string))
    }
  }

  fileprivate mutating func checkUnits(_ paths: [String]) {
    for path in paths
    where path.contains("*") || path.contains("?") || !path.hasPrefix("o-")
      || path.split(separator: "/").count < 2
    {
      error(
        at: node["whitelist_org_units"]?.position, "`\(path.shortened)` is no path of a unit",
        suggestion: "expected one such as `o-abc/r-xyz/ou-target`")
    }
  }
}
