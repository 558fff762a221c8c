import AWS
import Documents
import JMESPath

/// `network-location`: whether a resource, its subnets and its security groups agree on what a key
/// selects, usually a tag.
struct NetworkLocationFilter: ResourceFilter {
  enum Element: String, Sendable, CaseIterable {
    case resource, subnet
    case securityGroup = "security-group"
  }
  enum Match: String, Sendable, CaseIterable {
    case equal
    case notEqual = "not-equal"
    case `in`
  }

  let position: SourcePosition
  let key: KeySelector
  let compared: [Element]
  let match: Match
  let missingIsFine: Bool
  let cardinality: Int
  /// Related resources for which any of these holds don't count.
  let ignored: [(key: KeySelector, value: AWSValue)]
  let allowed: [AWSValue]
  let groups: RelatedIDs
  let subnets: RelatedIDs
  /// The states that a resource may be in.
  let states: [String]

  static let annotation = "c7n:NetworkLocation"

  var hydrations: [Hydration] {
    [RelatedKind.securityGroups.hydration(groups), RelatedKind.subnets.hydration(subnets)]
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.annotated(index)
    guard states.contains(document.at("State", "Name")?.string ?? "") else { return false }
    let groups = try values(of: .securityGroups, document)
    let subnets = try values(of: .subnets, document)
    if match == .in { return try isIn(document, groups, subnets) }
    let own = compared.contains(.resource) ? try key.select(from: document) : .null
    let reasons = try reasons(own, groups, subnets)
    guard match == .notEqual else { return reasons.isEmpty }
    guard !reasons.isEmpty else { return false }
    run.notes[index].others[Self.annotation] = .list(reasons.map { .object($0) })
    return true
  }

  /// By id what the key selects of those related resources that count.
  private func values(of kind: RelatedKind, _ document: AWSObject) throws(FilterProblem)
    -> AWSObject
  {
    var values = AWSObject()
    for item in document[kind.member]?.list ?? [] {
      guard let object = item.object, let id = object[kind.idMember]?.string else { continue }
      var counts = true
      for (key, value) in ignored where counts {
        if Python.equal(try key.select(from: object), value) { counts = false }
      }
      if counts { values[id] = try key.select(from: object) }
    }
    return values
  }

  /// What is there at all, each once.
  private func space(_ values: AWSObject) throws(FilterProblem) -> [AWSValue] {
    let found = values.map(\.value)
    guard found.allSatisfy(Python.isHashable) else {
      throw FilterProblem("key `\(key.text)` selects more than a plain value")
    }
    return found.filter(PythonValue.isTrue).uniqued
  }

  private func isIn(_ document: AWSObject, _ groups: AWSObject, _ subnets: AWSObject)
    throws(FilterProblem) -> Bool
  {
    for (element, values) in [(Element.subnet, subnets), (.securityGroup, groups)]
    where compared.contains(element) {
      if !missingIsFine, values.contains(where: { $0.value == .null }) { return false }
      if !(try space(values)).allSatisfy({ Python.has(allowed, $0) }) { return false }
    }
    guard compared.contains(.resource) else { return true }
    let own = try key.select(from: document)
    if !missingIsFine, own == .null { return false }
    return Python.has(allowed, own)
  }

  private func reasons(_ own: AWSValue, _ groups: AWSObject, _ subnets: AWSObject)
    throws(FilterProblem) -> [AWSObject]
  {
    var reasons: [AWSObject] = []
    let subnetSpace = compared.contains(.subnet) ? try space(subnets) : []
    let groupSpace = compared.contains(.securityGroup) ? try space(groups) : []
    func add(_ reason: String, _ more: [(String, AWSValue)]) {
      reasons.append(AWSObject([("reason", .string(reason))] + more))
    }
    func look(_ name: String, _ member: String, _ values: AWSObject, _ space: [AWSValue]) {
      if !missingIsFine, values.contains(where: { $0.value == .null }) {
        add("\(name)LocationAbsent", [(member, .object(values))])
      }
      if space.count > cardinality {
        add("\(name)LocationCardinality", [(member, .object(values))])
      }
    }
    let hasSubnets = compared.contains(.subnet)
    let hasGroups = compared.contains(.securityGroup)
    if hasSubnets { look("Subnet", "subnets", subnets, subnetSpace) }
    if hasGroups { look("SecurityGroup", "security-groups", groups, groupSpace) }
    if hasSubnets, hasGroups, Set(subnetSpace) != Set(groupSpace) {
      add(
        "LocationMismatch",
        [("subnets", .object(subnets)), ("security-groups", .object(groups))])
    }
    guard compared.contains(.resource) else { return reasons }
    if !missingIsFine, own == .null {
      add("ResourceLocationAbsent", [("resource", own)])
    } else if hasGroups, !groups.isEmpty, !groupSpace.contains(own) {
      add("ResourceLocationMismatch", [("resource", own), ("security-groups", .object(groups))])
    } else if hasSubnets, !subnets.isEmpty, !subnetSpace.contains(own) {
      add("ResourceLocationMismatch", [("resource", own), ("subnet", .object(subnets))])
    }
    let other = AWSObject(groups.filter { $0.value != own }.map { ($0.key, $0.value) })
    if hasGroups, !other.isEmpty {
      add("SecurityGroupMismatch", [("resource", own), ("security-groups", .object(other))])
    }
    return reasons
  }
}

extension FilterKind {
  static func networkLocation(
    groups: RelatedIDs, subnets: RelatedIDs, states: [String]
  ) -> FilterKind {
    FilterKind(name: "network-location") { loader, reader, _, _ in
      let text = reader.requiredString("key")
      let key = KeySelector(text)
      loader.checkKey(key, reader.node("key")?.position ?? reader.position)
      let compared =
        reader.words("compare", among: NetworkLocationFilter.Element.allCases.map(\.rawValue))?
        .compactMap(NetworkLocationFilter.Element.init) ?? NetworkLocationFilter.Element.allCases
      return NetworkLocationFilter(
        position: reader.position, key: key, compared: compared,
        match: reader.choice("match", as: NetworkLocationFilter.Match.self) ?? .notEqual,
        missingIsFine: reader.bool("missing-ok") ?? false,
        cardinality: Int(reader.integer("max-cardinality", in: -1000...1000) ?? 1),
        ignored: loader.ignored(&reader),
        allowed: (reader.strings("value") ?? []).map { .string($0) },
        groups: groups, subnets: subnets, states: states)
    }
  }
}

extension PolicyLoader {
  /// `ignore`: a list of mappings of keys to values.
  mutating func ignored(_ reader: inout MappingReader) -> [(key: KeySelector, value: AWSValue)] {
    var ignored: [(key: KeySelector, value: AWSValue)] = []
    for node in reader.sequence("ignore") ?? [] {
      guard let pairs = node.mapping else {
        error(node.position, "`ignore` can't hold \(node.kindName)", "expected a mapping")
        continue
      }
      for pair in pairs {
        let key = KeySelector(pair.key.scalarText ?? "")
        checkKey(key, pair.key.position)
        ignored.append((key, pair.value.value))
      }
    }
    return ignored
  }
}
