package import AWS

/// How long something takes, drawn from a seeded generator.
package enum DelayDistribution: Hashable, Sendable {
  case fixed(Duration)
  /// Each microsecond of the range with the same chance.
  case uniform(ClosedRange<Duration>)
  /// Half of the draws below the median, 99% below `p99`: the shape of most service latencies.
  case lognormal(median: Duration, p99: Duration)
  /// Drawn from measured counts, evenly within each range.
  case histogram(DelayHistogram)

  package func draw(_ generator: inout SeededGenerator) -> Duration {
    switch self {
    case .fixed(let delay): return delay
    case .uniform(let range):
      return .microseconds(
        generator.integer(in: range.lowerBound.microseconds...range.upperBound.microseconds))
    case .lognormal(let median, let p99):
      return Self.lognormal(median, p99, normal: FixedPoint.normal(&generator))
    case .histogram(let histogram): return histogram.draw(&generator)
    }
  }

  /// median * (p99 / median)^(z / 2.3263), all in fixed point.
  private static func lognormal(_ median: Duration, _ p99: Duration, normal z: FixedPoint)
    -> Duration
  {
    let (middle, tail) = (median.microseconds, max(p99, median).microseconds)
    guard middle > 0 else { return median }
    let spread = FixedPoint.log2(tail) - FixedPoint.log2(middle)
    let exponent = FixedPoint.log2(middle) + spread * z * FixedPoint.oneOverNormal99
    return .microseconds(exponent.exp2())
  }
}

/// Counts of measured delays in ranges of one width.
package struct DelayHistogram: Hashable, Sendable {
  package let width: Duration
  package let counts: [Int]

  package init(width: Duration, counts: [Int]) {
    precondition(counts.contains { $0 > 0 }, "a histogram without counts")
    precondition(width > .zero && counts.allSatisfy { $0 >= 0 }, "a histogram below zero")
    self.width = width
    self.counts = counts
  }

  func draw(_ generator: inout SeededGenerator) -> Duration {
    var rank = Int(generator.below(UInt64(counts.reduce(0, +))))
    var index = 0
    while rank >= counts[index] {
      rank -= counts[index]
      index += 1
    }
    let within = Int64(generator.below(UInt64(width.microseconds)))
    return .microseconds(Int64(index) * width.microseconds + within)
  }

  /// From a call to the stamp of its CloudTrail log file, by the minute, on 2,900 real records:
  /// two humps, which no Gaussian has.
  package static let cloudTrailLogFiles = DelayHistogram(
    width: .minutes(1), counts: [33, 599, 746, 156, 234, 239, 610, 238, 41, 4])
}
