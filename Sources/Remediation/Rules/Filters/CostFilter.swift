import AWS
import Documents

/// `cost-optimization`: whether Cost Optimization Hub recommends something for a resource. As in
/// Cloud Custodian 0.9.53, `action` and `efforts` change nothing: what is asked for is the action
/// that is usual for the type.
struct CostFilter: ResourceFilter {
  let position: SourcePosition
  /// What a recommendation must be.
  let attributes: [any Filter]
  /// As the hub names them: `Ec2Instance`, `Rightsize`.
  let resourceKind: String
  let action: String
  let type: ResourceType

  static let annotation = "c7n:cost_optimize"
  private static let member = "stormdrill:recommendations"

  var hydrations: [Hydration] {
    let (kind, action, type) = (resourceKind, action, type)
    return [
      Hydration(Self.member) { document, setting in
        guard document[Self.member] == nil else { return nil }
        let call = APICall(
          service: "cost-optimization-hub", operation: "ListRecommendations",
          input: [
            "filter": [
              "actionTypes": [.string(action)], "regions": [.string(setting.scope.region)],
              "resourceTypes": [.string(kind)],
            ]
          ], scope: setting.scope.in(region: "us-east-1"))
        let pagination = ReadCall.Pagination(inputMember: "nextToken", outputMember: "nextToken")
        return ReadCall(call, pagination: pagination) { document, pages in
          let arn = type.arn(document, setting.scope).description
          document[Self.member] = .list(
            (pages ?? []).items("items").filter { Self.subject($0) == arn }.map { .object($0) })
        }
      }
    ]
  }

  /// A recommendation's ARN, without the version that some have at the end.
  private static func subject(_ recommendation: AWSObject) -> String? {
    guard let arn = recommendation["resourceArn"]?.string else { return nil }
    guard arn.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 7,
      let end = arn.lastIndex(of: ":")
    else { return arn }
    return String(arn[..<end])
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    var found: AWSObject?
    for item in resource.document[Self.member]?.list ?? [] {
      guard let object = item.object else { continue }
      let id = object["recommendationId"]?.string ?? ""
      // The recommendations are filtered as resources are, notes included.
      var inner = FilterRun(
        [Resource(id: id, document: object, scope: resource.scope)], run.context, groups: true)
      var kept = [0]
      for filter in attributes where !kept.isEmpty { kept = filter.process(kept, in: &inner) }
      if let problem = inner.problems.first { throw FilterProblem(problem.message) }
      if !kept.isEmpty { found = inner.annotated(0) }
    }
    guard let found else { return false }
    run.notes[index].others[Self.annotation] = .object(found)
    return true
  }
}

extension FilterKind {
  static func costOptimization(_ kind: String, action: String) -> FilterKind {
    FilterKind(name: "cost-optimization") { loader, reader, type, _ in
      _ = reader.words("efforts", among: ["VeryLow", "Low", "Medium", "High", "VeryHigh"])
      let actions = [
        "Rightsize", "Stop", "Upgrade", "PurchaseSavingsPlans", "PurchaseReservedInstances",
        "MigrateToGraviton",
      ]
      if let name = reader.string("action"), !actions.contains(name) {
        reader.error(
          at: reader.node("action")?.position, "`action` can't be `\(name)`",
          suggestion: Spelling.suggestion(for: name, among: actions))
      }
      return loader.itemFilters("attrs", groups: true, &reader, on: type).map {
        CostFilter(
          position: reader.position, attributes: $0, resourceKind: kind, action: action,
          type: type)
      }
    }
  }
}
