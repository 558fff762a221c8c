import Documents
import Testing

@testable import Faults

struct FaultReadingTests {
  @Test(arguments: [
    (
      "faults: [{event-dely: {latency: 3s}}]",
      "f.yaml:1:11: error: unknown fault `event-dely`; did you mean `event-delay`?"
    ),
    (
      "faults: [{event-delay: {channel: event-que, latency: 3s}}]",
      "f.yaml:1:34: error: `event-que` is no channel; did you mean `event-queue`?"
    ),
    (
      "faults: [{event-delay: {latency: 3s, preset: eventbridge-typical}}]",
      "f.yaml:1:24: error: fault `event-delay` says its delay twice: `latency` and `preset`; "
        + "expected one of `latency`, `uniform`, `lognormal`, `histogram`, `preset`"
    ),
    (
      "faults: [{event-loss: {loss: 130%}}]",
      "f.yaml:1:30: error: `loss` can't be `130%`; expected a percentage such as `5%`"
    ),
    (
      "faults: [{event-outage: {channel: log-files}}]",
      "f.yaml:1:25: error: an outage needs its length; expected `for` or `preset`"
    ),
    (
      "faults: [{channel-capacity: {rate: fast}}]",
      "f.yaml:1:36: error: `rate` can't be `fast`; expected a rate such as `400/s` or `30/m`"
    ),
    (
      "faults: [{event-reorder: {jitter: 9s, speed: 3}}]",
      "f.yaml:1:39: error: unknown key `speed` in fault `event-reorder`; expected one of "
        + "`channel`, `account`, `region`, `events`, `from`, `for`, `reorder`, `jitter`"
    ),
    (
      "faults: [event-delay]",
      "f.yaml:1:10: error: a fault is a mapping of one name to its members; expected such as "
        + "`event-delay: {channel: event-queue, latency: 30s}`"
    ),
    (
      "faults: [{api-error: {code: X}}]",
      "f.yaml:1:22: error: fault `api-error` has no `service`; expected `service`"
    ),
  ])
  func aBrokenFaultSaysWhereAndWhatWouldBeRight(yaml: String, message: String) {
    let (_, diagnostics) = FaultRegistry.read(text: yaml, file: "f.yaml")
    #expect(diagnostics.map(\.description) == [message])
  }

  @Test func everyPresetNamesItsSource() {
    for preset in DelayPreset.all { #expect(!preset.source.isEmpty) }
    for preset in OutagePreset.all { #expect(preset.source.contains("published")) }
  }
}
