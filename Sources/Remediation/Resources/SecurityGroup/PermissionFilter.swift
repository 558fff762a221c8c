import AWS
import Documents
import JMESPath

/// `ingress` and `egress` of security groups: each permission is taken apart by its sources, and
/// the parts that meet the clauses are noted for `remove-permissions`.
struct PermissionFilter: ResourceFilter {
  let position: SourcePosition
  /// `IpPermissions` or `IpPermissionsEgress`.
  let member: String
  let matchesAny: Bool
  /// On `FromPort`, `IpProtocol` and the other members of a permission.
  let members: [ValueFilter]
  let ports: [Int64]
  let onlyPorts: [Int64]
  let cidr: ValueFilter?
  let cidrV6: ValueFilter?
  let description: ValueFilter?
  let selfReference: Bool?
  let groupReferences: ValueFilter?

  var hydrations: [Hydration] { groupReferences == nil ? [] : [.referencedGroups] }

  /// A permission, what its ports say, and one of its sources.
  private struct Part {
    let permission: AWSObject
    /// nil where it has none.
    let ports: Bool?
    let list: SourceList
    let source: AWSValue
  }

  typealias SourceList = MatchedRules.SourceList

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let group = document["GroupId"], let owner = document["OwnerId"],
      let permissions = document[member]?.list
    else {
      let missing = ["GroupId", "OwnerId", member].filter { document[$0] == nil }
      throw FilterProblem("the security group has no \(missing.joined(separator: " and no "))")
    }
    var matched: [MatchedRules.Place] = []
    let context = run.context
    let hasPorts = !ports.isEmpty || !onlyPorts.isEmpty
    for (number, value) in permissions.enumerated() {
      guard case .object(let permission) = value else { continue }
      let ports = hasPorts ? try portsMatch(permission) : nil
      // The clause on ports is the same for all sources; where all must hold, it may be the last.
      if ports == false, !matchesAny { continue }
      for list in SourceList.all {
        guard case .list(let sources)? = permission[list.rawValue] else { continue }
        for (place, source) in sources.enumerated() {
          let part = Part(permission: permission, ports: ports, list: list, source: source)
          guard try accepts(part, group, owner, document, context) else { continue }
          matched.append(.init(permission: number, list: list, source: place))
        }
      }
    }
    guard !matched.isEmpty else { return false }
    run.notes[index].note(
      MatchedRules(annotation: "Matched\(member)", permissions: permissions, places: matched))
    return true
  }

  private func accepts(
    _ part: Part, _ group: AWSValue, _ owner: AWSValue, _ document: AWSObject,
    _ context: EvaluationContext
  ) throws(FilterProblem) -> Bool {
    // Clauses that have nothing to say drop out; with none left, a permission matches under `or`
    // and `and` alike not at all.
    var said = false
    func decides(_ clause: Bool) -> Bool? {
      said = true
      return clause == matchesAny ? clause : nil
    }
    if let found = part.ports, let result = decides(found) { return result }
    if let found = try cidrsMatch(part, context), let result = decides(found) { return result }
    if !members.isEmpty {
      let whole = MatchedRules.expanded(part.permission, part.list, part.source)
      for filter in members {
        if let result = decides(try filter.matches(whole, context)) { return result }
      }
    }
    if let description {
      var found = false
      if case .object(let source) = part.source {
        found = try description.matches(source, context)
      }
      if let result = decides(found) { return result }
    }
    if let selfReference {
      let refers =
        part.list == .groups && part.source["GroupId"] == group
      if let result = decides(refers == selfReference) { return result }
    }
    if let groupReferences {
      let found = try referencesMatch(groupReferences, part, owner, document, context)
      if let result = decides(found) { return result }
    }
    return said && !matchesAny
  }

  /// nil where the permission has no ports.
  private func portsMatch(_ permission: AWSObject) throws(FilterProblem) -> Bool? {
    guard let from = permission["FromPort"], let to = permission["ToPort"] else { return nil }
    var found: Bool?
    for port in ports where found != true {
      guard let first = PythonValue.number(from) else {
        throw FilterProblem("`FromPort` of a permission is no number")
      }
      found = false
      if .integer(port) < first { continue }
      guard let last = PythonValue.number(to) else {
        throw FilterProblem("`ToPort` of a permission is no number")
      }
      found = !(last < .integer(port))
    }
    guard !onlyPorts.isEmpty else { return found }
    let isOnly = onlyPorts.contains {
      PythonValue.equal(.integer($0), from) && PythonValue.equal(.integer($0), to)
    }
    return isOnly ? false : found ?? true
  }

  private func cidrsMatch(_ part: Part, _ context: EvaluationContext) throws(FilterProblem)
    -> Bool?
  {
    var found: Bool?
    if let cidrV6 {
      found = part.list == .ipv6 ? try matches(cidrV6, part.source, context) : false
    }
    if let cidr {
      let one = part.list == .ipv4 ? try matches(cidr, part.source, context) : false
      found = found.map { matchesAny ? $0 || one : $0 && one } ?? one
    }
    return found
  }

  private func matches(
    _ filter: ValueFilter, _ source: AWSValue, _ context: EvaluationContext
  ) throws(FilterProblem) -> Bool {
    guard case .object(let source) = source else { return false }
    return try filter.matches(source, context)
  }

  private func referencesMatch(
    _ filter: ValueFilter, _ part: Part, _ owner: AWSValue, _ document: AWSObject,
    _ context: EvaluationContext
  ) throws(FilterProblem) -> Bool {
    guard part.list == .groups, (part.source["UserId"] ?? "") == owner,
      let id = part.source["GroupId"]
    else { return false }
    for group in document[Hidden.groups]?.list ?? [] {
      if group["GroupId"] == id, let group = group.object, try filter.matches(group, context) {
        return true
      }
    }
    return false
  }
}
