package import AWS

/// A number with 32 bits after the point: logarithms and powers whose last bit doesn't depend on
/// a machine's mathematics library, which `exp` and `log` of floating point do.
package struct FixedPoint: Hashable, Sendable {
  package let raw: Int64

  package init(raw: Int64) { self.raw = raw }
  package init(_ whole: Int32) { raw = Int64(whole) << 32 }

  static func + (a: FixedPoint, b: FixedPoint) -> FixedPoint { .init(raw: a.raw + b.raw) }
  static func - (a: FixedPoint, b: FixedPoint) -> FixedPoint { .init(raw: a.raw - b.raw) }

  /// Rounds towards zero.
  static func * (a: FixedPoint, b: FixedPoint) -> FixedPoint {
    let product = a.raw.magnitude.multipliedFullWidth(by: b.raw.magnitude)
    let magnitude = Int64(bitPattern: product.high << 32 | product.low >> 32)
    return .init(raw: (a.raw < 0) == (b.raw < 0) ? magnitude : -magnitude)
  }

  /// 1 / 2.32634787404, the 99th percentile of the normal distribution.
  static let oneOverNormal99 = FixedPoint(raw: 1_846_227_447)

  /// The binary logarithm of a positive whole number, by squaring: one bit a step.
  package static func log2(_ number: Int64) -> FixedPoint {
    precondition(number > 0, "no logarithm of \(number)")
    let whole = 63 - number.leadingZeroBitCount
    // In [1, 2) with 62 bits after the point.
    var mantissa = UInt64(number) << UInt64(62 - whole)
    var fraction: Int64 = 0
    for _ in 0..<32 {
      let square = mantissa.multipliedFullWidth(by: mantissa)
      // 124 bits after the point; back to 62.
      mantissa = square.high << 2 | square.low >> 62
      fraction <<= 1
      if mantissa >= 1 << 63 {
        fraction |= 1
        mantissa >>= 1
      }
    }
    return .init(raw: Int64(whole) << 32 | fraction)
  }

  /// Two to this power, rounded down; Int64.max where it would not fit.
  package func exp2() -> Int64 {
    let whole = raw >> 32
    if whole >= 62 { return .max }
    if whole < -1 { return 0 }
    // The product of 2^(2^-k) over the bits that are set, with 62 bits after the point.
    var result: UInt64 = 1 << 62
    for (index, root) in Self.roots.enumerated() where raw >> Int64(31 - index) & 1 == 1 {
      let product = result.multipliedFullWidth(by: root)
      result = product.high << 2 | product.low >> 62
    }
    return Int64(result >> UInt64(62 - whole))
  }

  /// 2^(1/2), 2^(1/4), ... with 62 bits after the point, each the square root of the one before.
  private static let roots: [UInt64] = {
    var roots: [UInt64] = []
    var current: UInt64 = 1 << 63
    for _ in 0..<32 {
      current = squareRoot(current)
      roots.append(current)
    }
    return roots
  }()

  /// The root of a number in [1, 2] with 62 bits after the point, in the same form, rounded down.
  private static func squareRoot(_ value: UInt64) -> UInt64 {
    var low: UInt64 = 1 << 62
    var high: UInt64 = 1 << 63
    while high - low > 1 {
      let middle = low + (high - low) / 2
      let square = middle.multipliedFullWidth(by: middle)
      let scaled = square.high << 2 | square.low >> 62
      if scaled <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// A normal deviate by the sum of twelve uniform ones (Irwin-Hall): exact in whole numbers, and
  /// bounded by 6, so that no draw is absurd.
  package static func normal(_ generator: inout SeededGenerator) -> FixedPoint {
    var sum: Int64 = 0
    for _ in 0..<12 { sum += Int64(generator.next() >> 32) }
    return .init(raw: sum - (6 << 32))
  }
}
