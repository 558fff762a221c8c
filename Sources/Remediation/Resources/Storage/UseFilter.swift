import AWS
import Documents

/// Whether something is used by anything that was read about it: `unused`, `skip-ami-snapshots`,
/// `fault-tolerant`.
struct UseFilter: ResourceFilter {
  let position: SourcePosition
  /// Members that say true where it is used.
  let uses: [String]
  /// Which of them pass.
  let passesUsed: Bool
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    var isUsed = false
    for use in uses {
      guard let value = document[use] else {
        throw FilterProblem("the resource was read without `\(use)`")
      }
      if value == true { isUsed = true }
    }
    return isUsed == passesUsed
  }
}

/// A filter that lets all pass: `skip-ami-snapshots` with `value: false`.
struct PassFilter: ResourceFilter {
  let position: SourcePosition

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool { true }
}

extension FilterKind {
  /// - Parameter key: the boolean that asks for the opposite where it is false.
  static func unused(
    _ name: String, key: String = "value", _ uses: [String], _ hydrations: [Hydration]
  ) -> FilterKind {
    FilterKind(name: name) { _, reader, _, _ in
      UseFilter(
        position: reader.position, uses: uses, passesUsed: !(reader.bool(key) ?? true),
        hydrations: hydrations)
    }
  }
}
