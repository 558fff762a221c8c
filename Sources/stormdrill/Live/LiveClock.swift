import AWS
import Foundation

/// The real clock and real chance, for the rim alone.
enum LiveClock {
  static func now() -> Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  /// A seed nobody can guess, for the jitter of retries.
  static func seed() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
