import AWS
import Documents

/// A value filter on the resources that a resource refers to: `security-group`, `subnet`, `vpc`
/// and their like. One that matches is enough, or all must (`operator: and`, which holds where
/// there is none at all).
///
/// Departure: `match-resource` compares with each resource's own value; Cloud Custodian keeps the
/// first resource's for the whole run.
struct RelatedFilter: ResourceFilter {
  enum Question: Sendable {
    /// nil where neither key nor value is given, which all related resources pass.
    case value(ValueFilter?)
    /// `match-resource`: what the resource itself has under the key.
    case sameAsResource(KeySelector, FilterOperator?, ValueType?)
    /// `resource_count`: how many there are.
    case count(FilterOperator, AWSValue)
  }

  let position: SourcePosition
  let kind: RelatedKind
  let ids: RelatedIDs
  var question: Question
  var needsAll = false
  /// The value that what doesn't exist is compared with: it matches `absent`. nil where the filter
  /// has no `value`, which is a problem for Cloud Custodian.
  var wanted: AWSValue?
  /// The key that the ids of what matched are noted under: `c7n:matched-subnets`.
  var annotation: String?
  /// What is asked beside the value: `igw` and `nat` of subnets.
  var routing: SubnetRouting?
  /// How the related documents are read where their ids are not known before.
  var reading: Hydration?

  var hydrations: [Hydration] {
    [reading ?? kind.hydration(ids)] + (routing?.hydrations ?? [])
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    try matches(index, ids: ids.of(run.resources[index].document), in: &run)
  }

  /// The same for ids that something else tells.
  func matches(_ index: Int, ids: [AWSValue], in run: inout FilterRun) throws(FilterProblem)
    -> Bool
  {
    let document = run.resources[index].document
    guard ids.allSatisfy(Python.isHashable) else {
      throw FilterProblem("an id of a related resource is no plain value")
    }
    var wanted = wanted
    let value: ValueFilter?
    switch question {
    case .count(let op, let number):
      guard try op.holds(count: ids.count, number) else { return false }
      note(ids, on: &run.notes[index])
      return true
    case .value(let filter): value = filter
    case .sameAsResource(let key, let op, let type):
      let own = try key.select(from: run.annotated(index))
      wanted = own
      value = ValueFilter(
        position: position, key: key,
        comparison: try Comparison(.fixed(.value(own)), op: op, type: type))
    }
    var related: [AWSValue: AWSObject] = [:]
    for item in document[kind.member]?.list ?? [] {
      if let object = item.object, let id = object[kind.idMember] { related[id] = object }
    }
    var found: [AWSValue] = []
    for id in ids {
      guard let other = related[id] else {
        guard let wanted else {
          throw FilterProblem("\(id.string ?? "what it refers to") doesn't exist")
        }
        if wanted == "absent" { found.append(id) }
        continue
      }
      if try accepts(other, value, document, run.context) { found.append(id) }
    }
    if !found.isEmpty { note(found, on: &run.notes[index]) }
    return needsAll ? found.count == ids.count : !found.isEmpty
  }

  private func accepts(
    _ other: AWSObject, _ value: ValueFilter?, _ document: AWSObject, _ context: EvaluationContext
  ) throws(FilterProblem) -> Bool {
    guard let routing else { return try value?.matches(other, context) ?? true }
    // All are asked, since one of them may have a problem with the value.
    let holds = try value?.matches(other, context) ?? true
    return try routing.accepts(other, document, holds)
  }

  private func note(_ ids: [AWSValue], on notes: inout Notes) {
    guard let annotation else { return }
    let before = notes.others[annotation]?.list ?? []
    notes.others[annotation] = .list((before + ids).uniqued)
  }
}

extension FilterKind {
  /// A filter on related resources, of types that refer to them by these ids.
  static func related(
    _ name: String, _ kind: RelatedKind, _ ids: RelatedIDs, annotation: String?
  ) -> FilterKind {
    FilterKind(name: name) { loader, reader, type, _ in
      guard let question = loader.relatedQuestion(&reader, on: type) else { return nil }
      return RelatedFilter(
        position: reader.position, kind: kind, ids: ids, question: question.question,
        needsAll: question.needsAll, wanted: question.wanted, annotation: annotation)
    }
  }
}

extension PolicyLoader {
  /// - Parameter needsKey: whether a filter without key and value is refused.
  mutating func relatedQuestion(
    _ reader: inout MappingReader, on type: ResourceType, needsKey: Bool = true
  ) -> (question: RelatedFilter.Question, needsAll: Bool, wanted: AWSValue?)? {
    let op = reader.value("operator", expected: "`and` or `or`") { node in
      ["and", "or"].contains(node.string) ? node.string : nil
    }
    let matchesResource = reader.bool("match-resource") ?? false
    let wanted = reader.node("value")?.value
    if reader.node("value_type")?.string == "resource_count" {
      guard let filter = resourceCount(&reader) as? ResourceCountFilter else { return nil }
      return (.count(filter.op, filter.value), op == "and", wanted)
    }
    if matchesResource {
      for key in ["value_from", "value_path"] {
        if let node = reader.node(key) {
          reader.error(
            at: node.position, "`\(key)` means nothing beside `match-resource`",
            suggestion: "expected one of them")
          return nil
        }
      }
      guard let value = value(&reader, on: type, needsValue: false) else { return nil }
      return (
        .sameAsResource(value.key, value.comparison.op, value.comparison.type), op == "and", nil
      )
    }
    if !needsKey, reader.node("key") == nil || reader.node("value") == nil {
      // What is there is checked, and asked of nothing.
      let before = errorCount(reader)
      _ = value(&reader, on: type, defaultKey: "id", needsValue: false)
      return before == errorCount(reader) ? (.value(nil), op == "and", wanted) : nil
    }
    guard let value = value(&reader, on: type) else { return nil }
    return (.value(value), op == "and", wanted)
  }
}
