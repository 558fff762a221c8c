import AWS
import Documents
import JMESPath

extension PolicyLoader {
  /// One filter: a word, `{key: value}`, a group, or a mapping with its `type`.
  mutating func filter(_ node: Node, on type: ResourceType, in block: Block) -> (any Filter)? {
    clauses[node.position] = node.value
    if let name = node.string {
      var reader = MappingReader(Node(.mapping([]), at: node.position), of: "filter `\(name)`")
      return filter(named: name, &reader, node.position, on: type, in: block)
    }
    guard let pairs = node.mapping else {
      error(node.position, "a filter can't be \(node.kindName)", "expected a mapping")
      return nil
    }
    if pairs.count == 1, node["type"] == nil {
      let pair = pairs[0]
      switch pair.key.string {
      case "or": return group(pair, node.position, on: type, .or)
      case "and": return group(pair, node.position, on: type, .and)
      case "not": return group(pair, node.position, on: type, .not)
      default:
        let before = errorCount()
        let filter = shortValue(pair, at: node.position, on: type)
        if let key = pair.key.string, type.allFilters.contains(where: { $0.name == key }) {
          remarkOnKey(key, pair.value, isRefused: errorCount() > before)
        }
        return filter
      }
    }
    guard let typeNode = node["type"], let name = typeNode.string else {
      error(
        node.position, "a filter has no `type`", "expected `type`, or one key with its value")
      return nil
    }
    var reader = MappingReader(node, of: "filter `\(name)`")
    reader.allow("type")
    return filter(named: name, &reader, typeNode.position, on: type, in: block)
  }

  /// A filter's name as the key of a short form is compared as a member of the resource, which
  /// Cloud Custodian does without a word.
  private mutating func remarkOnKey(_ name: String, _ value: Node, isRefused: Bool) {
    let right = (value.mapping == nil ? "`\(name)`, or " : "") + "`{type: \(name), ...}`"
    if isRefused {
      let last = diagnostics.count - 1
      diagnostics[last].suggestion = "expected \(right)"
      return
    }
    diagnostics.append(
      Diagnostic(
        value.position, "`\(name)` as a key compares a member of that name, and asks no filter",
        suggestion: "expected \(right)", severity: .warning))
  }

  private mutating func group(
    _ pair: Node.Pair, _ place: SourcePosition, on type: ResourceType, _ block: Block
  ) -> (any Filter)? {
    guard let nodes = pair.value.sequence else {
      error(
        pair.value.position, "`\(pair.key.string ?? "")` can't be \(pair.value.kindName)",
        "expected a list of filters")
      return nil
    }
    var filters: [any Filter] = []
    for node in nodes {
      if let filter = filter(node, on: type, in: block) { filters.append(filter) }
    }
    switch block {
    case .and: return AndFilter(position: place, filters: filters)
    case .or: return OrFilter(position: place, filters: filters)
    case .not: return NotFilter(position: place, filters: filters)
    }
  }

  private mutating func filter(
    named name: String, _ reader: inout MappingReader, _ place: SourcePosition,
    on type: ResourceType, in block: Block
  ) -> (any Filter)? {
    guard let kind = type.allFilters.first(where: { $0.name == name }) else {
      if ["and", "or", "not"].contains(name) {
        error(place, "`\(name)` is no type of a filter", "expected `\(name): [...]`")
      } else if name.hasPrefix("tag:") {
        error(place, "`\(name)` alone is no filter", "expected `\"\(name)\": present`")
      } else {
        let missing = CustodianNames.missing(filter: name, on: type)
        error(place, missing.message, missing.suggestion)
      }
      return nil
    }
    let before = errorCount()
    let filter = kind.load(&self, &reader, type, block)
    diagnostics += reader.finish()
    // Invariant: what isn't used has an error.
    if filter == nil, errorCount() == before {
      error(place, "\(reader.subject) can't be used as it stands")
    }
    return filter
  }
}

/// A kind of filter: its name, and how it is read.
struct FilterKind: Sendable {
  let name: String
  let load:
    @Sendable (inout PolicyLoader, inout MappingReader, ResourceType, Block) -> (any Filter)?
}

extension ResourceType {
  /// Its own first, then ours, those on tags, and those that every type has.
  var allFilters: [FilterKind] { filters + questions + tagging.filters + FilterKind.generic }
}
