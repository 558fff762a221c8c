/// Random numbers from a seed, the same on every machine and under every toolchain: SplitMix64
/// (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
///
/// Swift's own `random(in:using:)` may change with the standard library; these methods don't.
package struct SeededGenerator: Hashable, Sendable {
  package private(set) var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `bound`, each with the same chance (Lemire's method, without rejection bias).
  package mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "a bound of 0 leaves no number to draw")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  package mutating func integer(in range: ClosedRange<Int64>) -> Int64 {
    let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    if span == .max { return Int64(bitPattern: next()) }
    return range.lowerBound &+ Int64(bitPattern: below(span + 1))
  }

  /// In [0, 1), from 53 bits.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// True in `probability.partsPerMillion` of a million draws.
  package mutating func chance(_ probability: Probability) -> Bool {
    below(1_000_000) < UInt64(probability.partsPerMillion)
  }

  package mutating func element<C: RandomAccessCollection>(of items: C) -> C.Element {
    items[items.index(items.startIndex, offsetBy: Int(below(UInt64(items.count))))]
  }

  /// A generator of its own for a named purpose, so that one purpose's draws don't shift another's.
  package func fork(_ purpose: String) -> SeededGenerator {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var child = SeededGenerator(seed: state ^ hash)
    _ = child.next()
    return child
  }
}

/// A probability in millionths: whole numbers, so that a seed means the same everywhere.
package struct Probability: Hashable, Sendable, Comparable {
  /// From 0 to 1,000,000.
  package let partsPerMillion: Int

  package init(partsPerMillion: Int) {
    precondition((0...1_000_000).contains(partsPerMillion), "outside 0 to 1: \(partsPerMillion)")
    self.partsPerMillion = partsPerMillion
  }
  package static func percent(_ value: Int) -> Probability {
    Probability(partsPerMillion: value * 10_000)
  }
  package static let never = Probability(partsPerMillion: 0)
  package static let always = Probability(partsPerMillion: 1_000_000)
  package static func < (a: Probability, b: Probability) -> Bool {
    a.partsPerMillion < b.partsPerMillion
  }
}
