import AWS
import Documents

/// `flow-logs`: whether the flow logs of a resource, or how many of them, are as they should be.
struct FlowLogsFilter: ResourceFilter {
  static let member = "c7n:flow-logs"

  /// A filter that each flow log is asked, or nothing that any could pass.
  enum Test: Sendable {
    case filter(any Filter)
    case never
  }

  let position: SourcePosition
  let tests: [Test]
  /// nil where one that passes is enough.
  let count: (op: FilterOperator, value: AWSValue)?
  /// `set-op: and`: the count to compare with is that of all the resource's flow logs.
  let countsAll: Bool

  var hydrations: [Hydration] { [.flowLogs] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let logs = run.resources[index].document[Self.member]?.list ?? []
    var matched: [AWSValue] = []
    let context = run.context
    for log in logs {
      if try passes(log.object ?? [:], context) { matched.append(log) }
    }
    if let count {
      let wanted = countsAll ? .integer(Int64(logs.count)) : count.value
      return try count.op.holds(count: matched.count, wanted)
    }
    if !matched.isEmpty { run.notes[index].append(matched, to: "c7n:ListItemMatches") }
    return !matched.isEmpty
  }

  private func passes(_ log: AWSObject, _ context: EvaluationContext) throws(FilterProblem)
    -> Bool
  {
    for test in tests {
      guard case .filter(let filter) = test, try filter.accepts(log, context) else { return false }
    }
    return true
  }
}

extension Hydration {
  /// The flow logs of a VPC, a subnet or a network interface.
  static let flowLogs = RelatedKind.flowLogs.hydration(as: FlowLogsFilter.member) { document in
    let id = ["NetworkInterfaceId", "SubnetId", "VpcId"].compactMap { document[$0] }.first
    return { log in log["ResourceId"] == id }
  }
}

extension FilterKind {
  static let flowLogs = FilterKind(name: "flow-logs") { loader, reader, type, _ in
    loader.flowLogs(&reader, on: type)
  }
}

extension PolicyLoader {
  /// An option of the old form, the member that it asks for, and how its words read there.
  private static let flowLogMembers: [(option: String, member: String, words: [String: String])] =
    [
      ("status", "FlowLogStatus", ["active": "ACTIVE"]),
      ("deliver-status", "DeliverLogsStatus", ["success": "SUCCESS", "failure": "FAILED"]),
      ("destination", "LogDestination", [:]),
      (
        "destination-type", "LogDestinationType",
        ["s3": "s3", "cloud-watch-logs": "cloud-watch-logs"]
      ),
      ("traffic-type", "TrafficType", ["all": "ALL", "reject": "REJECT", "accept": "ACCEPT"]),
      ("log-format", "LogFormat", [:]),
      ("log-group", "LogGroupName", [:]),
    ]

  fileprivate mutating func flowLogs(_ reader: inout MappingReader, on type: ResourceType)
    -> (any Filter)?
  {
    let attributes = reader.sequence("attrs")
    let countOp = reader.choice("count_op", as: FilterOperator.self)
    let count = reader.value("count", expected: "a number") { node in
      node.double == nil ? nil : node.value
    }
    let isEnabled = reader.bool("enabled") ?? false
    let isNegated = word("op", ["equal", "not-equal"], &reader) == "not-equal"
    let countsAll = word("set-op", ["or", "and"], &reader) == "and"
    let old = oldTests(&reader, isNegated: isNegated)
    guard let attributes else {
      // The count is always that of the old form, even where another is written.
      return FlowLogsFilter(
        position: reader.position, tests: old,
        count: isEnabled ? (.gte, 1) : (.eq, 0), countsAll: countsAll)
    }
    if !old.isEmpty {
      reader.error(
        at: reader.node("attrs")?.position,
        "`attrs` can't stand beside the options of the old form",
        suggestion: "expected all of it under `attrs`")
    }
    var tests: [FlowLogsFilter.Test] = []
    for node in attributes {
      if let name = node["type"]?.string ?? node.string, name != "value" {
        reader.error(
          at: node.position, "filter `\(name)` is not supported in `attrs`",
          suggestion: "expected `value`, `and`, `or` or `not`")
      } else if let filter = filter(node, on: type, in: .and) {
        tests.append(.filter(filter))
      }
    }
    return FlowLogsFilter(
      position: reader.position, tests: tests, count: count.map { (countOp ?? .eq, $0) },
      countsAll: false)
  }

  /// What the options of the old form ask of a flow log.
  ///
  /// With `op: not-equal` the dialect compares each member with a mapping, which none equals.
  private mutating func oldTests(_ reader: inout MappingReader, isNegated: Bool)
    -> [FlowLogsFilter.Test]
  {
    var tests: [FlowLogsFilter.Test] = []
    for (option, member, words) in Self.flowLogMembers {
      guard let node = reader.node(option) else { continue }
      let text: String?
      if words.isEmpty {
        text = reader.string(option)
      } else {
        text = word(option, words.keys.sorted(), &reader).flatMap { words[$0] }
      }
      guard let text else { continue }
      if isNegated {
        tests.append(.never)
        continue
      }
      do throws(FilterProblem) {
        let comparison = try Comparison(source(of: Node(.string(text), at: node.position)))
        tests.append(
          .filter(
            ValueFilter(
              position: node.position, key: KeySelector(member), comparison: comparison)))
      } catch { reader.error(at: node.position, error.message) }
    }
    return tests
  }

  private func word(_ key: String, _ words: [String], _ reader: inout MappingReader) -> String? {
    let listed = words.map { "`\($0)`" }.joined(separator: " or ")
    return reader.value(key, expected: listed) { node in
      node.string.flatMap { words.contains($0) ? $0 : nil }
    }
  }
}
