import AWS
import Emulator

/// What is worth queueing for: the switched-on trails and the rules of each account and region,
/// kept between calls, since a flood asks ten thousand times and the answer seldom changes.
struct Interest {
  private var trails: [Scope: [Trail]] = [:]
  private var rules: [Scope: Rules] = [:]
  private var lastRow: Int64 = 0

  private struct Rules {
    let areThere: Bool
    let wantReads: Bool
  }

  /// Forgets what a call may have changed, and everything when the world was emptied.
  mutating func notice(_ record: CloudTrailRecord, rowID: Int64) {
    if rowID <= lastRow { self = Interest() }
    lastRow = rowID
    if record.isReadOnly { return }
    switch record.eventSource {
    case "cloudtrail.amazonaws.com": trails = [:]
    case "events.amazonaws.com": rules = [:]
    default: break
    }
  }

  /// The trails that log a record; one that its own call switches off still does.
  mutating func trails(logging record: CloudTrailRecord, in world: World) throws(AWSError)
    -> [Trail]
  {
    let store = TrailStore(world.database)
    if record.eventSource == "cloudtrail.amazonaws.com", !record.isReadOnly {
      return try store.trails(logging: record)
    }
    let scope = record.scope
    var known = trails[scope]
    if known == nil {
      known = try store.loggingTrails(in: scope)
      trails[scope] = known
    }
    return (known ?? []).filter { $0.selects(record) }
  }

  /// Whether a rule where the record was made may want it.
  mutating func hasRules(for record: CloudTrailRecord, in world: World) throws(AWSError) -> Bool {
    let scope = record.scope
    var known = rules[scope]
    if known == nil {
      let router = EventRouter(world)
      known = Rules(
        areThere: try router.hasRules(scope), wantReads: try router.wantsReads(scope))
      rules[scope] = known
    }
    guard let known, known.areThere else { return false }
    return known.wantReads || !(record.isReadOnly && record.isManagement)
  }
}
