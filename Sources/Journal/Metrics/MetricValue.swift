import AWS

/// What a metric came to.
package enum MetricValue: Hashable, Sendable {
  case count(Int)
  case duration(Duration)
  /// Right-censored: it had lasted that long when the run ended, and went on.
  case atLeast(Duration)
  /// In millionths, so that no two machines print it differently.
  case fraction(partsPerMillion: Int)
  /// There was nothing to measure: no attack, no finding.
  case undefined
}

extension MetricValue: CustomStringConvertible {
  /// For people: `3`, `4m 12s`, `over 1h 48m`, `97.5%`, `nothing to measure`.
  package var description: String {
    switch self {
    case .count(let number): String(number)
    case .duration(let duration): duration.brief
    case .atLeast(let duration): "over \(duration.brief)"
    case .fraction(let parts): Self.percent(parts)
    case .undefined: "nothing to measure"
    }
  }

  /// `97.5%`, with up to four decimals and no trailing zeros.
  static func percent(_ partsPerMillion: Int) -> String {
    let magnitude = partsPerMillion.magnitude
    var decimals = String(magnitude % 10_000 + 10_000).dropFirst()
    while decimals.last == "0" { decimals = decimals.dropLast() }
    let sign = partsPerMillion < 0 ? "-" : ""
    return "\(sign)\(magnitude / 10_000)\(decimals.isEmpty ? "" : ".\(decimals)")%"
  }

  /// A quotient in millionths, rounded to the nearest; nothing to measure over 0.
  static func fraction(_ part: Int, of whole: Int) -> MetricValue {
    whole == 0 ? .undefined : .fraction(partsPerMillion: (part * 2_000_000 + whole) / (whole * 2))
  }
}

extension MetricValue {
  var document: AWSObject {
    switch self {
    case .count(let number): ["count": .integer(Int64(number))]
    case .duration(let duration): ["microseconds": .integer(duration.microseconds)]
    case .atLeast(let duration): ["atLeastMicroseconds": .integer(duration.microseconds)]
    case .fraction(let parts): ["partsPerMillion": .integer(Int64(parts))]
    case .undefined: [:]
    }
  }

  init?(_ value: AWSValue) {
    guard let object = value.object else { return nil }
    if let number = object["count"]?.integer {
      self = .count(Int(number))
    } else if let number = object["microseconds"]?.integer {
      self = .duration(.microseconds(number))
    } else if let number = object["atLeastMicroseconds"]?.integer {
      self = .atLeast(.microseconds(number))
    } else if let number = object["partsPerMillion"]?.integer {
      self = .fraction(partsPerMillion: Int(number))
    } else if object.isEmpty {
      self = .undefined
    } else {
      return nil
    }
  }
}

extension Duration {
  /// For people, two units at most: `420us`, `87ms`, `4.25s`, `4m 12s`, `1h 48m`, `2d 3h`.
  package var brief: String {
    let total = microseconds
    if total < 0 { return "-" + Duration.microseconds(-total).brief }
    if total == 0 { return "0s" }
    if total < 1000 { return "\(total)us" }
    if total < 1_000_000 { return "\(total / 1000)ms" }
    if total < 60_000_000 { return Self.decimal(total / 10_000) + "s" }
    let seconds = total / 1_000_000
    if seconds < 3600 { return Self.pair(seconds / 60, "m", seconds % 60, "s") }
    if seconds < 86400 { return Self.pair(seconds / 3600, "h", seconds / 60 % 60, "m") }
    return Self.pair(seconds / 86400, "d", seconds / 3600 % 24, "h")
  }

  private static func pair(_ a: Int64, _ unitA: String, _ b: Int64, _ unitB: String) -> String {
    b == 0 ? "\(a)\(unitA)" : "\(a)\(unitA) \(b)\(unitB)"
  }

  private static func decimal(_ hundredths: Int64) -> String {
    let rest = hundredths % 100
    if rest == 0 { return String(hundredths / 100) }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(hundredths / 100).\(digits)"
  }
}
