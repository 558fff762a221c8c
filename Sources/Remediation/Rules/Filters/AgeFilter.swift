import AWS
import Documents

/// The filters on ages: the time so long before now is compared with a date of the resource, by
/// default `greater-than`, which means older.
struct AgeFilter: ResourceFilter {
  let position: SourcePosition
  let op: FilterOperator
  let age: Duration
  /// nil for a resource that has no such date: it doesn't match.
  let date: @Sendable (AWSObject) throws(FilterProblem) -> Timestamp?
  var hydrations: [Hydration] = []

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let date = try date(run.resources[index].document) else { return false }
    return try op.holdsStrictly(.timestamp(run.context.now - age), .timestamp(date))
  }

  /// A member that holds a date; a problem where it doesn't.
  static func date(_ member: String, of document: AWSObject) throws(FilterProblem) -> Timestamp {
    switch document[member] {
    case .timestamp(let time)?: return time
    case .string(let text)?:
      if let time = DateForm.parse(text) { return time }
      throw FilterProblem("`\(member)` is `\(text)`, which is no date")
    case nil: throw FilterProblem("the resource has no `\(member)`")
    default: throw FilterProblem("`\(member)` is no date")
    }
  }
}

extension FilterKind {
  /// - Parameter units: which of `days`, `hours` and `minutes` may be given.
  static func age(
    _ name: String, units: [String] = ["days"],
    hydrations: @escaping @Sendable (ResourceType) -> [Hydration] = { _ in [] },
    _ date: @escaping @Sendable (AWSObject) throws(FilterProblem) -> Timestamp?
  ) -> FilterKind {
    FilterKind(name: name) { _, reader, type, _ in
      let op = reader.choice("op", as: FilterOperator.self) ?? .greaterThan
      let seconds: [String: Double] = ["days": 86400, "hours": 3600, "minutes": 60]
      var microseconds = 0.0
      for unit in units {
        microseconds += (reader.double(unit) ?? 0) * (seconds[unit] ?? 0) * 1_000_000
      }
      guard abs(microseconds) < 6e16 else {
        reader.error(
          "an age of so many \(units[0]) reaches beyond the calendar",
          suggestion: "expected less than 700000 days")
        return nil
      }
      return AgeFilter(
        position: reader.position, op: op,
        age: .microseconds(Int64(microseconds.rounded(.toNearestOrEven))), date: date,
        hydrations: hydrations(type))
    }
  }
}
