import AWS
import Documents
import JMESPath

/// Decodes one policy, all of its problems at once.
struct PolicyLoader {
  let values: ValueFetch
  /// What has been fetched, for all policies of a file and for all that they become.
  var fetched: [ValueRequest: Result<String, ValueProblem>]
  var diagnostics: [Diagnostic] = []
  var hasMode = false
  /// The policy's own `region`, for what may be asked in one region only.
  var region: String?
  /// The filters as they are written, by their places.
  var clauses: [SourcePosition: AWSValue] = [:]

  init(
    values: @escaping ValueFetch,
    fetched: [ValueRequest: Result<String, ValueProblem>] = [:]
  ) {
    self.values = values
    self.fetched = fetched
  }

  /// A policy as its file has it: its variables are filled in as for some account and region, so
  /// that what they make of it is checked too.
  mutating func policy(_ node: Node) -> Policy? {
    guard PolicyVariables.areUsed(in: node) else { return policy(node, asWritten: node) }
    var variables = PolicyVariables.sample(node)
    let filled = variables.filled()
    diagnostics += variables.diagnostics
    return policy(filled, asWritten: node, makesTemplate: variables.usesContext)
  }

  /// A policy as it is in one place at one time.
  mutating func policy(_ node: Node, account: String, region: String, now: Timestamp) -> Policy? {
    var variables = PolicyVariables(node, account: account, region: region, now: now)
    let filled = variables.filled()
    diagnostics += variables.diagnostics
    return policy(filled, asWritten: node)
  }

  private mutating func policy(
    _ node: Node, asWritten written: Node, makesTemplate: Bool = false
  ) -> Policy? {
    var reader = MappingReader(node, of: "a policy")
    defer { diagnostics += reader.diagnostics }
    let name = reader.requiredString("name")
    checkName(name, node["name"], &reader)
    let summary = reader.string("description")
    let comment = reader.string("comment")
    let comments = reader.string("comments")
    refuseTitle(&reader)
    let tags = reader.strings("tags") ?? []
    reader.check("metadata", .mapping)
    let limit = limit(&reader)
    checkSource(&reader)
    hasMode = node["mode"] != nil
    region = node["region"]?.string
    let mode = mode(&reader)
    let conditions = conditions(&reader)
    let typeName = reader.requiredNode("resource")
    let type = typeName.flatMap { resourceType($0) }
    let query = query(&reader, on: type)
    for key in ["filters", "conditions"] { if let node = node[key] { refuseDates(in: node) } }
    for key in ["start", "end"] where node[key]?.isPlainDate == true {
      error(
        node[key]?.position ?? node.position, "`\(key)` is read as a date, and must be a string",
        "expected quotes around it")
    }
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
    for actionNode in actionNodes {
      guard let action = action(actionNode, on: type) else { continue }
      actions.append(action)
      let objection =
        action.objection(to: filterNodes) ?? action.objection(toMode: node["mode"]?["type"]?.string)
      if let objection { error(action.position, objection) }
    }
    // Invariant: a filter or an action is never left out without an error.
    precondition(
      filters.count == filterNodes.count && actions.count == actionNodes.count
        || errorCount() > errors,
      "a filter or an action of policy \(name) was dropped silently")
    return Policy(
      name: name, position: node.position, summary: summary ?? comment ?? comments,
      resourceType: type, mode: mode, tags: tags, node: written, limit: limit,
      conditions: conditions, query: query, filters: filters, clauses: clauses,
      actions: actions,
      template: makesTemplate
        ? PolicyTemplate(node: written, values: values, fetched: fetched) : nil)
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

  /// YAML reads a date without quotes as a date, which is no value that the schema knows.
  private mutating func refuseDates(in node: Node) {
    if node.isPlainDate {
      error(
        node.position, "`\(node.string ?? "")` is read as a date, and no filter takes one",
        "expected quotes around it")
    }
    for item in node.sequence ?? [] { refuseDates(in: item) }
    for pair in node.mapping ?? [] { refuseDates(in: pair.value) }
  }

  /// Cloud Custodian's schema has no `title`, though its own list of keys does.
  private func refuseTitle(_ reader: inout MappingReader) {
    guard let node = reader.node("title") else { return }
    reader.error(
      at: node.position, "a policy can't have a `title`",
      suggestion: "expected `description`, or `metadata` with `title` in it")
  }

  private func checkSource(_ reader: inout MappingReader) {
    guard let node = reader.node("source"), node.string != "describe" else { return }
    let known = ["describe", "describe-child", "config", "transit-attachment"]
    let isKnown = known.contains(node.string ?? "")
    reader.error(
      at: node.position,
      isKnown
        ? "source `\(node.string ?? "")` is not supported: resources are read from their services"
        : "there is no source `\((node.scalarText ?? node.kindName).shortened)`",
      suggestion: "expected `describe`, or no `source`")
  }

  private func limit(_ reader: inout MappingReader) -> ResourceLimit? {
    var limit = ResourceLimit()
    func count(_ key: String, _ reader: inout MappingReader) -> Int? {
      reader.value(key, expected: "a whole number from 1") { node in
        node.wholeNumber.flatMap { $0 >= 1 ? Int($0) : nil }
      }
    }
    func percent(_ key: String, _ reader: inout MappingReader) -> Double? {
      reader.value(key, expected: "a number from 0 to 100") { node in
        node.double.flatMap { (0...100).contains($0) ? $0 : nil }
      }
    }
    if let node = reader.node("max-resources") {
      if node.mapping != nil {
        reader.decodeNode(node, of: "`max-resources`") { reader in
          limit.count = count("amount", &reader)
          limit.percent = percent("percent", &reader)
          reader.check("op", .word(["or", "and"]))
          limit.needsBoth = reader.node["op"]?.string == "and"
        }
      } else {
        limit.count = count("max-resources", &reader)
      }
    }
    if let percent = percent("max-resources-percent", &reader) { limit.percent = percent }
    return limit.count == nil && limit.percent == nil ? nil : limit
  }

  /// Also for `AWS.EC2`, `s3-bucket` and `AWS::EC2::VPC`.
  private static func nearType(_ name: String, _ supported: [String]) -> String? {
    if let near = Spelling.nearest(to: name, among: supported) { return near }
    let words = name.lowercased().split { ".:-_ ".contains($0) }.map(String.init)
    return words.last.flatMap { last in supported.first { $0 == last } }
      ?? words.first.flatMap { first in
        words.count == 2 && ["bucket", "instance"].contains(words[1])
          ? supported.first { $0 == first } : nil
      }
  }

  private mutating func resourceType(_ node: Node) -> ResourceType? {
    guard let name = node.string else {
      error(node.position, "`resource` can't be \(node.kindName)", "expected one resource type")
      return nil
    }
    if let type = ResourceTypes.named(name) { return type }
    let plain = name.hasPrefix("aws.") ? String(name.dropFirst(4)) : name
    let supported = ResourceTypes.all.map(\.shortName)
    let list = "supported are " + supported.map { "`aws.\($0)`" }.joined(separator: ", ")
    let provider = plain.split(separator: ".").first.map(String.init) ?? ""
    if CustodianNames.resourceTypes.contains(plain) {
      error(
        node.position, "resource type `\(name)` of Cloud Custodian is not supported", list)
    } else if CustodianNames.otherProviders.contains(provider) {
      error(
        node.position, "resource type `\(name.shortened)` is of another provider than AWS", list)
    } else {
      error(
        node.position, "there is no resource type `\(name.shortened)`",
        Self.nearType(plain, supported).map { "did you mean `aws.\($0)`?" } ?? list)
    }
    return nil
  }
}
