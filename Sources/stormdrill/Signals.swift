import Dispatch
import Foundation

/// Calls back when the process is told to end, by Ctrl-C or by the system.
enum Signals {
  /// Returns once signals are listened to: one that comes right afterwards isn't lost.
  static func onEnd(_ body: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      let isListening = DispatchSemaphore(value: 0)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setRegistrationHandler { isListening.signal() }
      source.setEventHandler {
        // Kept alive by its own handler until the process ends.
        _ = source
        body()
      }
      source.resume()
      isListening.wait()
      signal(number, SIG_IGN)
    }
  }
}
