import AWS

/// Bounds how often one rule fixes one resource: two automations that undo each other would go on
/// for ever, and bill for it.
///
/// It never keeps a resource from being read and judged, so that nobody hides a change by looking
/// like the engine; it only holds back the fix once there were too many.
struct LoopGuard: Sendable {
  private let limit: Int
  private let window: Duration
  private var fixes: [FindingKey: [Timestamp]] = [:]

  init(limit: Int, window: Duration) {
    self.limit = limit
    self.window = window
  }

  /// When the next fix is allowed; nil for at once.
  mutating func heldUntil(_ key: FindingKey, at now: Timestamp) -> Timestamp? {
    guard var times = fixes[key] else { return nil }
    times.removeAll { $0 + window <= now }
    fixes[key] = times.isEmpty ? nil : times
    return times.count >= limit ? times[times.count - limit] + window : nil
  }

  mutating func record(_ key: FindingKey, at time: Timestamp) {
    fixes[key, default: []].append(time)
    if fixes[key]?.count ?? 0 > limit { fixes[key]?.removeFirst() }
  }

  /// Forgets keys whose window has passed: called now and then, so that memory stays bounded.
  mutating func forget(at now: Timestamp) {
    fixes = fixes.filter { _, times in times.contains { $0 + window > now } }
  }
}

/// What has one open finding at most.
struct FindingKey: Hashable, Sendable {
  var rule: String
  var resource: ResourceReference
}
