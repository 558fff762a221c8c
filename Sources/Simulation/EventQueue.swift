// Virtual time: a queue of what happens next, a clock that jumps, and how long things take. Knows
// only the vocabulary; delivery, faults and the harness build on it. Invariant: everything is
// whole microseconds and whole-number arithmetic, so a seed means the same on every machine and in
// every build.

package import AWS

/// What happens next on virtual time: a binary heap in order of time, and of arrival where times
/// are equal.
package struct EventQueue<Event> {
  private var heap: [Entry] = []
  private var nextSequence: UInt64 = 0

  private struct Entry {
    var time: Timestamp
    var sequence: UInt64
    var event: Event

    func isBefore(_ other: Entry) -> Bool {
      time == other.time ? sequence < other.sequence : time < other.time
    }
  }

  package init() {}

  package var count: Int { heap.count }
  package var isEmpty: Bool { heap.isEmpty }
  /// When the next event is; nil without one.
  package var nextTime: Timestamp? { heap.first?.time }

  package mutating func push(_ event: Event, at time: Timestamp) {
    heap.append(Entry(time: time, sequence: nextSequence, event: event))
    nextSequence += 1
    siftUp(from: heap.count - 1)
  }

  package mutating func pop() -> (time: Timestamp, event: Event)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      siftDown(from: 0)
    }
    return (first.time, first.event)
  }

  /// The next event, if it is due by then.
  package mutating func pop(dueBy time: Timestamp) -> (time: Timestamp, event: Event)? {
    guard let next = nextTime, next <= time else { return nil }
    return pop()
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isBefore(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].isBefore(heap[least]) { least = child }
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

/// The time of a simulation: it moves when it is told to, and never back.
package struct VirtualClock: Hashable, Sendable {
  package private(set) var now: Timestamp

  package init(startingAt start: Timestamp) { now = start }

  package mutating func advance(to time: Timestamp) {
    precondition(time >= now, "time runs backwards: \(time.iso8601) after \(now.iso8601)")
    now = time
  }
}
