import AWS
import Testing

@testable import Journal

struct RunMetricsTests {
  @Test func aFixedAttackIsTimedFromTheOpeningOfItsViolation() {
    var run = Sample()
    run.label("L1", .attack, on: "sg-1", at: .seconds(10))
    run.open("V1", on: "sg-1", label: "L1", at: .seconds(10))
    run.find("F1", on: "sg-1", by: "event-queue", at: .seconds(40))
    run.close("V1", on: "sg-1", by: "engine", at: .seconds(42))
    run.end(at: .hours(1))
    let metrics = RunMetrics(run.entries)
    #expect(metrics["time-to-detect.max"] == .duration(.seconds(30)))
    #expect(metrics["time-to-remediate.max"] == .duration(.seconds(32)))
    #expect(metrics["exposure-total"] == .duration(.seconds(32)))
    #expect(metrics["detected-by.event-queue"] == .count(1))
    #expect(metrics["missed"] == .count(0))
    #expect(metrics["recall"] == .fraction(partsPerMillion: 1_000_000))
  }

  @Test func whatAnotherCheckerSawIsNotTheHarmThatALabelNames() {
    var run = Sample()
    run.label("L1", .attack, on: "sg-1", at: .zero, violates: "s3-bucket-public")
    run.open("V1", on: "sg-1", label: "L1", at: .zero)
    run.close("V1", on: "sg-1", by: "engine", at: .seconds(42))
    run.end(at: .hours(1))
    #expect(RunMetrics(run.entries).labels.map(\.stop) == [.passed])
  }

  @Test func anActIsFoundOnItsOwnResourceWhateverItLaidOpenElsewhere() {
    var run = Sample()
    run.label("L1", .attack, on: "111111111111", at: .zero, violates: "act")
    run.open("V1", on: "sg-1", label: "L1", at: .zero)
    run.find("F1", on: "111111111111", by: "event-queue", at: .seconds(20))
    run.close("V1", on: "sg-1", by: "engine", at: .seconds(21))
    run.end(at: .hours(1))
    let metrics = RunMetrics(run.entries)
    #expect(metrics["missed"] == .count(0))
    #expect(metrics["detected"] == .count(1))
    #expect(metrics["time-to-remediate.max"] == .duration(.seconds(21)))
  }

  @Test func anAttackThatNobodyFoundIsMissedAndCensored() {
    var run = Sample()
    run.label("L1", .attack, on: "sg-1", at: .zero)
    run.open("V1", on: "sg-1", label: "L1", at: .zero)
    run.end(at: .hours(1))
    let metrics = RunMetrics(run.entries)
    #expect(metrics["missed"] == .count(1))
    #expect(metrics["unremediated"] == .count(1))
    #expect(metrics["time-to-remediate.max"] == .atLeast(.hours(1)))
    #expect(metrics["time-to-remediate.censored"] == .count(1))
  }

  @Test func anExemptResourceIsHeldAndNotCountedAsUnremediated() {
    var run = Sample()
    run.label("L1", .attack, on: "sg-1", at: .zero)
    run.open("V1", on: "sg-1", label: "L1", at: .zero)
    run.find("F1", on: "sg-1", by: "scan", at: .seconds(5))
    run.hold("F1", "exempt until 2026-02-01", at: .seconds(5))
    run.end(at: .hours(1))
    let metrics = RunMetrics(run.entries)
    #expect(metrics["holds.exemption"] == .count(1))
    #expect(metrics["unremediated"] == .count(0))
    #expect(metrics["missed"] == .count(0))
    #expect(metrics["time-to-remediate.max"] == .undefined)
  }

  @Test func aFindingWithoutAViolationIsAFalsePositiveOfTheBenignStep() {
    var run = Sample()
    run.label("L1", .benign, on: "sg-1", at: .zero)
    run.find("F1", on: "sg-1", by: "event-queue", at: .seconds(5))
    run.find("F2", on: "sg-9", by: "scan", at: .seconds(6))
    run.end(at: .hours(1))
    let metrics = RunMetrics(run.entries)
    #expect(metrics.labels[0].verdict == .falselyFlagged)
    #expect(metrics["false-positives"] == .count(2))
    #expect(metrics["precision"] == .fraction(partsPerMillion: 0))
  }

  @Test func aBenignStepBesideAnAttackIsNoFalsePositiveUnlessTouched() {
    var run = Sample()
    run.label("L1", .benign, on: "sg-1", at: .zero)
    run.label("L2", .attack, on: "sg-1", at: .seconds(3))
    run.open("V1", on: "sg-1", label: "L2", at: .seconds(3))
    run.find("F1", on: "sg-1", by: "event-queue", at: .seconds(8))
    var touched = run
    run.end(at: .hours(1))
    #expect(RunMetrics(run.entries).labels[0].verdict == .leftAlone)
    var change = CollateralChange()
    (change.subject, change.label) = (Sample.subject("sg-1"), "L1")
    touched.add(.collateralChange(change), at: .seconds(9))
    touched.end(at: .hours(1))
    let metrics = RunMetrics(touched.entries)
    #expect(metrics.labels[0].verdict == .wronglyTouched)
    #expect(metrics["wrongly-touched"] == .count(1))
    #expect(metrics["collateral-changes"] == .count(1))
  }

  @Test func aRefusedAttackIsPrevented() {
    var run = Sample()
    run.label("L1", .attack, on: "sg-1", at: .zero, error: "UnauthorizedOperation")
    run.end(at: .hours(1))
    let metrics = RunMetrics(run.entries)
    #expect(metrics["prevented"] == .count(1))
    #expect(metrics["missed"] == .count(0))
  }

  @Test func aViolationThatComesBackWithoutAnAttackFlaps() {
    var run = Sample()
    run.label("L1", .attack, on: "sg-1", at: .zero)
    run.open("V1", on: "sg-1", label: "L1", at: .zero)
    run.find("F1", on: "sg-1", by: "scan", at: .seconds(1))
    run.close("V1", on: "sg-1", by: "engine", at: .seconds(2))
    run.open("V2", on: "sg-1", label: nil, at: .seconds(9))
    run.end(at: .hours(1))
    #expect(RunMetrics(run.entries)["flapping"] == .count(1))
  }

  @Test func everyNameOfTheCatalogueHasAValue() {
    var run = Sample()
    run.end(at: .hours(1))
    let metrics = RunMetrics(run.entries)
    for name in MetricCatalog.names { #expect(metrics[name] != nil, "\(name)") }
    #expect(metrics["time-to-heal.max"] == nil)
    #expect(metrics["detected-by.luck"] == nil)
    #expect(Set(MetricCatalog.names).count == MetricCatalog.names.count)
  }

  @Test func anARNAndItsLastStepNameOneResource() {
    let arn = Subject(
      id: "arn:aws:cloudtrail:us-east-1:111111111111:trail/main", scope: Sample.scope)
    #expect(arn.key == Sample.subject("main").key)
  }
}
