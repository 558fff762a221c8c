import AWS
import Documents

/// `ops-item`: whether OpsCenter has items about a resource, open ones unless said otherwise;
/// their ids are noted.
struct OpsItemFilter: ResourceFilter {
  let position: SourcePosition
  let statuses: [String]
  let priorities: [Int64]
  let title: String?
  let source: String?
  let type: ResourceType

  static let annotation = "c7n:opsitems"

  private func filters(_ id: AWSValue) -> AWSValue {
    func filter(_ key: String, _ op: String, _ values: [AWSValue]) -> AWSValue {
      ["Key": .string(key), "Operator": .string(op), "Values": .list(values)]
    }
    var filters = [filter("Status", "Equal", statuses.map { .string($0) })]
    if !priorities.isEmpty {
      filters.append(filter("Priority", "Equal", priorities.map { .string(String($0)) }))
    }
    if let title, !title.isEmpty { filters.append(filter("Title", "Contains", [.string(title)])) }
    if let source, !source.isEmpty {
      filters.append(filter("Source", "Equal", [.string(source)]))
    }
    filters.append(filter("ResourceId", "Contains", [id]))
    return .list(filters)
  }

  private var member: String { "stormdrill:opsitems \(JSON.text(filters("")))" }

  var hydrations: [Hydration] {
    let filter = self
    let member = member
    return [
      .member(
        member,
        call: { document, setting in
          APICall(
            service: "ssm", operation: "DescribeOpsItems",
            input: [
              "OpsItemFilters": filter.filters(document[filter.type.idMember] ?? .null)
            ], scope: setting.scope)
        }, value: { .list(($0.first?["OpsItemSummaries"]?.list ?? [])) })
    ]
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    let arn = type.arn(resource.document, resource.scope).description
    var ids: [AWSValue] = []
    for item in resource.document[member]?.list ?? [] {
      guard
        let text = item.at("OperationalData", "/aws/resources", "Value")?.string,
        let resources = try? JSON.parse(text)
      else { throw FilterProblem("an item of OpsCenter names its resources in no known form") }
      for other in resources.list ?? [] where other["arn"]?.string == arn {
        ids.append(item["OpsItemId"] ?? .null)
      }
    }
    guard !ids.isEmpty else { return false }
    run.notes[index].others[Self.annotation] = .list(ids)
    return true
  }
}

extension FilterKind {
  static let opsItem = FilterKind(name: "ops-item") { _, reader, type, _ in
    let statuses = reader.words("status", among: ["Open", "In progress", "Resolved"])
    let priorities: [Int64]? = reader.value("priority", expected: "a list of numbers from 1 to 5") {
      let numbers = ($0.sequence ?? []).compactMap(\.integer).filter { (1...5).contains($0) }
      return $0.sequence?.count == numbers.count ? numbers : nil
    }
    return OpsItemFilter(
      position: reader.position, statuses: statuses ?? ["Open"], priorities: priorities ?? [],
      title: reader.string("title"), source: reader.string("source"), type: type)
  }
}
