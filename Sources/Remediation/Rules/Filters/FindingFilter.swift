import AWS
import Documents

/// `finding`: whether Security Hub has findings about the resource, all or those that a query
/// selects; they are noted.
struct FindingFilter: ResourceFilter {
  static let annotation = "c7n:finding-filter"

  let position: SourcePosition
  let type: ResourceType
  let query: AWSObject
  /// Where findings are aggregated; nil for the resource's own region.
  let region: String?

  var hydrations: [Hydration] { [hydration] }

  private var member: String {
    "stormdrill:Findings \(JSON.text(.object(query), sorted: true)) \(region ?? "")"
  }

  private var hydration: Hydration {
    Hydration(member) { [self] document, setting in
      guard document[member] == nil else { return nil }
      var filters = query
      func equals(_ id: String) -> AWSValue {
        ["Value": .string(id), "Comparison": "EQUALS"]
      }
      let ids = [type.arn(document, setting.scope).description, document["InstanceId"]?.string]
      filters["ResourceId"] = .list(ids.compactMap { $0 }.filter { !$0.isEmpty }.map(equals))
      let scope = region.map { setting.scope.in(region: $0) } ?? setting.scope
      return ReadCall(
        APICall(
          service: "securityhub", operation: "GetFindings", input: ["Filters": .object(filters)],
          scope: scope)
      ) { document, pages in
        document[member] = pages?.first("Findings") ?? []
      }
    }
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let findings = run.resources[index].document[member]?.list else {
      throw FilterProblem("the resource was read without its findings")
    }
    guard !findings.isEmpty else { return false }
    run.notes[index].others[Self.annotation] = .list(findings)
    return true
  }
}

extension FilterKind {
  /// For types whose resources have an ARN.
  static let finding = FilterKind(name: "finding") { _, reader, type, _ in
    let region = reader.string("region")
    var query = AWSObject()
    if let node = reader.node("query") {
      guard let object = node.value.object else {
        reader.error(
          at: node.position, "`query` can't be \(node.kindName)", suggestion: "expected a mapping")
        return nil
      }
      query = object
      for pair in node.mapping ?? [] {
        let conditions = pair.value.sequence
        if conditions == nil || conditions?.contains(where: { $0.mapping == nil }) ?? false {
          reader.error(
            at: pair.value.position,
            "`\(pair.key.scalarText ?? "")` of a query can't be \(pair.value.kindName)",
            suggestion: "expected a list of mappings such as `{Comparison: EQUALS, Value: ...}`")
        }
      }
    }
    return FindingFilter(position: reader.position, type: type, query: query, region: region)
  }
}
