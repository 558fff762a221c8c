import AWS
import Documents
import JMESPath

/// `reduce`: groups resources, sorts each group, and keeps a part of it.
struct ReduceFilter: Filter {
  enum Order: String, Sendable, CaseIterable { case asc, desc, reverse }

  /// What to group or sort by.
  struct Key: Sendable {
    enum Kind: String, Sendable, CaseIterable { case string, number, date }
    var selector: KeySelector?
    var kind = Kind.string
    /// Whether what has no value goes after all that have one, counted in ascending order.
    var nullIsLast = true
  }

  let position: SourcePosition
  var groupBy: Key
  var sortBy: Key
  var order = Order.asc
  var isSorted = false
  var isOrdered = false
  var limit = 0.0
  var limitPercent = 0.0
  var discard = 0.0
  var discardPercent = 0.0
  var hydrations: [Hydration] = []

  private enum SortValue {
    case first, last
    case text(String)
    case number(Double)
    case date(Timestamp)

    static func < (a: SortValue, b: SortValue) -> Bool {
      switch (a, b) {
      case (.first, .first), (.last, .last): false
      case (.first, _), (_, .last): true
      case (_, .first), (.last, _): false
      case (.text(let x), .text(let y)): PythonValue.precedes(x, y)
      case (.number(let x), .number(let y)): x < y
      case (.date(let x), .date(let y)): x < y
      default: false
      }
    }

    var groupName: String {
      switch self {
      case .first: "<"
      case .last: ">"
      case .text(let text): "t" + text
      case .number(let number): "n\(number)"
      case .date(let date): "d" + date.iso8601
      }
    }
  }

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    var names: [String] = []
    var groups: [String: (key: SortValue, members: [(index: Int, key: SortValue)])] = [:]
    for index in set {
      do throws(FilterProblem) {
        let document = run.resources[index].document
        let key = try value(of: groupBy, document)
        let sortKey = isSorted && order != .reverse ? try value(of: sortBy, document) : .last
        if groups[key.groupName] == nil { names.append(key.groupName) }
        groups[key.groupName, default: (key, [])].members.append((index, sortKey))
      } catch {
        run.report(error, about: index, at: position)
      }
    }
    if isOrdered {
      let keys = names.map { groups[$0]?.key ?? .last }
      names = reorder(names, by: keys)
    }
    return names.flatMap { name in
      let members = groups[name]?.members ?? []
      let indices = members.map(\.index)
      return part(of: isSorted ? reorder(indices, by: members.map(\.key)) : indices)
    }
  }

  private func value(of key: Key, _ document: AWSObject) throws(FilterProblem) -> SortValue {
    // What has no value groups with a value that reads the same.
    let null: SortValue =
      switch key.kind {
      case .string: .text(key.nullIsLast ? "\u{FFFF}" : "")
      case .number: .number(key.nullIsLast ? .infinity : -.infinity)
      case .date: key.nullIsLast ? .last : .first
      }
    guard let selector = key.selector else { return null }
    var found = AWSValue.null
    do throws(FilterProblem) {
      found = try selector.select(from: document)
    } catch {
      // The dialect catches what an expression raises; not what a pattern takes too long for, nor
      // tags that nothing can go through.
      if selector.capture != nil || document["Tags"] == .null { throw error }
    }
    if found == .null { return null }
    switch key.kind {
    case .number:
      if let number = PythonValue.number(found) { return .number(number.asDouble) }
      guard case .string(let text) = found else {
        throw FilterProblem("`reduce` can't read a number from a list or an object")
      }
      return PythonJSON.double(text).map { .number($0) } ?? null
    case .date: return DateForm.date(found).map { .date($0) } ?? null
    case .string: return .text(Python.isHashable(found) ? Python.text(found) : JSON.text(found))
    }
  }

  /// Equal keys keep their order, also when descending.
  private func reorder<Item>(_ items: [Item], by keys: [SortValue]) -> [Item] {
    if order == .reverse { return items.reversed() }
    return items.indices.sorted { a, b in
      let (x, y) = order == .desc ? (keys[b], keys[a]) : (keys[a], keys[b])
      if x < y { return true }
      return a < b && !(y < x)
    }.map { items[$0] }
  }

  private func part(of members: [Int]) -> [Int] {
    var drop = discard
    if discardPercent > 0 {
      drop = max(drop, (discardPercent / 100 * Double(members.count)).rounded(.down))
    }
    let rest = members.dropFirst(Int(drop))
    var count = Double(rest.count)
    if limitPercent > 0 { count = (limitPercent / 100 * Double(rest.count)).rounded(.down) }
    if limit > 0, limit < count { count = limit }
    return Array(rest.prefix(Int(count)))
  }
}
