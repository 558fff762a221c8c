import ArgumentParser
import Documents
import Remediation

/// What may be written in a policy: types of resource, their filters and actions, and the keys of
/// each.
struct RulesSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Say what policies may hold: types, filters, actions, and the keys of each.",
    discussion: """
      Without a type: all types. With a type: its filters and actions, those of our own marked \
      with +. With the name of a filter or an action too: its keys, what may stand there and what \
      counts without them, the calls it asks of AWS, and a policy that uses it. The loader itself \
      is asked which keys it takes.
      """)

  @Argument(help: "A type of resource, such as aws.s3.")
  var type: String?

  @Argument(help: "A filter or an action of that type.")
  var name: String?

  func run() throws {
    guard let type else { return listTypes() }
    guard let known = ResourceTypes.named(type) else { throw Failure(Self.problem(with: type)) }
    let schema = RuleSchema(known)
    guard let name else { return list(schema) }
    let pages = schema.pages(name)
    if pages.isEmpty {
      let missing = schema.missing(name)
      throw Failure(missing.message + (missing.suggestion.map { "; \($0)" } ?? ""))
    }
    print(pages.map { Self.text($0, known) }.joined(separator: "\n\n"))
  }

  private func listTypes() {
    let rows = ResourceTypes.all.map { type in
      let schema = RuleSchema(type)
      return [
        type.name, schema.listing, String(schema.filters.count), String(schema.actions.count),
      ]
    }
    print(
      Console.table(["resource", "listed by", "filters", "actions"], rows, rightAligned: [2, 3]))
    print("\n`stormdrill rules schema aws.s3` names the filters and actions of a type.")
  }

  private func list(_ schema: RuleSchema) {
    for (heading, items) in [("filters", schema.filters), ("actions", schema.actions)] {
      let width = items.map(\.name.count).max() ?? 0
      print("\(schema.type.name) \(heading):")
      for item in items {
        let space = String(repeating: " ", count: width - item.name.count)
        print("\(item.isOwn ? "+" : " ") \(item.name)\(space)  \(item.summary)")
      }
    }
    let first = schema.filters.first { $0.isOwn } ?? schema.filters.first { $0.name == "value" }
    print(
      "\n`stormdrill rules schema \(schema.type.name) \(first?.name ?? "value")` has the keys "
        + "of one."
    )
  }

  private static func text(_ page: RuleSchema.Page, _ type: ResourceType) -> String {
    let kind = page.item.isAction ? "action" : "filter"
    let own = page.item.isOwn ? ", not in Cloud Custodian" : ""
    var lines = ["\(page.item.name): \(kind) of \(type.name)\(own)", "  \(page.item.summary)"]
    if page.keys.isEmpty {
      lines += ["", page.item.isGroup ? "It takes a list of filters." : "It takes no keys."]
    } else {
      lines += ["", "Keys:"]
      for key in page.keys {
        let standard = key.standard.map { " (\($0) without it)" } ?? ""
        let need = key.isRequired ? " (required)" : standard
        lines.append("  \(key.name): \(key.takes)\(need)")
        if let meaning = key.meaning { lines.append("    \(meaning)") }
      }
    }
    if !page.calls.isEmpty {
      lines += ["", "Asks AWS, beside listing: \(page.calls.joined(separator: ", "))"]
    }
    lines += ["", "Example:"]
    lines += page.example.split(separator: "\n").map { "  \($0)" }
    return lines.joined(separator: "\n")
  }

  /// For a name that is no type: one of a filter is told with the types that have it.
  private static func problem(with name: String) -> String {
    let types = ResourceTypes.all.filter { type in
      let schema = RuleSchema(type)
      return (schema.filters + schema.actions).contains { $0.name == name }
    }.map(\.name)
    if let first = types.first {
      return "`\(name)` is no type of resource: \(types.joined(separator: ", ")) "
        + "\(types.count == 1 ? "has" : "have") it; "
        + "expected `stormdrill rules schema \(first) \(name)`"
    }
    return TypeName.problem(with: name)
  }
}

/// The names of types that commands take.
enum TypeName {
  static func problem(with name: String) -> String {
    let known = ResourceTypes.all.map(\.name)
    let full = name.hasPrefix("aws.") ? name : "aws.\(name)"
    let hint =
      Spelling.nearest(to: String(full.dropFirst(4)), among: known.map { String($0.dropFirst(4)) })
      .map { "did you mean `aws.\($0)`?" } ?? "expected one of \(known.joined(separator: ", "))"
    return "`\(name)` is no type of resource that rules know; \(hint)"
  }
}
