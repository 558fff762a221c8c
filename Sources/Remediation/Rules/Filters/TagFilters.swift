import AWS
import Documents

/// `marked-for-op`: passes once the date of an `op@date` in a tag has come.
struct MarkedForOpFilter: ResourceFilter {
  let position: SourcePosition
  let tag: String
  let op: String
  /// How much earlier than its date a mark counts.
  let skew: Duration
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let text = try tagText(run.resources[index].document), text.contains(":"),
      text.contains("@"), let colon = text.lastIndex(of: ":")
    else { return false }
    let target = ValueType.strip(String(text[text.index(after: colon)...]))
    guard let at = target.firstIndex(of: "@") else {
      throw FilterProblem("tag `\(tag)` has `\(text)`, with no `op@date` at its end")
    }
    guard target[..<at] == op,
      let date = DateForm.parse(String(target[target.index(after: at)...]))
    else { return false }
    return run.context.now >= date - skew
  }

  private func tagText(_ document: AWSObject) throws(FilterProblem) -> String? {
    guard let tags = document["Tags"] else { return nil }
    guard case .list(let tags) = tags else { throw FilterProblem("the tags are no list") }
    return tags.first { $0["Key"]?.string == tag }?["Value"]?.string
  }
}

/// `tag-count`: compares how many tags of the user's own a resource has.
struct TagCountFilter: ResourceFilter {
  let position: SourcePosition
  let op: FilterOperator
  let count: Int64
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let tags: [AWSValue]
    switch run.resources[index].document["Tags"] {
    case nil: tags = []
    case .list(let list)?: tags = list
    default: throw FilterProblem("the tags are no list")
    }
    let own = tags.filter { !($0["Key"]?.string ?? "").hasPrefix("aws:") }
    return try op.holds(count: own.count, .integer(count))
  }
}
