import AWS
import Documents
import JMESPath

extension Tagging {
  /// The filters on tags of types that are tagged so.
  var filters: [FilterKind] {
    switch self {
    case .untagged: []
    case .ec2: [.markedForOp, .tagCount]
    case .s3, .iam, .resourceGroups: [.markedForOp]
    }
  }
}

extension FilterKind {
  /// The filters that every resource type has.
  static let generic: [FilterKind] = [
    FilterKind(name: "value") { loader, reader, type, _ in
      if reader.node("value_type")?.string == "resource_count" {
        return loader.resourceCount(&reader)
      }
      return loader.value(&reader, on: type)
    },
    FilterKind(name: "event") { loader, reader, type, _ in
      if !loader.hasMode {
        reader.error(
          "filter `event` stands in a policy without a mode",
          suggestion: "expected `mode` with `type: cloudtrail`")
      }
      return loader.value(&reader, on: type).map { filter in
        var value = filter
        value.hydrations = []
        return EventFilter(value: value)
      }
    },
    FilterKind(name: "list-item") { loader, reader, type, _ in
      loader.listItem(&reader, on: type)
    },
    FilterKind(name: "reduce") { loader, reader, type, _ in
      loader.reduce(&reader, on: type)
    },
    .finding,
  ]

  static let markedForOp = FilterKind(name: "marked-for-op") { _, reader, type, _ in
    let tag = reader.string("tag") ?? "maid_status"
    let op = reader.markedOp(on: type)
    // The dates of marks bear their zone, or are by the machine's clock: it changes none of them.
    _ = reader.markZone()
    return MarkedForOpFilter(
      position: reader.position, tag: tag, op: op,
      skew: reader.delay(days: "skew", hours: "skew_hours"),
      hydrations: type.tagHydrations)
  }

  static let tagCount = FilterKind(name: "tag-count") { _, reader, type, _ in
    let count = reader.integer("count", in: 0...Int64(Int32.max)) ?? 10
    let op = reader.choice("op", as: FilterOperator.self) ?? .gte
    return TagCountFilter(
      position: reader.position, op: op, count: count, hydrations: type.tagHydrations)
  }

  static func nested(
    _ name: String, _ member: String, _ look: NestedValueFilter.Look,
    _ hydrations: @escaping @Sendable (inout MappingReader) -> [Hydration]
  ) -> FilterKind {
    FilterKind(name: name) { loader, reader, type, _ in
      let needed = hydrations(&reader)
      return loader.value(&reader, on: type).map {
        NestedValueFilter(
          position: reader.position, member: member, look: look, value: $0, hydrations: needed)
      }
    }
  }
}

extension PolicyLoader {
  func resourceCount(_ reader: inout MappingReader) -> (any Filter)? {
    for key in Self.valueKeys { reader.allow(key) }
    let op = reader.choice("op", as: FilterOperator.self)
    if reader.node("op") == nil {
      reader.error("`resource_count` has no `op`", suggestion: "expected `op`")
    }
    guard let node = reader.requiredNode("value") else { return nil }
    guard node.integer != nil || node.bool != nil || node.sequence != nil else {
      reader.error(
        at: node.position, "`resource_count` can't be compared with \(node.kindName)",
        suggestion: "expected a whole number")
      return nil
    }
    if let op, [.in, .ni, .difference, .intersect].contains(op.canonical),
      node.sequence == nil
    {
      reader.error(
        at: node.position, "`\(op.rawValue)` can't compare a count with \(node.kindName)",
        suggestion: "expected a list of whole numbers")
      return nil
    }
    if let op, [.regex, .regexCase].contains(op) || reader.node("value_regex") != nil {
      reader.error("`resource_count` knows no regular expressions")
      return nil
    }
    return op.map {
      ResourceCountFilter(position: reader.position, op: $0, value: node.value)
    }
  }

  /// - Parameter member: where the items stand, for filters that don't ask for a key and note the
  ///   items themselves.
  mutating func listItem(
    _ reader: inout MappingReader, on type: ResourceType, of member: String? = nil
  ) -> ListItemFilter? {
    let text = member.map { "\"\($0)\"" } ?? reader.requiredString("key")
    let (attributes, count) = listItemAttributes(&reader, on: type)
    guard !text.isEmpty else {
      if let node = reader.node["key"], node.string != nil {
        reader.error(
          at: node.position, "`key` is no JMESPath: it is empty",
          suggestion: "expected an expression")
      }
      return nil
    }
    do throws(JMESPathError) {
      let key = try JMESPathExpression(text)
      checkKey(KeySelector(text), reader.node("key")?.position ?? reader.position)
      return ListItemFilter(
        position: reader.position, keyText: text, key: key, attributes: attributes,
        count: count, itemMember: member,
        hydrations: hydrations(in: text, on: type))
    } catch {
      reader.error(
        at: reader.node("key")?.position, "`key` is no JMESPath: \(error.message)")
      return nil
    }
  }

  /// `attrs`, `count` and `count_op` of the filters that look at the items of a list.
  mutating func listItemAttributes(_ reader: inout MappingReader, on type: ResourceType) -> (
    attributes: [any Filter], count: (op: FilterOperator, value: AWSValue)?
  ) {
    let nodes = reader.sequence("attrs") ?? []
    let count = reader.value("count", expected: "a number") { node in
      node.double == nil ? nil : node.value
    }
    let op = reader.choice("count_op", as: FilterOperator.self)
    var attributes: [any Filter] = []
    for node in nodes {
      if let name = node["type"]?.string ?? node.string, name != "value" {
        error(
          node.position, "filter `\(name)` is not supported in `list-item`",
          "expected `value`, `and`, `or` or `not`")
        continue
      }
      if let filter = filter(node, on: type, in: .and) { attributes.append(filter) }
    }
    return (attributes, count.map { (op ?? .eq, $0) })
  }

  fileprivate mutating func reduce(_ reader: inout MappingReader, on type: ResourceType)
    -> (any Filter)?
  {
    if let node = reader.node("order"), node.string == "randomize" {
      reader.error(
        at: node.position, "order `randomize` is not supported: a run must be repeatable",
        suggestion: "expected `asc`, `desc` or `reverse`")
      return nil
    }
    let order = reader.choice("order", as: ReduceFilter.Order.self)
    let nulls = reader.value("null-order", expected: "`first` or `last`") { node in
      ["first", "last"].contains(node.string) ? node.string : nil
    }
    // Descending order turns the list round: what must come last then counts as the smallest.
    let nullIsLast = (nulls != "first") == (order != .desc)
    var hydrations: [Hydration] = []
    func key(_ name: String, _ loader: inout PolicyLoader) -> ReduceFilter.Key {
      var key = ReduceFilter.Key(nullIsLast: nullIsLast)
      guard let node = reader.node(name) else { return key }
      if let text = node.string {
        key.selector = KeySelector(text)
        loader.checkKey(KeySelector(text), node.position)
        hydrations += loader.hydrations(in: text, on: type)
        return key
      }
      reader.decodeNode(node, of: "`\(name)`") { reader in
        guard let text = reader.string("key") else { return }
        var selector = KeySelector(text)
        if let regex = reader.string("value_regex") {
          do throws(FilterProblem) {
            selector.capture = try Pattern(regex, isCaseless: false)
          } catch { reader.error(error.message) }
        }
        key.selector = selector
        key.kind = reader.choice("value_type", as: ReduceFilter.Key.Kind.self) ?? .string
        loader.checkKey(selector, node.position)
        hydrations += loader.hydrations(in: text, on: type)
      }
      return key
    }
    let groupBy = key("group-by", &self)
    let sortBy = key("sort-by", &self)
    func amount(_ name: String, _ bound: Double) -> Double {
      reader.value(name, expected: "a number from 0") { node in
        node.double.flatMap { (0...bound).contains($0) ? $0 : nil }
      } ?? 0
    }
    var filter = ReduceFilter(position: reader.position, groupBy: groupBy, sortBy: sortBy)
    filter.order = order ?? .asc
    filter.isSorted = reader.node("sort-by") != nil || order != nil
    filter.isOrdered = reader.node("group-by") != nil || order != nil
    filter.limit = amount("limit", 1e9)
    filter.limitPercent = amount("limit-percent", 100)
    filter.discard = amount("discard", 1e9)
    filter.discardPercent = amount("discard-percent", 100)
    filter.hydrations = hydrations
    return filter
  }
}
