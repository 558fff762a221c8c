/// A set of whole numbers as disjoint intervals, ascending and never adjacent, so that equal sets
/// are equal values.
package struct IntervalSet: Hashable, Sendable {
  package let intervals: [ClosedRange<UInt128>]

  package static let empty = IntervalSet([])

  package init(_ ranges: [ClosedRange<UInt128>]) {
    var merged: [ClosedRange<UInt128>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last,
        last.upperBound == .max || range.lowerBound <= last.upperBound + 1
      {
        let end = max(last.upperBound, range.upperBound)
        merged[merged.count - 1] = last.lowerBound...end
      } else {
        merged.append(range)
      }
    }
    intervals = merged
  }

  /// Of intervals that are in order, disjoint and not adjacent already.
  private init(ordered: [ClosedRange<UInt128>]) { intervals = ordered }

  package var isEmpty: Bool { intervals.isEmpty }

  /// How many numbers; the whole space of 128 bits counts one less than it has.
  package var count: UInt128 {
    intervals.reduce(0) { sum, interval in
      let (width, overflow) = (interval.upperBound - interval.lowerBound)
        .addingReportingOverflow(1)
      let (next, carry) = sum.addingReportingOverflow(overflow ? .max : width)
      return carry ? .max : next
    }
  }

  package func contains(_ number: UInt128) -> Bool {
    var low = 0
    var high = intervals.count
    while low < high {
      let middle = (low + high) / 2
      if intervals[middle].upperBound < number { low = middle + 1 } else { high = middle }
    }
    return low < intervals.count && intervals[low].lowerBound <= number
  }

  package func union(_ other: IntervalSet) -> IntervalSet {
    if isEmpty { return other }
    if other.isEmpty { return self }
    return IntervalSet(intervals + other.intervals)
  }

  package func intersection(_ other: IntervalSet) -> IntervalSet {
    var common: [ClosedRange<UInt128>] = []
    var a = 0
    var b = 0
    while a < intervals.count, b < other.intervals.count {
      let low = max(intervals[a].lowerBound, other.intervals[b].lowerBound)
      let high = min(intervals[a].upperBound, other.intervals[b].upperBound)
      if low <= high { common.append(low...high) }
      if intervals[a].upperBound < other.intervals[b].upperBound { a += 1 } else { b += 1 }
    }
    // Pieces of one set's intervals cut by the other's gaps are neither adjacent nor out of order.
    return IntervalSet(ordered: common)
  }

  /// What is missing from 0 to `limit`; nothing in the set may lie beyond.
  package func complement(upTo limit: UInt128) -> IntervalSet {
    var gaps: [ClosedRange<UInt128>] = []
    var next: UInt128 = 0
    for interval in intervals {
      if interval.lowerBound > next { gaps.append(next...(interval.lowerBound - 1)) }
      if interval.upperBound >= limit { return IntervalSet(ordered: gaps) }
      next = interval.upperBound + 1
    }
    gaps.append(next...limit)
    return IntervalSet(ordered: gaps)
  }

  package func subtracting(_ other: IntervalSet) -> IntervalSet {
    intersection(other.complement(upTo: .max))
  }
}
