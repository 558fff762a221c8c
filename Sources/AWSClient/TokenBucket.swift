import AWS

/// A bucket of permits that fills by itself: how fast one lane may call.
///
/// Adaptive: a throttle empties it and cuts its rate by 30%, a success brings back 2% of the full
/// rate, so that calls settle under what AWS grants when others share the same account.
struct TokenBucket: Hashable, Sendable {
  private let pace: PacingTable.Pace
  private var rate: Double
  private var tokens: Double
  private var filledAt: Timestamp?

  init(_ pace: PacingTable.Pace) {
    self.pace = pace
    rate = pace.rate
    tokens = Double(pace.burst)
  }

  mutating func take(at now: Timestamp) -> Bool {
    fill(at: now)
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }

  /// When the next permit is there.
  func nextPermit(after now: Timestamp) -> Timestamp {
    guard tokens < 1 else { return now }
    return now + .microseconds(Int64((1 - tokens) / rate * 1_000_000) + 1)
  }

  mutating func throttled(at now: Timestamp) {
    fill(at: now)
    tokens = min(tokens, 0)
    rate = max(pace.rate * 0.05, rate * 0.7)
  }

  mutating func succeeded() { rate = min(pace.rate, rate + pace.rate * 0.02) }

  private mutating func fill(at now: Timestamp) {
    if let filledAt, now > filledAt {
      tokens = min(Double(pace.burst), tokens + (now - filledAt).inSeconds * rate)
    }
    if filledAt.map({ now > $0 }) ?? true { filledAt = now }
  }
}

/// How fast calls of each kind may go, as data: a little under AWS's documented limits, since what
/// leaves evenly does not arrive so.
package struct PacingTable: Hashable, Sendable {
  package struct Pace: Hashable, Sendable {
    /// Calls a second.
    package var rate: Double
    package var burst: Int

    package init(rate: Double, burst: Int) {
      self.rate = rate
      self.burst = burst
    }
  }

  /// What shares a bucket: a name, and which operations of a service belong to it.
  package struct Rule: Hashable, Sendable {
    package var service: String
    /// Operations that start with one of these; empty for all that earlier rules left.
    package var prefixes: [String]
    package var name: String
    package var pace: Pace

    package init(_ service: String, _ prefixes: [String], name: String, rate: Double, burst: Int) {
      self.service = service
      self.prefixes = prefixes
      self.name = name
      pace = Pace(rate: rate, burst: burst)
    }
  }

  /// The first that fits counts.
  package var rules: [Rule]
  package var others: Pace

  package init(rules: [Rule], others: Pace) {
    self.rules = rules
    self.others = others
  }

  /// CloudTrail:
  /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
  /// EC2: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
  /// IAM and S3 publish no rate of their control planes: those here are cautious guesses.
  package static let aws = PacingTable(
    rules: [
      Rule("cloudtrail", ["LookupEvents"], name: "lookup", rate: 1.95, burst: 1),
      Rule("cloudtrail", ["Get", "Describe", "List"], name: "read", rate: 10, burst: 10),
      Rule("cloudtrail", [], name: "write", rate: 1, burst: 1),
      Rule("ec2", ["Describe", "Get"], name: "read", rate: 10, burst: 50),
      Rule("ec2", [], name: "write", rate: 4.5, burst: 40),
      Rule("iam", [], name: "all", rate: 10, burst: 20),
      Rule("organizations", [], name: "all", rate: 2, burst: 5),
      Rule("sqs", ["ReceiveMessage"], name: "receive", rate: 50, burst: 100),
    ],
    others: Pace(rate: 50, burst: 100))

  func pace(of call: APICall) -> (name: String, Pace) {
    for rule in rules where rule.service == call.service {
      if rule.prefixes.isEmpty || rule.prefixes.contains(where: call.operation.hasPrefix) {
        return (rule.name, rule.pace)
      }
    }
    return ("all", others)
  }
}
