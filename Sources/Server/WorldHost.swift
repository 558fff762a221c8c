import AWS
package import Emulator
import Foundation
import Synchronization

/// The one owner of a world that runs on the real clock.
package final class WorldHost: Sendable {
  /// What a request leads to: an answer, or a wait under a number that `finished` will name.
  enum Admission {
    case response(HTTPResponse)
    case waiting(Int)
  }

  private struct State: ~Copyable {
    let world: World
    var tickets: [Int: WorldReply.Ticket] = [:]
    var nextTicket = 1
    var now = Timestamp(seconds: 0)
  }

  private let state: Mutex<State>

  package init(_ world: sending World) {
    state = Mutex(State(world: world))
  }

  /// The real time, never earlier than what the world has seen.
  private static func clock(after last: Timestamp) -> Timestamp {
    max(last, Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
  }

  /// Answers a request. The long polls that it woke come as `finished`; `next` is when something
  /// is due.
  func admit(_ request: HTTPRequest)
    -> (Admission, finished: [(Int, HTTPResponse)], next: Timestamp?)
  {
    state.withLock { state in
      state.now = Self.clock(after: state.now)
      let due = Self.advance(&state)
      let admission: Admission
      if request.path.hasPrefix("/_stormdrill/") {
        admission = .response(ControlPlane.respond(to: request, state.world, at: state.now))
      } else {
        switch state.world.respond(to: request, at: state.now) {
        case .response(let response): admission = .response(response)
        case .waiting(let ticket):
          state.tickets[state.nextTicket] = ticket
          admission = .waiting(state.nextTicket)
          state.nextTicket += 1
        }
      }
      let finished = due + Self.woken(&state)
      return (admission, finished, Self.next(state))
    }
  }

  /// Does what is due. Answers the long polls that ended, and when to come again.
  func tick() -> (finished: [(Int, HTTPResponse)], next: Timestamp?) {
    state.withLock { state in
      state.now = Self.clock(after: state.now)
      let finished = Self.advance(&state) + Self.woken(&state)
      return (finished, Self.next(state))
    }
  }

  /// Gives up a wait whose client has gone.
  func abandon(_ ticket: Int) {
    state.withLock { _ = $0.tickets.removeValue(forKey: ticket) }
  }

  private static func next(_ state: borrowing State) -> Timestamp? {
    let poll = state.tickets.values.map(\.wait.until).min()
    return [state.world.nextDue, poll].compactMap(\.self).min()
  }

  private static func advance(_ state: inout State) -> [(Int, HTTPResponse)] {
    state.world.advance(to: state.now)
    let over = state.tickets.filter { $0.value.wait.until <= state.now }
    return resume(over.keys.sorted(), &state)
  }

  private static func woken(_ state: inout State) -> [(Int, HTTPResponse)] {
    let wakes = Set(state.world.takeWakes())
    guard !wakes.isEmpty else { return [] }
    let ready = state.tickets.filter { wakes.contains($0.value.wait.wakeOn) }
    return resume(ready.keys.sorted(), &state)
  }

  /// Asks again for each ticket, oldest first; one that still has nothing to get waits on.
  private static func resume(_ tickets: [Int], _ state: inout State) -> [(Int, HTTPResponse)] {
    var finished: [(Int, HTTPResponse)] = []
    for number in tickets {
      guard let ticket = state.tickets.removeValue(forKey: number) else { continue }
      switch state.world.resume(ticket, at: state.now) {
      case .response(let response): finished.append((number, response))
      case .waiting(let again): state.tickets[number] = again
      }
    }
    return finished
  }
}
