import AWS
import Testing

@testable import Simulation

struct DelayDistributionTests {
  private func draws(_ distribution: DelayDistribution, _ count: Int = 20_000) -> [Duration] {
    var generator = SeededGenerator(seed: 3)
    return (0..<count).map { _ in distribution.draw(&generator) }.sorted()
  }

  @Test func uniformStaysInItsRange() {
    let sorted = draws(.uniform(.seconds(2) ... .seconds(4)))
    #expect(sorted.first.map { $0 >= .seconds(2) } == true)
    #expect(sorted.last.map { $0 <= .seconds(4) } == true)
    #expect((2.95...3.05).contains(sorted[10_000].inSeconds))
  }

  @Test func lognormalHasTheMedianAndThe99thPercentileThatItNames() {
    let sorted = draws(.lognormal(median: .seconds(20), p99: .seconds(90)))
    #expect((19.5...20.5).contains(sorted[10_000].inSeconds))
    #expect((82...98).contains(sorted[19_800].inSeconds))
  }

  @Test func theLogFileHistogramKeepsItsTwoHumps() {
    let sorted = draws(.histogram(.cloudTrailLogFiles))
    func share(_ minute: Int64) -> Double {
      let range = Duration.minutes(minute)..<Duration.minutes(minute + 1)
      return Double(sorted.count { range.contains($0) }) / Double(sorted.count)
    }
    #expect((0.24...0.275).contains(share(2)))
    #expect((0.045...0.065).contains(share(3)))
    #expect((0.195...0.225).contains(share(6)))
    #expect(sorted.last.map { $0 < .minutes(10) } == true)
  }

  /// The same draws on every machine and in every build: whole numbers all the way.
  @Test func aSeedMeansTheseDraws() {
    var generator = SeededGenerator(seed: 42)
    let distribution = DelayDistribution.lognormal(median: .seconds(20), p99: .seconds(90))
    let seen = (0..<4).map { _ in distribution.draw(&generator).microseconds }
    #expect(seen == [11_219_339, 14_792_181, 56_001_198, 5_993_230])
  }
}

struct FixedPointTests {
  @Test func powersUndoLogarithms() {
    for number: Int64 in [1, 2, 3, 1000, 999_999, 90_000_000, 86_400_000_000] {
      let back = FixedPoint.log2(number).exp2()
      #expect(abs(back - number) <= max(1, number / 100_000_000), "\(number) became \(back)")
    }
  }

  @Test func logarithmsOfPowersOfTwoAreWhole() {
    #expect(FixedPoint.log2(1) == FixedPoint(0))
    #expect(FixedPoint.log2(1 << 20) == FixedPoint(20))
  }

  @Test func theNormalDeviateHasMeanNoughtAndSpreadOne() {
    var generator = SeededGenerator(seed: 5)
    let draws = (0..<20_000).map { _ in Double(FixedPoint.normal(&generator).raw) * 0x1p-32 }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + $1 * $1 } / 20_000 - mean * mean
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.03)
  }
}
