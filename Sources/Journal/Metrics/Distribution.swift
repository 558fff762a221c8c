import AWS

/// Durations of which some had not ended when the run did.
///
/// A censored one counts as longer than every ended one, so a percentile that falls on it says
/// "at least": leaving it out would make a response that never came look like a fast one.
package struct Distribution: Hashable, Sendable {
  /// Ascending.
  package private(set) var ended: [Duration] = []
  /// How long the others had lasted at the end, ascending.
  package private(set) var censored: [Duration] = []

  package init() {}

  package mutating func add(_ duration: Duration) {
    ended.insert(duration, at: ended.firstIndex { duration < $0 } ?? ended.count)
  }

  package mutating func addCensored(_ duration: Duration) {
    censored.insert(duration, at: censored.firstIndex { duration < $0 } ?? censored.count)
  }

  package mutating func add(_ other: Distribution) {
    ended = (ended + other.ended).sorted()
    censored = (censored + other.censored).sorted()
  }

  package var count: Int { ended.count + censored.count }

  package enum Statistic: String, CaseIterable, Sendable {
    case min, p50, p90, p99, max, count, censored
  }

  package subscript(statistic: Statistic) -> MetricValue {
    switch statistic {
    case .min: value(atRank: 1)
    case .p50: percentile(50)
    case .p90: percentile(90)
    case .p99: percentile(99)
    case .max: value(atRank: count)
    case .count: .count(count)
    case .censored: .count(censored.count)
    }
  }

  /// By nearest rank: the smallest value that at least that many percent do not exceed.
  package func percentile(_ percent: Int) -> MetricValue {
    value(atRank: Swift.max(1, (count * percent + 99) / 100))
  }

  private func value(atRank rank: Int) -> MetricValue {
    guard rank > 0, rank <= count else { return .undefined }
    if rank <= ended.count { return .duration(ended[rank - 1]) }
    let shortest = censored[rank - ended.count - 1]
    return .atLeast(Swift.max(shortest, ended.last ?? shortest))
  }
}
