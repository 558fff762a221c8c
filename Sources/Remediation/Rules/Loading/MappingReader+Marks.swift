import Documents

extension MappingReader {
  /// The `op` of `mark-for-op` and `marked-for-op`: any action of the type in that dialect, since
  /// what a mark announces need not be done here.
  mutating func markedOp(on type: ResourceType) -> String {
    let op = requiredString("op")
    guard let node = node["op"], node.string != nil else { return op }
    let known = CustodianNames.actions(of: type) + type.allActions.flatMap(\.names)
    if !known.contains(op) {
      error(
        at: node.position, "there is no action `\(op.shortened)` on \(type.name) to mark for",
        suggestion: Spelling.suggestion(for: op, among: type.allActions.flatMap(\.names)))
    }
    return op
  }

  /// Days and hours under two keys, together.
  mutating func delay(days: String, hours: String) -> Duration {
    // Beyond it Python's dates end.
    let limit = 3_000_000.0
    func number(_ key: String, _ most: Double) -> Double {
      value(key, expected: "a number from 0 to \(Int(most))") { node in
        node.double.flatMap { (0...most).contains($0) ? $0 : nil }
      } ?? 0
    }
    let total = number(days, limit) * 24 + number(hours, limit * 24)
    return .microseconds(Int64((total * 3_600_000_000).rounded()))
  }
}
