import AWS
import Documents

/// `ssm-inventory`: whether Systems Manager has entries of an instance's software, those that meet
/// the query where there is one; they are noted.
struct InventoryFilter: ResourceFilter {
  let position: SourcePosition
  /// As the API takes it; empty for all.
  let query: [AWSValue]

  static let annotation = "c7n:SSM-Inventory"

  private var member: String { "stormdrill:inventory \(JSON.text(.list(query)))" }

  var hydrations: [Hydration] {
    let query = query
    return [
      Hydration.member(
        member, pagination: .nextToken,
        call: { document, setting in
          var input: AWSObject = [
            "InstanceId": document["InstanceId"] ?? .null, "TypeName": "AWS:Application",
          ]
          if !query.isEmpty { input["Filters"] = .list(query) }
          return APICall(
            service: "ssm", operation: "ListInventoryEntries", input: input, scope: setting.scope)
        }, value: { .list($0.flatMap { $0["Entries"]?.list ?? [] }) })
    ]
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let entries = run.resources[index].document[member]?.list, !entries.isEmpty else {
      return false
    }
    run.notes[index].others[Self.annotation] = .list(entries)
    return true
  }
}

/// `ssm-compliance`: whether Systems Manager has summaries of an instance in the states asked for,
/// `NON_COMPLIANT` unless said otherwise; they are noted.
struct SummaryComplianceFilter: ResourceFilter {
  let position: SourcePosition
  let types: [String]
  let states: [String]
  let severities: [String]
  let conditions: ItemConditions

  static let annotation = "c7n:ssm-compliance"

  private var filters: AWSValue {
    func filter(_ key: String, _ values: [String]) -> AWSValue {
      ["Key": .string(key), "Values": .list(values.map { .string($0) }), "Type": "EQUAL"]
    }
    var filters = [filter("Status", states), filter("ComplianceType", types)]
    if !severities.isEmpty { filters.append(filter("OverallSeverity", severities)) }
    return .list(filters)
  }

  private var member: String { "stormdrill:summaries \(JSON.text(filters))" }

  /// One listing that all instances share.
  var hydrations: [Hydration] {
    let (member, filters) = (member, filters)
    return [
      Hydration(member) { document, setting in
        guard document[member] == nil else { return nil }
        let call = APICall(
          service: "ssm", operation: "ListResourceComplianceSummaries",
          input: ["Filters": filters], scope: setting.scope)
        return ReadCall(call, pagination: .nextToken) { document, pages in
          let own = (pages ?? []).items("ResourceComplianceSummaryItems").filter {
            $0["ResourceId"] == document["InstanceId"]
          }
          document[member] = .list(own.map { .object($0) })
        }
      }
    ]
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    var found: [AWSValue] = []
    for item in run.resources[index].document[member]?.list ?? [] {
      if let object = item.object, try conditions.accept(object, run.context) {
        found.append(item)
      }
    }
    guard !found.isEmpty else { return false }
    run.notes[index].others[Self.annotation] = .list(found)
    return true
  }
}

extension FilterKind {
  static let inventory = FilterKind(name: "ssm-inventory") { _, reader, _, _ in
    let known = ["Equal", "NotEqual", "BeginWith", "LessThan", "GreaterThan", "Exists"]
    let query = reader.mappings("query", of: "a filter of `query`") { reader -> AWSValue in
      var made: AWSObject = ["Key": .string(reader.requiredString("Key"))]
      if reader.node("Values") == nil {
        reader.error("\(reader.subject) has no `Values`", suggestion: "expected a list `Values`")
      }
      made["Values"] = .list((reader.strings("Values") ?? []).map { .string($0) })
      if let type = reader.string("Type") {
        if !known.contains(type) {
          reader.error(
            at: reader.node("Type")?.position, "`Type` can't be `\(type)`",
            suggestion: Spelling.suggestion(for: type, among: known))
        }
        made["Type"] = .string(type)
      }
      return .object(made)
    }
    return InventoryFilter(position: reader.position, query: query ?? [])
  }

  static let summaryCompliance = FilterKind(name: "ssm-compliance") { loader, reader, type, _ in
    let conditions = loader.itemConditions(&reader, on: type)
    if reader.node("compliance_types") == nil {
      reader.error(
        "\(reader.subject) has no `compliance_types`",
        suggestion: "expected a list such as [Patch]")
    }
    let types = reader.strings("compliance_types")
    let states = reader.words("states", among: ["COMPLIANT", "NON_COMPLIANT"])
    let severities = reader.strings("severity") ?? []
    guard let types, let conditions else { return nil }
    return SummaryComplianceFilter(
      position: reader.position, types: types, states: states ?? ["NON_COMPLIANT"],
      severities: severities, conditions: conditions)
  }
}
