import Documents

extension MappingReader {
  /// The `op` of `mark-for-op` and `marked-for-op`: any action of the type in that dialect, since
  /// what a mark announces need not be done here.
  mutating func markedOp(on type: ResourceType) -> String {
    let op = requiredString("op")
    guard let node = node["op"], node.string != nil else { return op }
    let known = CustodianNames.actions(of: type) + type.allActions.flatMap(\.names)
    let supported = type.allActions.filter { !$0.isRefused }.flatMap(\.names)
    if !known.contains(op) {
      error(
        at: node.position, "there is no action `\(op.shortened)` on \(type.name) to mark for",
        suggestion: Spelling.nearest(to: op, among: supported).map { "did you mean `\($0)`?" }
          ?? "expected one of " + supported.map { "`\($0)`" }.joined(separator: ", "))
    }
    return op
  }

  /// The `tz` of `mark-for-op` and `marked-for-op`: Cloud Custodian knows there the short names
  /// of zones, and those with unusual capitals in small letters. Any other name has it take the
  /// clock of the machine, which is UTC in a Lambda function and here, and says nothing.
  mutating func markZone() -> ZoneRule {
    let name = string("tz") ?? "utc"
    if let rule = ZoneName.shortRule(name) { return rule }
    if ["UTC", "Etc/UTC"].contains(name) { return .utc }
    let short = ZoneName.shortName(for: name)
    let hint =
      short.map { "did you mean `\($0)`?" }
      ?? Spelling.nearest(to: name, among: ZoneName.shortNames).map { "did you mean `\($0)`?" }
      ?? "expected `utc` or a short name such as `et`, `pt` or `cet`"
    diagnostics.append(
      Diagnostic(
        node["tz"]?.position ?? position,
        "Cloud Custodian knows no zone `\(name.shortened)` for marks and takes the clock of its "
          + "machine, which is UTC here", suggestion: hint, severity: .warning))
    return .utc
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
