import AWS

/// One scenario run under several seeds: counts add up, durations are pooled, rates get intervals.
package struct Campaign: Sendable {
  package let runs: Int
  package let passed: Int
  package let matrix: ConfusionMatrix
  private let distributions: [RunMetrics.Named<Distribution>]
  private let results: [RunMetrics]

  package init(_ results: [RunResult]) {
    runs = results.count
    passed = results.count { $0.passes }
    self.results = results.map(\.metrics)
    var matrix = ConfusionMatrix()
    var pooled: [RunMetrics.Named<Distribution>] = []
    for metrics in self.results {
      matrix.add(metrics.matrix)
      for one in metrics.distributions {
        if let index = pooled.firstIndex(where: { $0.name == one.name }) {
          pooled[index].value.add(one.value)
        } else {
          pooled.append(one)
        }
      }
    }
    self.matrix = matrix
    distributions = pooled
  }

  package func distribution(_ name: String) -> Distribution {
    distributions.first { $0.name == name }?.value ?? Distribution()
  }

  /// The sum of a counted metric over all runs.
  package func total(_ name: String) -> Int {
    results.reduce(0) { sum, metrics in
      if case .count(let number)? = metrics[name] { sum + number } else { sum }
    }
  }

  package var passRate: RateInterval { RateInterval(events: passed, trials: runs) }
  package var missRate: RateInterval {
    RateInterval(events: matrix.falseNegatives, trials: matrix.attack.total)
  }
  package var falsePositiveRate: RateInterval {
    let negatives = matrix.attempt.total + matrix.benign.total
    return RateInterval(events: matrix.attempt.flagged + matrix.benign.flagged, trials: negatives)
  }
}
