import AWS

/// How long something took, counted into fixed ranges, so that journals of many runs add up.
package struct LatencyHistogram: Hashable, Sendable {
  /// Upper bounds, exclusive; what is longer than the last falls into one more range.
  package static let bounds: [Duration] = [
    .milliseconds(100), .milliseconds(500), .seconds(1), .seconds(2), .seconds(5), .seconds(10),
    .seconds(20), .seconds(30), .seconds(60), .seconds(90), .minutes(2), .minutes(3), .minutes(4),
    .minutes(5), .minutes(7), .minutes(10), .minutes(15), .minutes(20), .minutes(30), .hours(1),
    .hours(2), .hours(4),
  ]

  /// One count for each bound, and one for what lies above all.
  package private(set) var counts: [Int]

  package init() { counts = Array(repeating: 0, count: Self.bounds.count + 1) }

  package mutating func add(_ duration: Duration, times: Int = 1) {
    counts[Self.bounds.firstIndex { duration < $0 } ?? Self.bounds.count] += times
  }

  package mutating func add(_ other: LatencyHistogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  package var total: Int { counts.reduce(0, +) }

  init?(_ value: AWSValue) {
    guard let numbers = value.list?.compactMap(\.integer),
      numbers.count == Self.bounds.count + 1
    else { return nil }
    counts = numbers.map(Int.init)
  }
}
