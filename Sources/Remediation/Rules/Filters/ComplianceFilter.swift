import AWS
import Documents

/// `config-compliance`: whether AWS Config's rules have evaluations of a resource in the states
/// asked for, `NON_COMPLIANT` unless said otherwise.
struct ComplianceFilter: ResourceFilter {
  let position: SourcePosition
  let rules: [String]
  let states: [String]
  let evaluations: ItemConditions
  /// As Config names the resource type: `AWS::EC2::Instance`.
  let configTypes: [String]
  /// Beside the id and the ARN, under which Config may know the resource.
  let configID: String?
  let type: ResourceType

  static let annotation = "c7n:config-compliance"

  var hydrations: [Hydration] { rules.map(hydration) }

  private func member(_ rule: String) -> String {
    "stormdrill:compliance \(rule) \(states.joined(separator: " "))"
  }

  private func hydration(_ rule: String) -> Hydration {
    let member = member(rule)
    let (states, types, configID, type) = (states, configTypes, configID, type)
    return Hydration(member) { document, setting in
      guard document[member] == nil else { return nil }
      let call = APICall(
        service: "config", operation: "GetComplianceDetailsByConfigRule",
        input: [
          "ConfigRuleName": .string(rule),
          "ComplianceTypes": .list(states.map { .string($0) }),
        ], scope: setting.scope)
      return ReadCall(call, pagination: .nextToken) { document, pages in
        let arn = type.arn(document, setting.scope)
        let names = Set(
          [arn.description, arn.resource, document[type.idMember]?.string ?? "",
            configID.flatMap { document[$0]?.string } ?? ""])
        document[member] = .list(
          (pages ?? []).items("EvaluationResults").filter { result in
            let subject = Self.subject(result)
            return names.contains(subject?["ResourceId"]?.string ?? "")
              && types.contains(subject?["ResourceType"]?.string ?? "")
          }.map { .object($0) })
      }
    }
  }

  private static func subject(_ evaluation: AWSObject) -> AWSValue? {
    evaluation.at("EvaluationResultIdentifier", "EvaluationResultQualifier")
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    var found: [String: [AWSValue]] = [:]
    for rule in rules {
      for value in resource.document[member(rule)]?.list ?? [] {
        guard let result = value.object, let id = Self.subject(result)?["ResourceId"]?.string,
          try evaluations.accept(result, run.context)
        else { continue }
        found[id, default: []].append(value)
      }
    }
    let arn = type.arn(resource.document, resource.scope)
    var names = [arn.description, resource.document[type.idMember]?.string ?? ""]
    if let configID, let id = resource.document[configID]?.string { names.append(id) }
    if names[1] == names[0] { names.append(arn.resource) }
    guard let matched = names.lazy.compactMap({ found[$0] }).first else { return false }
    run.notes[index].others[Self.annotation] = .list(matched)
    return true
  }
}

/// `eval_filters` with their `op`: value filters on something that is no resource. Without any,
/// all pass.
struct ItemConditions: Sendable {
  let filters: [any Filter]
  let needsAll: Bool

  func accept(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    guard !filters.isEmpty else { return true }
    // All are asked, since one of them may have a problem with the item.
    var passed = 0
    for filter in filters where try filter.accepts(item, context) { passed += 1 }
    return needsAll ? passed == filters.count : passed > 0
  }
}

extension FilterKind {
  static func configCompliance(_ types: [String], configID: String? = nil) -> FilterKind {
    FilterKind(name: "config-compliance") { loader, reader, type, _ in
      let conditions = loader.itemConditions(&reader, on: type)
      let rules = reader.strings("rules")
      if reader.node("rules") == nil {
        reader.error("\(reader.subject) has no `rules`", suggestion: "expected a list `rules`")
      }
      let known = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"]
      let states = reader.words("states", among: known) ?? ["NON_COMPLIANT"]
      guard let rules, let conditions else { return nil }
      return ComplianceFilter(
        position: reader.position, rules: rules, states: states, evaluations: conditions,
        configTypes: types, configID: configID, type: type)
    }
  }
}

extension PolicyLoader {
  /// `op` and `eval_filters`; nil, with a diagnostic, where one can't be read.
  mutating func itemConditions(_ reader: inout MappingReader, on type: ResourceType)
    -> ItemConditions?
  {
    let op = reader.value("op", expected: "`and` or `or`") { node in
      ["and", "or"].contains(node.string) ? node.string : nil
    }
    guard let filters = itemFilters("eval_filters", groups: false, &reader, on: type) else {
      return nil
    }
    return ItemConditions(filters: filters, needsAll: op == "and")
  }

  /// Value filters on something that is no resource, under a key; none where it is missing.
  ///
  /// - Parameter groups: whether `and`, `or` and `not` may stand there too.
  mutating func itemFilters(
    _ key: String, groups: Bool, _ reader: inout MappingReader, on type: ResourceType
  ) -> [any Filter]? {
    var filters: [any Filter] = []
    let nodes = reader.sequence(key) ?? []
    for node in nodes {
      let pairs = node.mapping ?? []
      let group = pairs.count == 1 ? pairs[0].key.string ?? "" : ""
      let isGroup = node["type"] == nil && ["and", "or", "not"].contains(group)
      if node["type"].map({ $0.string != "value" }) ?? (node.mapping == nil) || isGroup && !groups {
        error(
          node.position, "only value filters may stand in `\(key)`",
          groups ? "expected `value`, `and`, `or` or `not`" : "expected `value`")
        continue
      }
      if let filter = filter(node, on: type, in: .and) { filters.append(filter) }
    }
    return filters.count == nodes.count ? filters : nil
  }
}

extension MappingReader {
  /// A list of words, each one of those known.
  mutating func words(_ key: String, among known: [String]) -> [String]? {
    let words = strings(key)
    for word in words ?? [] where !known.contains(word) {
      error(
        at: node(key)?.position, "`\(key)` can't hold `\(word)`",
        suggestion: Spelling.suggestion(for: word, among: known))
    }
    return words
  }
}
