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

  /// What one entry into the world brought about.
  struct Turn {
    /// Long polls that ended, oldest first.
    var finished: [(ticket: Int, response: HTTPResponse)] = []
    /// When something is due next.
    var next: Timestamp?
  }

  private struct State: ~Copyable {
    let world: World
    var tickets: [Int: WorldReply.Ticket] = [:]
    var nextTicket = 1
    var now = Timestamp(seconds: 0)
  }

  private let state: Mutex<State>
  /// Told what goes wrong in the world itself: a full disk, a damaged file.
  private let report: @Sendable (String) -> Void

  package init(_ world: sending World, report: @escaping @Sendable (String) -> Void) {
    state = Mutex(State(world: world))
    self.report = report
  }

  /// Answers a request; every long poll that it woke is in the turn.
  func admit(_ request: HTTPRequest) -> (Admission, Turn) {
    state.withLock { state in
      Self.readClock(&state)
      do throws(AWSError) {
        var turn = Turn()
        try Self.advance(&state, &turn)
        let admission = Self.answer(request, &state)
        Self.resumeWoken(&state, &turn)
        turn.next = try Self.next(state)
        return (admission, turn)
      } catch {
        report(error.message)
        return (.response(HTTPResponse(status: 500, body: Array(error.message.utf8))), Turn())
      }
    }
  }

  /// Does what is due.
  func tick() -> Turn {
    state.withLock { state in
      Self.readClock(&state)
      var turn = Turn()
      do throws(AWSError) {
        try Self.advance(&state, &turn)
        Self.resumeWoken(&state, &turn)
        turn.next = try Self.next(state)
      } catch {
        report(error.message)
      }
      return turn
    }
  }

  /// Gives up a wait whose client has gone.
  func abandon(_ ticket: Int) {
    state.withLock { _ = $0.tickets.removeValue(forKey: ticket) }
  }

  /// The real time, never earlier than what the world has seen.
  private static func readClock(_ state: inout State) {
    let real = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    state.now = max(state.now, real)
  }

  private static func answer(_ request: HTTPRequest, _ state: inout State) -> Admission {
    if request.path.hasPrefix(ControlPlane.prefix) {
      return .response(ControlPlane.respond(to: request, state.world, at: state.now))
    }
    switch state.world.respond(to: request, at: state.now) {
    case .response(let response): return .response(response)
    case .waiting(let ticket):
      defer { state.nextTicket += 1 }
      state.tickets[state.nextTicket] = ticket
      return .waiting(state.nextTicket)
    }
  }

  private static func next(_ state: borrowing State) throws(AWSError) -> Timestamp? {
    let poll = state.tickets.values.map(\.wait.until).min()
    return [try state.world.nextDue, poll].compactMap(\.self).min()
  }

  private static func advance(_ state: inout State, _ turn: inout Turn) throws(AWSError) {
    try state.world.advance(to: state.now)
    if state.tickets.isEmpty { return }
    let over = state.tickets.filter { $0.value.wait.until <= state.now }
    resume(over.keys.sorted(), &state, &turn)
  }

  private static func resumeWoken(_ state: inout State, _ turn: inout Turn) {
    let wakes = state.world.takeWakes()
    if wakes.isEmpty || state.tickets.isEmpty { return }
    let ready = state.tickets.filter { wakes.contains($0.value.wait.wakeOn) }
    resume(ready.keys.sorted(), &state, &turn)
  }

  /// Asks again for each ticket, oldest first; one that still has nothing to get waits on.
  private static func resume(_ tickets: [Int], _ state: inout State, _ turn: inout Turn) {
    for number in tickets {
      guard let ticket = state.tickets.removeValue(forKey: number) else { continue }
      switch state.world.resume(ticket, at: state.now) {
      case .response(let response): turn.finished.append((number, response))
      case .waiting(let again): state.tickets[number] = again
      }
    }
  }
}
