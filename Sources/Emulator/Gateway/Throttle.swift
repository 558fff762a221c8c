import AWS

/// A token bucket as AWS documents it: so many at once, so many a second after that.
package struct TokenBucket: Hashable, Sendable {
  /// Shared by all operations that name it, in one account and region.
  package let name: String
  package let size: Int64
  /// Whole millionths of a token a second, so that a seed means the same everywhere.
  package let microtokensPerSecond: Int64

  package init(_ name: String, size: Int64, perSecond: Int64) {
    self.name = name
    self.size = size
    microtokensPerSecond = perSecond * 1_000_000
  }

  /// For buckets that fill slower than a token a second: 0.1 a second is 100 a 1000 seconds.
  package init(_ name: String, size: Int64, perThousandSeconds: Int64) {
    self.name = name
    self.size = size
    microtokensPerSecond = perThousandSeconds * 1000
  }
}

/// What one call draws from one bucket.
package struct ThrottleCharge: Hashable, Sendable {
  package let bucket: TokenBucket
  package let tokens: Int64

  package init(_ bucket: TokenBucket, tokens: Int64 = 1) {
    self.bucket = bucket
    self.tokens = tokens
  }
}

/// The token buckets of all accounts and regions. They are full at first, and again after a
/// restart.
struct Throttle {
  private var levels: [Key: Level] = [:]

  private struct Key: Hashable {
    let service: String
    let scope: Scope
    let bucket: TokenBucket
  }

  /// In 10^-12 tokens, so that no microsecond's part of the slowest refill is lost.
  private struct Level {
    var units: Int64
    var at: Timestamp

    static let token: Int64 = 1_000_000_000_000
  }

  /// Draws from all buckets, or from none when one of them holds too little.
  mutating func draw(
    _ charges: [ThrottleCharge], service: String, scope: Scope, at now: Timestamp
  ) -> Bool {
    var drawn: [(Key, Level)] = []
    drawn.reserveCapacity(charges.count)
    for charge in charges {
      let key = Key(service: service, scope: scope, bucket: charge.bucket)
      var level = refilled(key, at: now)
      let cost = charge.tokens * Level.token
      if level.units < cost { return false }
      level.units -= cost
      drawn.append((key, level))
    }
    for (key, level) in drawn { levels[key] = level }
    return true
  }

  private func refilled(_ key: Key, at now: Timestamp) -> Level {
    let full = key.bucket.size * Level.token
    guard var level = levels[key] else { return Level(units: full, at: now) }
    let elapsed = max(0, (now - level.at).microseconds)
    let missing = full - level.units
    let (gain, overflow) = elapsed.multipliedReportingOverflow(
      by: key.bucket.microtokensPerSecond)
    level.units += overflow ? missing : min(missing, gain)
    level.at = now
    return level
  }
}

/// How each service says that a call came too soon
/// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html).
extension AWSError {
  static func throttled(_ service: ServiceModel) -> AWSError {
    switch service.wire {
    case .ec2: AWSError("RequestLimitExceeded", "Request limit exceeded.", status: 503)
    case .query: AWSError("Throttling", "Rate exceeded")
    case .json where service.name == "kms":
      AWSError(
        "ThrottlingException", "You have exceeded the rate at which you may call KMS. Reduce the "
          + "frequency of your calls.")
    case .json: AWSError("ThrottlingException", "Rate exceeded")
    case .restJSON: AWSError("ThrottlingException", "Rate exceeded", status: 429)
    case .restXML:
      AWSError("SlowDown", "Please reduce your request rate.", status: 503)
    }
  }
}
