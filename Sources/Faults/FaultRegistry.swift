package import Documents

/// Every fault by the name that a file gives it.
package enum FaultRegistry {
  static let all: [any Fault.Type] = [
    EventDelay.self, EventLoss.self, EventDuplicate.self, EventReorder.self, EventOutage.self,
    ChannelCapacity.self, APIError.self, APIThrottle.self, APILatency.self, AnswerLost.self,
  ]

  package static var names: [String] { all.map { $0.name } }

  /// A list of faults, each a mapping of one name to its members.
  package static func read(_ nodes: [Node]) -> (faults: [any Fault], diagnostics: [Diagnostic]) {
    var faults: [any Fault] = []
    var diagnostics: [Diagnostic] = []
    for node in nodes {
      guard let pairs = node.mapping, pairs.count == 1 else {
        diagnostics.append(
          Diagnostic(
            node.position, "a fault is a mapping of one name to its members",
            suggestion: "expected such as `event-delay: {channel: event-queue, latency: 30s}`"))
        continue
      }
      let name = pairs[0].key.scalarText ?? ""
      guard let type = all.first(where: { $0.name == name }) else {
        diagnostics.append(
          Diagnostic(
            pairs[0].key.position, "unknown fault `\(name)`",
            suggestion: Spelling.suggestion(for: name, among: names)))
        continue
      }
      var reader = MappingReader(pairs[0].value, of: "fault `\(name)`")
      faults.append(type.init(&reader))
      diagnostics += reader.finish()
    }
    return (faults, diagnostics)
  }

  /// A file for `serve --faults`: a mapping with `faults`, as in a scenario.
  package static func read(text: String, file: String) -> (
    faults: [any Fault], diagnostics: [Diagnostic]
  ) {
    let (node, problems) = Document.parse(text, file: file)
    guard let node else { return ([], problems) }
    var reader = MappingReader(node, of: "a fault file")
    let (faults, found) = read(reader.requiredNode("faults")?.sequence ?? [])
    if let list = node["faults"], list.sequence == nil {
      reader.error(
        at: list.position, "`faults` can't be \(list.kindName)", suggestion: "expected a list")
    }
    return (faults, (problems + reader.finish() + found).inFileOrder)
  }
}
