import AWS
import Dispatch
import Foundation
import Synchronization

/// A thread that sleeps until something is due, or until something earlier has come up.
final class TimerThread: Sendable {
  private let bell = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  /// When it means to wake, in microseconds; a change to a later time costs nothing.
  private let planned = Atomic<Int64>(.min)
  private let isStopping = Atomic<Bool>(false)
  private let isRunning = Atomic<Bool>(false)

  /// Runs `turn` again and again; it answers when to run next.
  func start(_ turn: @escaping @Sendable () -> Timestamp?) {
    isRunning.store(true, ordering: .sequentiallyConsistent)
    Thread.detachNewThread { [self] in
      while !isStopping.load(ordering: .sequentiallyConsistent) {
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        let next = min(turn() ?? now + .seconds(60), now + .seconds(60))
        planned.store(next.microseconds, ordering: .sequentiallyConsistent)
        let pause = max(1000, next.microseconds - now.microseconds)
        _ = bell.wait(timeout: .now() + .microseconds(Int(pause)))
      }
      ended.signal()
    }
  }

  /// Wakes it when `next` comes before what it sleeps for.
  func expect(_ next: Timestamp?) {
    guard let next, next.microseconds < planned.load(ordering: .sequentiallyConsistent) else {
      return
    }
    planned.store(next.microseconds, ordering: .sequentiallyConsistent)
    bell.signal()
  }

  /// Ends the thread and waits for it.
  func stop() {
    guard isRunning.exchange(false, ordering: .sequentiallyConsistent) else { return }
    isStopping.store(true, ordering: .sequentiallyConsistent)
    bell.signal()
    ended.wait()
  }
}
