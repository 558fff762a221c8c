import AWS
import Documents

extension FilterKind {
  static let securityGroup: [FilterKind] = [
    .defaultVPC,
    FilterKind(name: "unused") { _, reader, _, _ in UnusedGroupFilter(position: reader.position) },
    FilterKind(name: "used") { _, reader, _, _ in UsedGroupFilter(position: reader.position) },
    FilterKind(name: "stale") { _, reader, _, _ in StaleGroupFilter(position: reader.position) },
    FilterKind(name: "ingress") { loader, reader, type, _ in
      loader.permissions("IpPermissions", &reader, on: type)
    },
    FilterKind(name: "egress") { loader, reader, type, _ in
      loader.permissions("IpPermissionsEgress", &reader, on: type)
    },
  ]
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
      let nodes = reader.value(key, expected: "a list of port numbers such as [22]") { $0.sequence }
      return (nodes ?? []).compactMap { node in
        if let number = node.integer { return number }
        Self.refusePort(node, in: key, &reader)
        return nil
      }
    }
    let wanted = ports("Ports")
    let only = ports("OnlyPorts")
    guard before == errorCount(reader) else { return nil }
    return PermissionFilter(
      position: reader.position, member: member, matchesAny: op == "or", members: members,
      ports: wanted, onlyPorts: only, cidr: cidr, cidrV6: cidrV6, description: description,
      selfReference: selfReference, groupReferences: references)
  }

  /// Ports are compared as numbers: one in quotes is no port of any rule.
  private static func refusePort(_ node: Node, in key: String, _ reader: inout MappingReader) {
    let text = node.string ?? ""
    let number = Int64(text)
    let isRange = number == nil && text.split(separator: "-").allSatisfy { Int64($0) != nil }
      && text.contains("-")
    reader.error(
      at: node.position,
      number == nil
        ? "`\(node.scalarText?.shortened ?? node.kindName)` is no port number"
        : "`\"\(text)\"` in `\(key)` is a string: ports are whole numbers, which it never equals",
      suggestion: number.map { "expected \($0) without quotes" }
        ?? (isRange
          ? "`\(key)` takes single ports; for a range use `FromPort` and `ToPort`"
          : "expected a whole number, without quotes"))
  }

  /// One clause: a value to be equal to, or a value filter without its key.
  private mutating func clause(
    _ name: String, _ key: String?, _ reader: inout MappingReader, on type: ResourceType
  ) -> ValueFilter? {
    guard let node = reader.node(name) else { return nil }
    if let expected = Self.expected(name, node) {
      reader.error(
        at: node.position,
        "`\(name)` can't be \(node.scalarText.map { "`\($0)`" } ?? node.kindName)",
        suggestion: expected)
      return nil
    }
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

  /// What the schema wants in the place of a clause on a protocol or a port; nil where it takes it.
  private static func expected(_ name: String, _ node: Node) -> String? {
    guard ["FromPort", "ToPort", "IpProtocol"].contains(name) else { return nil }
    if node.mapping != nil {
      return node["type"]?.string == "value" ? nil : "expected a mapping with `type: value`"
    }
    if name != "IpProtocol" {
      return node.integer == nil ? "expected a port number, or a filter with `type: value`" : nil
    }
    let names = ["-1", "tcp", "udp", "icmp", "icmpv6"]
    let isKnown = node.string.map(names.contains) ?? (node.integer == -1)
    return isKnown ? nil : "expected `-1`, `tcp`, `udp`, `icmp`, `icmpv6` or a filter"
  }
}
