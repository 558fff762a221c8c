package import AWS

/// A run, read from its journal: what reports are made of.
package struct RunResult: Sendable {
  package let entries: [JournalEntry]
  package let start: RunStarted
  package let startedAt: Timestamp
  package let endedAt: Timestamp
  package let metrics: RunMetrics
  package let expectations: [ExpectationResult]

  /// nil where the journal has no start.
  package init?(_ entries: [JournalEntry]) {
    guard case .runStarted(let start)? = entries.first?.kind, let first = entries.first else {
      return nil
    }
    self.entries = entries
    self.start = start
    startedAt = first.time
    endedAt = entries.last?.time ?? first.time
    metrics = RunMetrics(entries)
    expectations = entries.compactMap {
      if case .expectation(let it) = $0.kind { it } else { nil }
    }
  }

  /// Whether everything came out as the scenario says, wanted violations included.
  package var passes: Bool { expectations.allSatisfy(\.passes) }

  package var journal: [UInt8] { Journal.write(entries) }
}
