import Dispatch
import Foundation

/// Calls back when the process is told to end, by Ctrl-C or by the system.
enum Signals {
  static func onEnd(_ body: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Kept alive by its own handler until the process ends.
        _ = source
        body()
      }
      source.resume()
    }
  }
}
