package import Simulation

/// A delay by name, with what is known of where its figures come from.
package struct DelayPreset: Hashable, Sendable {
  package let name: String
  package let distribution: DelayDistribution
  /// `measured`, `published`, `documented` or `assumed`, and by whom.
  package let source: String

  package static let all: [DelayPreset] = [
    DelayPreset(
      name: "eventbridge-typical",
      distribution: .lognormal(median: .seconds(20), p99: .seconds(90)),
      source: "p99 of 90 s published by Cloud Custodian's maintainers in 2017; median assumed"),
    DelayPreset(
      name: "log-files-measured", distribution: .histogram(.cloudTrailLogFiles),
      source: "measured on 2,900 real records, file stamp minus event time: mean 244 s"),
    DelayPreset(
      name: "log-files-documented",
      distribution: .lognormal(median: .seconds(300), p99: .seconds(900)),
      source: "5 minutes on average documented by AWS; the spread assumed"),
    DelayPreset(
      name: "event-history-assumed",
      distribution: .lognormal(median: .seconds(120), p99: .seconds(600)),
      source: "assumed: AWS publishes no delay of LookupEvents"),
  ]
}

/// An outage by name.
package struct OutagePreset: Hashable, Sendable {
  package let name: String
  package let length: Duration
  /// How long the backlog took afterwards.
  package let backlog: Duration
  package let source: String

  package static let all: [OutagePreset] = [
    OutagePreset(
      name: "eventbridge-2021-12-07", length: .seconds(2 * 3600),
      backlog: .seconds(4 * 3600 + 300),
      source: "us-east-1, 12:35 to 14:35 PST, backlog until 18:40 (from memory, unverified); no "
        + "delay of CloudTrail's own is published"),
    OutagePreset(
      name: "us-east-1-2023-06-13", length: .seconds(6960), backlog: .seconds(6720),
      source: "11:49 to 13:45 PDT, recovered by 15:37, documented by AWS; no delay of "
        + "CloudTrail's own is published"),
    OutagePreset(
      name: "us-east-1-2024-07-30", length: .seconds(24_720), backlog: .seconds(0),
      source: "14:45 to 21:37 PDT, documented by AWS; no delay of CloudTrail's own is published"),
  ]
}
