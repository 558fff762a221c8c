import AWS
import Testing

@testable import Journal

struct StatisticsTests {
  @Test func percentilesGoByNearestRankAndCensoredOnesLieAboveAll() {
    var times = Distribution()
    for seconds in [5, 1, 4, 2, 3] { times.add(.seconds(seconds)) }
    #expect(times[.min] == .duration(.seconds(1)))
    #expect(times[.p50] == .duration(.seconds(3)))
    #expect(times[.p90] == .duration(.seconds(5)))
    times.addCensored(.seconds(2))
    #expect(times[.max] == .atLeast(.seconds(5)))
    #expect(times[.p50] == .duration(.seconds(3)))
    #expect(Distribution()[.max] == .undefined)
  }

  /// Figures of the interval from Brown, Cai, DasGupta: "Interval Estimation for a Binomial
  /// Proportion", 2001, recomputed by hand.
  @Test func wilsonIntervals() throws {
    let ten = try #require(RateInterval(events: 1, trials: 10).bounds)
    #expect(ten.lower == 17_876)
    #expect(ten.upper == 404_150)
    let none = RateInterval(events: 0, trials: 30)
    #expect(none.bounds?.lower == 0)
    #expect(none.ruleOfThree == 100_000)
    #expect(RateInterval(events: 0, trials: 0).bounds == nil)
  }

  @Test func matthewsCoefficientOfAKnownTable() {
    var matrix = ConfusionMatrix()
    matrix.attack = .init(flagged: 6, quiet: 2)
    matrix.benign = .init(flagged: 1, quiet: 3)
    #expect(matrix.matthews == .fraction(partsPerMillion: 478_091))
    #expect(matrix.precision == .fraction(partsPerMillion: 857_143))
    #expect(matrix.f1 == .fraction(partsPerMillion: 800_000))
  }

  @Test(arguments: [
    (Duration.microseconds(420), "420us"), (.milliseconds(87), "87ms"),
    (.milliseconds(4250), "4.25s"), (.milliseconds(4200), "4.2s"), (.milliseconds(4050), "4.05s"),
    (.seconds(252), "4m 12s"), (.seconds(6480), "1h 48m"), (.hours(51), "2d 3h"), (.zero, "0s"),
  ])
  func durationsInWords(duration: Duration, words: String) { #expect(duration.brief == words) }

  @Test func anExpectationSaysByHowMuchItWasMissed() {
    func result(
      _ actual: MetricValue, _ comparator: ExpectationResult.Comparator, _ limit: MetricValue
    )
      -> ExpectationResult
    {
      ExpectationResult(metric: "m", comparator: comparator, required: limit, actual: actual)
    }
    #expect(result(.count(3), .equal, .count(1)).miss == "over by 2")
    #expect(result(.duration(.minutes(31)), .less, .duration(.minutes(32))).holds)
    #expect(
      result(.duration(.minutes(35)), .less, .duration(.minutes(32))).miss == "over by 3m")
    #expect(
      result(.atLeast(.hours(2)), .less, .duration(.hours(1))).miss == "over by at least 1h")
    #expect(result(.undefined, .equal, .count(0)).miss == "nothing to measure")
    #expect(!result(.undefined, .notEqual, .count(0)).holds)
  }

  @Test func aWantedViolationPassesWhenTheComparisonFails() {
    let wanted = ExpectationResult(
      metric: "m", comparator: .equal, required: .count(0), actual: .count(2),
      wantsViolation: true)
    #expect(!wanted.holds)
    #expect(wanted.passes)
  }
}
