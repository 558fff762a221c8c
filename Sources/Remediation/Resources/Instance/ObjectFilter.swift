import AWS
import Documents

/// A value filter on one object that belongs to a resource: an instance's image, what Systems
/// Manager knows of it.
struct ObjectFilter: ResourceFilter {
  let position: SourcePosition
  let member: String
  /// Whether a resource for which there is nothing fails, whatever is asked.
  let skipsEmpty: Bool
  let value: ValueFilter
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let object = run.resources[index].document[member]?.object ?? [:]
    if object.isEmpty, skipsEmpty { return false }
    return try value.matches(object, run.context)
  }
}

extension FilterKind {
  static func object(
    _ name: String, _ member: String, skipsEmpty: Bool = false, _ hydration: Hydration
  ) -> FilterKind {
    FilterKind(name: name) { loader, reader, type, _ in
      loader.value(&reader, on: type).map {
        ObjectFilter(
          position: reader.position, member: member, skipsEmpty: skipsEmpty, value: $0,
          hydrations: [hydration])
      }
    }
  }
}
