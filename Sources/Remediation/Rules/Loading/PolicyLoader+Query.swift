import Documents
import JMESPath

extension PolicyLoader {
  /// `query`: a list of mappings of one member each.
  func query(_ reader: inout MappingReader, on type: ResourceType?) -> EnumerationQuery? {
    guard let items = reader.sequence("query") else { return nil }
    for item in items where item.mapping == nil {
      reader.error(
        at: item.position, "a query can't be \(item.kindName)", suggestion: "expected a mapping")
    }
    let mappings = items.filter { $0.mapping != nil }
    guard let type, !mappings.isEmpty else { return nil }
    if type.name == "aws.s3" {
      checkAugmentKeys(mappings, &reader)
      return nil
    }
    guard let schema = QuerySchema.of(type.name) else {
      reader.diagnostics.append(
        Diagnostic(
          mappings[0].position,
          "`query` narrows nothing on \(type.name), as in Cloud Custodian: all are looked at",
          suggestion: "expected a `value` filter", severity: .warning))
      return nil
    }
    var query = EnumerationQuery()
    for clause in queryClauses(mappings, schema, type, &reader) {
      read(clause, type, &query, &reader)
    }
    return query
  }

  private struct QueryClause {
    let name: Node
    let values: Node
    let member: QuerySchema.Member
  }

  /// The clauses of a query in any of the forms that it may have.
  private func queryClauses(
    _ items: [Node], _ schema: QuerySchema, _ type: ResourceType, _ reader: inout MappingReader
  ) -> [QueryClause] {
    var out: [QueryClause] = []
    func filter(_ name: Node, _ values: Node) {
      let text = name.string ?? ""
      if let member = schema.filters[text] {
        out.append(QueryClause(name: name, values: values, member: member))
      } else if text.hasPrefix("tag:"), let path = Self.tagPath(text) {
        out.append(
          QueryClause(name: name, values: values, member: QuerySchema.Member(kind: .path(path))))
      } else {
        reader.error(
          at: name.position, "`\(text.shortened)` can't be asked of \(type.name) in a query",
          suggestion: Spelling.suggestion(
            for: text, among: schema.filters.keys.sorted() + ["tag:..."]))
      }
    }
    func named(_ item: Node) {
      guard let name = item["Name"], name.string != nil,
        let values = item["Values"] ?? item["Value"]
      else {
        reader.error(
          at: item.position, "a filter of a query has no `Name` and `Values`",
          suggestion: "expected both")
        return
      }
      filter(name, values)
    }
    for item in items {
      guard let pairs = item.mapping else { continue }
      if item["Name"] != nil, item["Values"] != nil || item["Value"] != nil, pairs.count == 2 {
        named(item)
        continue
      }
      guard pairs.count == 1, let key = pairs[0].key.string else {
        reader.error(
          at: item.position, "a query has \(pairs.count) members",
          suggestion: "expected a list of mappings with one each")
        continue
      }
      if key == "Filters", !schema.filters.isEmpty {
        guard let filters = pairs[0].value.sequence else {
          reader.error(
            at: pairs[0].value.position, "`Filters` can't be \(pairs[0].value.kindName)",
            suggestion: "expected a list of mappings with `Name` and `Values`")
          continue
        }
        filters.forEach(named)
      } else if let member = schema.members[key] {
        out.append(QueryClause(name: pairs[0].key, values: pairs[0].value, member: member))
      } else if !schema.filters.isEmpty {
        filter(pairs[0].key, pairs[0].value)
      } else {
        reader.error(
          at: pairs[0].key.position,
          "`\(key.shortened)` can't be asked of \(type.name) in a query",
          suggestion: Spelling.suggestion(for: key, among: schema.members.keys.sorted()))
      }
    }
    return out
  }

  private static func tagPath(_ name: String) -> String? {
    let key = name.dropFirst(4)
    return key.contains("'") || key.contains("\\") ? nil : "Tags[?Key=='\(key)'].Value"
  }

  private func read(
    _ clause: QueryClause, _ type: ResourceType, _ query: inout EnumerationQuery,
    _ reader: inout MappingReader
  ) {
    let name = clause.name.string ?? ""
    let member = clause.member
    var texts: [String] = []
    for value in clause.values.sequence ?? [clause.values] {
      let fits = member.isNumber ? value.wholeNumber != nil : value.scalarText != nil
      guard fits, let text = value.scalarText, member.words.isEmpty || member.words.contains(text)
      else {
        let shown = value.scalarText.map { "`\($0.shortened)`" } ?? value.kindName
        reader.error(
          at: value.position, "`\(name)` of a query can't be \(shown)",
          suggestion: member.words.isEmpty
            ? "expected \(member.isNumber ? "a whole number" : "a string")"
            : Spelling.suggestion(for: value.scalarText ?? "", among: member.words))
        return
      }
      texts.append(text)
    }
    func add(_ path: String, _ test: EnumerationQuery.Test) {
      guard let expression = try? JMESPathExpression(path) else { return }
      query.clauses.append(
        EnumerationQuery.Clause(path: expression, values: texts, test: test))
    }
    switch member.kind {
    case .path(let path): add(path, .wildcards)
    case .prefix(let path): add(path, .prefix)
    case .positive(let path): add(path, .positive)
    case .pages: break
    case .only(let known):
      for text in texts where !known.contains(text) {
        reader.error(
          at: clause.values.position, "`\(name): \(text.shortened)` of a query is not supported",
          suggestion: "expected `\(known.joined(separator: "` or `"))`")
      }
    case .unsupported:
      reader.error(
        at: clause.name.position, "`\(name)` of a query on \(type.name) is not supported",
        suggestion: "expected a `value` filter")
    }
  }

  /// The parts of a bucket's document; `augment-keys` spares calls, which are spared here anyway.
  private static let bucketParts = [
    "Location", "Tags", "Policy", "Acl", "Replication", "Versioning", "Website", "Logging",
    "Notification", "Lifecycle",
  ]

  private func checkAugmentKeys(_ items: [Node], _ reader: inout MappingReader) {
    for pair in items.flatMap({ $0.mapping ?? [] }) {
      guard pair.key.string == "augment-keys" else {
        reader.error(
          at: pair.key.position,
          "`\((pair.key.scalarText ?? "").shortened)` can't be asked of aws.s3 in a query",
          suggestion: "expected `augment-keys`, or a `value` filter")
        continue
      }
      if let word = pair.value.string, ["all", "detect", "none"].contains(word) { continue }
      guard let keys = pair.value.sequence else {
        reader.error(
          at: pair.value.position, "`augment-keys` can't be \(pair.value.kindName)",
          suggestion: "expected `all`, `detect`, `none` or a list of parts of a bucket")
        continue
      }
      for key in keys where !Self.bucketParts.contains(key.string ?? "") {
        reader.error(
          at: key.position, "a bucket has no part `\((key.scalarText ?? "").shortened)`",
          suggestion: Spelling.suggestion(for: key.scalarText ?? "", among: Self.bucketParts))
      }
    }
  }
}
