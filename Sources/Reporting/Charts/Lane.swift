import AWS
import Journal

/// What one actor, one channel or the engine did, in order of time.
struct Lane {
  struct Event {
    let time: Timestamp
    let mark: Mark
    let about: String
  }

  let name: String
  var events: [Event] = []

  /// Actors in the order of their first call, then the channels, then the engine.
  static func all(_ run: RunResult) -> [Lane] {
    let kinds = Dictionary(
      run.metrics.labels.map { ($0.label.label, $0.label.kind) }, uniquingKeysWith: { a, _ in a })
    var actors = LaneList()
    var channels = LaneList()
    var engine = LaneList()
    for entry in run.entries {
      let time = entry.time
      switch entry.kind {
      case .actorCall(let it):
        let mark = Mark(it.label.flatMap { kinds[$0] })
        let error = it.error.map { " (\($0))" } ?? ""
        actors.add(it.actor, Event(
          time: time, mark: mark, about: "\(it.call) on \(it.subject.id)\(error)"))
      case .labelDelivery(let it):
        let isThere = it.outcome == .delivered || it.outcome == .duplicated
        channels.add(it.channel, Event(
          time: time, mark: isThere ? .delivered : .lost,
          about: "\(it.eventName) \(it.outcome.rawValue)"
            + (it.latency.map { " after \($0.brief)" } ?? "")))
      default:
        if let event = event(of: entry) { engine.add("engine", event) }
      }
    }
    return actors.lanes + channels.lanes + engine.lanes
  }

  private static func event(of entry: JournalEntry) -> Event? {
    let time = entry.time
    switch entry.kind {
    case .findingOpened(let it):
      return Event(
        time: time, mark: .detected, about: "\(it.rule) on \(it.subject.id), by \(it.source)")
    case .engineCall(let it):
      let error = it.error.map { " (\($0))" } ?? ""
      return Event(
        time: time, mark: it.error == nil ? .call : .failed, about: "\(it.call)\(error)")
    case .verified(let it) where it.fixed:
      return Event(time: time, mark: .verified, about: "\(it.finding) fixed")
    case .scan(let it) where it.resources == nil:
      return Event(time: time, mark: .scan, about: "scan of \(it.rule), \(it.scope)")
    case .engineCrash(let it):
      return Event(time: time, mark: .crash, about: "engine \(it.phase.rawValue)")
    default: return nil
    }
  }
}

extension Mark {
  /// The mark of an actor's call by its label; what bears none is rightful work too.
  fileprivate init(_ kind: LabelKind?) {
    switch kind {
    case .attack: self = .attack
    case .attempt: self = .attempt
    case .benign, nil: self = .benign
    }
  }
}

private struct LaneList {
  var lanes: [Lane] = []

  mutating func add(_ name: String, _ event: Lane.Event) {
    if let index = lanes.firstIndex(where: { $0.name == name }) {
      lanes[index].events.append(event)
    } else {
      lanes.append(Lane(name: name, events: [event]))
    }
  }
}
