import AWS

/// Labels against what the engine made of them.
///
/// An attack is the positive class; attempts and benign steps are the negatives, kept apart since
/// most real alerts come from them (Yang et al., USENIX Security 2024).
package struct ConfusionMatrix: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    /// Labels on which the engine found something that it should (attack) or shouldn't (others).
    package var flagged = 0
    package var quiet = 0
    package var total: Int { flagged + quiet }

    package init(flagged: Int = 0, quiet: Int = 0) {
      self.flagged = flagged
      self.quiet = quiet
    }

    mutating func add(flagged isFlagged: Bool) {
      if isFlagged { flagged += 1 } else { quiet += 1 }
    }
  }

  package var attack = Row()
  package var attempt = Row()
  package var benign = Row()
  /// Resources without any label that were found bad while no checker saw a violation.
  package var unlabelledFlagged = 0

  package init() {}

  package mutating func add(_ other: ConfusionMatrix) {
    for row in [\ConfusionMatrix.attack, \.attempt, \.benign] {
      self[keyPath: row].flagged += other[keyPath: row].flagged
      self[keyPath: row].quiet += other[keyPath: row].quiet
    }
    unlabelledFlagged += other.unlabelledFlagged
  }

  package var truePositives: Int { attack.flagged }
  package var falseNegatives: Int { attack.quiet }
  package var falsePositives: Int { attempt.flagged + benign.flagged + unlabelledFlagged }
  package var trueNegatives: Int { attempt.quiet + benign.quiet }

  package var precision: MetricValue {
    .fraction(truePositives, of: truePositives + falsePositives)
  }
  package var recall: MetricValue { .fraction(truePositives, of: attack.total) }
  package var f1: MetricValue {
    .fraction(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
  }

  /// Matthews correlation coefficient (Matthews, 1975), from -1 to 1; nothing to measure where a
  /// row or a column is empty.
  package var matthews: MetricValue {
    let (tp, fp) = (Double(truePositives), Double(falsePositives))
    let (tn, fn) = (Double(trueNegatives), Double(falseNegatives))
    let product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    guard product > 0 else { return .undefined }
    // Multiplication, division and square root are exact to the last bit under IEEE 754.
    let value = (tp * tn - fp * fn) / product.squareRoot()
    return .fraction(partsPerMillion: Int((value * 1_000_000).rounded()))
  }
}

/// A rate with its 95% interval by Wilson (1927), which holds for small samples too.
package struct RateInterval: Hashable, Sendable {
  package let events: Int
  package let trials: Int

  package init(events: Int, trials: Int) {
    self.events = events
    self.trials = trials
  }

  package var rate: MetricValue { .fraction(events, of: trials) }

  /// Bounds in millionths; nil without a trial.
  package var bounds: (lower: Int, upper: Int)? {
    guard trials > 0 else { return nil }
    let z = 1.959963984540054
    let n = Double(trials)
    let p = Double(events) / n
    let centre = p + z * z / (2 * n)
    let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    func millionths(_ value: Double) -> Int {
      Int((min(max(value, 0), 1) * 1_000_000).rounded())
    }
    return (millionths((centre - spread) / scale), millionths((centre + spread) / scale))
  }

  /// Where nothing happened in n trials: with 95% confidence the rate lies below 3/n (the rule of
  /// three); nil otherwise.
  package var ruleOfThree: Int? {
    trials > 0 && events == 0 ? min(1_000_000, 3_000_000 / trials) : nil
  }
}
