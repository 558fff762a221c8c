import AWS

/// Bounds how often one rule fixes one resource: two automations that undo each other would go on
/// for ever, and bill for it.
///
/// So many fixes may follow one another at once, then one in each share of the window. It never
/// keeps a resource from being read and judged, so that nobody hides a change by looking like the
/// engine; and who opens again and again gains one share of the window at most, not all of it.
struct LoopGuard: Sendable {
  private let interval: Duration
  /// How far the fixes may run ahead of one an interval.
  private let tolerance: Duration
  /// When each would be back to where it started.
  private var clearAt: [FindingKey: Timestamp] = [:]

  init(limit: Int, window: Duration) {
    interval = .microseconds(max(1, window.microseconds / Int64(max(1, limit))))
    tolerance = window - interval
  }

  /// When the next fix is allowed; nil for at once.
  func heldUntil(_ key: FindingKey, at now: Timestamp) -> Timestamp? {
    guard let clear = clearAt[key] else { return nil }
    let until = clear - tolerance
    return until > now ? until : nil
  }

  mutating func record(_ key: FindingKey, at time: Timestamp) {
    clearAt[key] = max(clearAt[key] ?? time, time) + interval
    // Now and then what has passed is forgotten, so that memory stays bounded.
    if clearAt.count.isMultiple(of: 1024) { clearAt = clearAt.filter { $0.value > time } }
  }
}

/// What has one open finding at most.
struct FindingKey: Hashable, Sendable {
  var rule: String
  var resource: ResourceReference
}
