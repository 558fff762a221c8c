import AWS
import Documents

/// What may be written about a type of resource: its filters and actions, each with what it is for,
/// and of one the keys that the loader takes.
package struct RuleSchema: Sendable {
  package let type: ResourceType

  package init(_ type: ResourceType) { self.type = type }

  /// A filter or an action that works.
  package struct Item: Sendable {
    package let name: String
    package let isAction: Bool
    /// Whether Cloud Custodian has none of that name.
    package let isOwn: Bool
    package let summary: String

    /// Whether it is made of other filters.
    package var isGroup: Bool { !isAction && ["and", "or", "not"].contains(name) }
  }

  package struct Key: Hashable, Sendable {
    package let name: String
    package let takes: String
    package let isRequired: Bool
    /// What counts without it, where that can be told.
    package let standard: String?
    /// For filters and actions of our own.
    package let meaning: String?
  }

  /// All of one filter or action.
  package struct Page: Sendable {
    package let item: Item
    package let keys: [Key]
    /// A policy that uses it, as the file has it.
    package let example: String
    /// The calls that it asks beside listing, each as `ec2:DescribeFlowLogs`.
    package let calls: [String]
  }

  package var filters: [Item] {
    (["and", "or", "not"] + type.allFilters.map(\.name)).uniqued.sorted().map { name in
      Item(
        name: name, isAction: false, isOwn: type.filterCoverage.own.contains(name),
        summary: ManualPage.filter(name, on: type)?.summary ?? "")
    }
  }

  package var actions: [Item] {
    type.allActions.filter { !$0.isRefused }.flatMap(\.names).uniqued.sorted().map { name in
      Item(
        name: name, isAction: true, isOwn: type.actionCoverage.own.contains(name),
        summary: ManualPage.action(name, on: type)?.summary ?? "")
    }
  }

  /// The calls by which resources of the type are listed.
  package var listing: String {
    let scope = Scope(account: "123456789012", region: "us-east-1")
    let call = type.enumerate(scope).call
    return "\(call.service):\(call.operation)"
  }

  /// What is wrong with a name that neither a filter nor an action of the type has, and what would
  /// be right.
  package func missing(_ name: String) -> (message: String, suggestion: String?) {
    let (filter, action) = (
      CustodianNames.missing(filter: name, on: type), CustodianNames.missing(action: name, on: type)
    )
    if CustodianNames.actions(of: type).contains(name) { return action }
    if CustodianNames.filters(of: type.shortName).contains(name) { return filter }
    let names = (filters + actions).map(\.name).uniqued
    return (
      "there is no filter and no action `\(name.shortened)` on \(type.name)",
      Spelling.nearest(to: name, among: names).map { "did you mean `\($0)`?" }
        ?? "`stormdrill rules schema \(type.name)` lists what there is"
    )
  }

  /// The pages of a name: of a filter, of an action, or of both.
  package func pages(_ name: String) -> [Page] {
    (filters + actions).filter { $0.name == name }.map(page)
  }

  package func page(_ item: Item) -> Page {
    let manual =
      (item.isAction
        ? ManualPage.action(item.name, on: type) : ManualPage.filter(item.name, on: type))
      ?? ManualPage(name: item.name)
    guard let probe = probe(item, manual) else {
      return Page(item: item, keys: [], example: example(item, manual), calls: [])
    }
    let names = probe.keys()
    let ordered = manual.keys.map(\.name).filter(names.contains)
    let keys = (ordered + names.filter { !ordered.contains($0) }).map { name in
      Key(
        name: name, takes: probe.takes(name), isRequired: probe.isRequired(name),
        standard: probe.standard(name),
        meaning: manual.keys.first { $0.name == name }?.meaning)
    }
    return Page(
      item: item, keys: keys, example: example(item, manual),
      calls: calls(probe.read(probe.base).hydrations))
  }

  /// A whole policy.
  private func example(_ item: Item, _ manual: ManualPage) -> String {
    var lines = ["policies:", "  - name: example", "    resource: \(type.name)"]
    if let mode = manual.mode { lines.append("    mode: \(mode)") }
    var clause = manual.example(on: type)
    if item.isGroup {
      clause = "{\(item.name): [{\"\(type.idMember)\": a}, {\"\(type.idMember)\": b}]}"
    }
    let filters = [manual.beside, item.isAction ? nil : clause].compactMap(\.self)
    if !filters.isEmpty { lines += ["    filters:"] + filters.map { "      - \($0)" } }
    if item.isAction { lines += ["    actions:", "      - \(clause)"] }
    return lines.joined(separator: "\n")
  }

  /// nil for groups of filters, which have no keys.
  private func probe(_ item: Item, _ manual: ManualPage) -> KindProbe? {
    let (node, _) = Document.parse(manual.example(on: type), file: "example")
    let base = (node?.mapping ?? []).filter { $0.key.string != "type" }
    if item.isAction {
      guard let kind = type.allActions.first(where: { $0.names.contains(item.name) }) else {
        return nil
      }
      return KindProbe(base: base) { read(kind, item.name, $0) }
    }
    guard let kind = type.allFilters.first(where: { $0.name == item.name }) else { return nil }
    return KindProbe(base: base) { read(kind, $0) }
  }

  private static func node(_ name: String, _ pairs: [Node.Pair]) -> Node {
    let place = KindProbe.place
    let type = Node.Pair(
      key: Node(.string("type"), at: place), value: Node(.string(name), at: place))
    return Node(.mapping([type] + pairs), at: place)
  }

  private static func loader() -> PolicyLoader {
    var loader = PolicyLoader(values: { _ in .success("[]") })
    loader.hasMode = true
    return loader
  }

  private func read(_ kind: FilterKind, _ pairs: [Node.Pair]) -> KindProbe.Reading {
    var loader = Self.loader()
    var reader = MappingReader(Self.node(kind.name, pairs), of: "filter `\(kind.name)`")
    reader.allow("type")
    let made = kind.load(&loader, &reader, type, .and)
    return reading(made, made?.hydrations ?? [], &loader, &reader)
  }

  private func read(_ kind: ActionKind, _ name: String, _ pairs: [Node.Pair]) -> KindProbe.Reading {
    var loader = Self.loader()
    let node = Self.node(name, pairs)
    var reader = MappingReader(node, of: "action `\(name)`")
    reader.allow("type")
    let made = kind.load(&loader, name, &reader, type, node)
    return reading(made, made?.hydrations ?? [], &loader, &reader)
  }

  private func reading(
    _ made: Any?, _ hydrations: [Hydration], _ loader: inout PolicyLoader,
    _ reader: inout MappingReader
  ) -> KindProbe.Reading {
    let problems = reader.finish()
    var text = ""
    if let made { dump(made, to: &text) }
    return KindProbe.Reading(
      made: text, problems: loader.diagnostics + problems, keys: reader.knownKeys,
      choices: reader.refusedChoices, hydrations: hydrations)
  }

  /// The calls that hydrations ask of a resource that has some of everything.
  private func calls(_ hydrations: [Hydration]) -> [String] {
    let scope = Scope(account: "123456789012", region: "us-east-1")
    let setting = ReadSetting(scope: scope, now: Timestamp(seconds: 1_700_000_000))
    var found: [String] = []
    for hydration in hydrations {
      var document = SampleDocument.of(type)
      // As many as any chain of calls has.
      for _ in 0..<8 {
        guard let read = hydration.nextCall(document, setting) else { break }
        found.append("\(read.call.service):\(read.call.operation)")
        read.fold(&document, [[:]])
      }
    }
    return found.uniqued.sorted()
  }
}
