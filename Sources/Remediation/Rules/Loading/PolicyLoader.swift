import AWS
import Documents
import JMESPath

/// Decodes one policy, all of its problems at once.
struct PolicyLoader {
  let values: (String) -> String?
  var diagnostics: [Diagnostic] = []
  var hasMode = false
  /// The filters as they are written, by their places.
  var clauses: [SourcePosition: AWSValue] = [:]

  init(values: @escaping (String) -> String?) { self.values = values }

  mutating func policy(_ node: Node) -> Policy? {
    var reader = MappingReader(node, of: "a policy")
    defer { diagnostics += reader.diagnostics }
    let name = reader.requiredString("name")
    checkName(name, node["name"], &reader)
    let summary = reader.string("description")
    let comment = reader.string("comment") ?? reader.string("comments")
    let title = reader.string("title")
    let tags = reader.strings("tags") ?? []
    reader.allow("metadata")
    let limit = limit(&reader)
    refuse(["conditions", "source", "region", "start", "end", "tz"], &reader)
    checkQuery(&reader)
    hasMode = node["mode"] != nil
    let mode = mode(&reader)
    let typeName = reader.requiredNode("resource")
    let type = typeName.flatMap { resourceType($0) }
    let filterNodes = reader.sequence("filters") ?? []
    let actionNodes = reader.sequence("actions") ?? []
    _ = reader.finish()
    guard let type else { return nil }
    let errors = errorCount()
    var filters: [any Filter] = []
    for node in filterNodes {
      if let filter = filter(node, on: type, in: .and) { filters.append(filter) }
    }
    var actions: [any Action] = []
    for node in actionNodes {
      guard let action = action(node, on: type) else { continue }
      actions.append(action)
      if let objection = action.objection(to: filterNodes) { error(action.position, objection) }
    }
    // Invariant: a filter or an action is never left out without an error.
    precondition(
      filters.count == filterNodes.count && actions.count == actionNodes.count
        || errorCount() > errors,
      "a filter or an action of policy \(name) was dropped silently")
    return Policy(
      name: name, position: node.position, summary: summary ?? comment ?? title,
      resourceType: type, mode: mode, tags: tags, node: node,
      limit: limit, filters: filters, clauses: clauses, actions: actions)
  }

  mutating func error(_ place: SourcePosition, _ message: String, _ suggestion: String? = nil) {
    diagnostics.append(Diagnostic(place, message, suggestion: suggestion))
  }

  /// How many errors there are so far, those of a reader under way included.
  func errorCount(_ reader: MappingReader? = nil) -> Int {
    (diagnostics + (reader?.diagnostics ?? [])).count { $0.severity == .error }
  }

  /// `^[A-z][A-z0-9]*(-[A-z0-9]+)*$`, where A-z takes in `[\]^_` and the backtick.
  private mutating func checkName(_ name: String, _ node: Node?, _ reader: inout MappingReader) {
    guard let node, node.string != nil else { return }
    let parts = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isWord = { (byte: UInt8) in (65...122).contains(byte) || (48...57).contains(byte) }
    if parts.contains(where: { $0.isEmpty || !$0.allSatisfy(isWord) })
      || name.utf8.first.map({ (48...57).contains($0) }) ?? true
    {
      reader.error(
        at: node.position, "a policy can't be named `\(name)`",
        suggestion: "expected letters, digits and single hyphens, a letter first")
    }
  }

  private mutating func refuse(_ keys: [String], _ reader: inout MappingReader) {
    for key in keys {
      guard let node = reader.node(key) else { continue }
      reader.error(
        at: node.position, "`\(key)` of a policy is not supported",
        suggestion: key == "conditions" || key == "region"
          ? "expected the engine's own settings to choose where and when a rule runs" : nil)
    }
  }

  /// What a query would narrow on AWS's side is not narrowed here: only S3's `augment-keys`, which
  /// spares calls that are spared anyway, may stand.
  private mutating func checkQuery(_ reader: inout MappingReader) {
    for item in reader.sequence("query") ?? [] {
      for pair in item.mapping ?? [] where pair.key.string != "augment-keys" {
        reader.error(
          at: pair.key.position, "`query` is not supported",
          suggestion: "expected a `value` filter on what `\(pair.key.scalarText ?? "")` selects")
      }
    }
  }

  private mutating func limit(_ reader: inout MappingReader) -> ResourceLimit? {
    var limit = ResourceLimit()
    if let node = reader.node("max-resources") {
      if node.mapping != nil {
        reader.decodeNode(node, of: "`max-resources`") { reader in
          limit.count = reader.integer("amount", in: 1...Int64(Int32.max)).map { Int($0) }
          limit.percent = reader.double("percent")
          let op = reader.value("op", expected: "`and` or `or`") { node in
            ["and", "or"].contains(node.string) ? node.string : nil
          }
          limit.needsBoth = op == "and"
        }
      } else {
        limit.count = reader.integer("max-resources", in: 1...Int64(Int32.max)).map { Int($0) }
      }
    }
    if let percent = reader.value(
      "max-resources-percent", expected: "a number from 0 to 100",
      { node in node.double.flatMap { (0...100).contains($0) ? $0 : nil } })
    {
      limit.percent = percent
    }
    return limit.count == nil && limit.percent == nil ? nil : limit
  }

  private mutating func resourceType(_ node: Node) -> ResourceType? {
    guard let name = node.string else {
      error(node.position, "`resource` can't be \(node.kindName)", "expected one resource type")
      return nil
    }
    if let type = ResourceTypes.named(name) { return type }
    let known = ResourceTypes.all.map(\.name)
    let full = name.hasPrefix("aws.") ? name : "aws.\(name)"
    error(
      node.position, "resource type `\(name)` is not supported",
      Spelling.suggestion(for: full, among: known))
    return nil
  }
}
