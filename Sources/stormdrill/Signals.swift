import Foundation

/// Calls back when the process is told to end, by Ctrl-C or by the system.
enum Signals {
  /// Call it before any thread is started: the signals are blocked for all threads that follow,
  /// and one thread of their own waits for them, so that none is lost.
  static func onEnd(_ body: @escaping @Sendable () -> Void) {
    var ending = sigset_t()
    sigemptyset(&ending)
    sigaddset(&ending, SIGINT)
    sigaddset(&ending, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &ending, nil)
    let waited = ending
    Thread.detachNewThread {
      var signals = waited
      var number: Int32 = 0
      while sigwait(&signals, &number) == 0 { body() }
    }
  }
}
