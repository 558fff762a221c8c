package import AWS

extension Duration {
  /// `30s`, `5m`, `1h30m`, `2d`, `250ms`, `1.5s`; the number 0 without a unit; nil otherwise.
  package init?(text: String) {
    if text == "0" {
      self = .zero
      return
    }
    var rest = text[...]
    var total: Int64 = 0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count)
      let scale: Int64
      switch unit {
      case "us": scale = 1
      case "ms": scale = 1000
      case "s": scale = 1_000_000
      case "m": scale = 60_000_000
      case "h": scale = 3_600_000_000
      case "d": scale = 86_400_000_000
      default: return nil
      }
      let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), let whole = Int64(parts[0]) else { return nil }
      var (sum, overflow) = whole.multipliedReportingOverflow(by: scale)
      if overflow { return nil }
      if parts.count == 2 {
        guard (1...6).contains(parts[1].count), let fraction = Int64(parts[1]) else { return nil }
        var divisor: Int64 = 1
        for _ in parts[1] { divisor *= 10 }
        sum += fraction * scale / divisor
      }
      (total, overflow) = total.addingReportingOverflow(sum)
      if overflow { return nil }
    }
    self = .microseconds(total)
  }

  package init?(node: Node) {
    guard let text = node.scalarText else { return nil }
    self.init(text: text)
  }
}

extension Probability {
  /// `5%`, `0.1%`, `0.05` (a fraction of 1), `0`, `1`; nil for what is outside 0 to 1 or finer than
  /// a millionth.
  package init?(text: String) {
    let isPercent = text.hasSuffix("%")
    let parts = (isPercent ? text.dropLast() : text[...])
      .split(separator: ".", omittingEmptySubsequences: false)
    let decimals = isPercent ? 4 : 6
    let fraction = parts.count == 2 ? parts[1] : ""
    guard (1...2).contains(parts.count), !parts[0].isEmpty, fraction.count <= decimals,
      parts.count == 1 || !fraction.isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let number = Int(
        parts[0] + fraction + String(repeating: "0", count: decimals - fraction.count)),
      (0...1_000_000).contains(number)
    else { return nil }
    self.init(partsPerMillion: number)
  }

  package init?(node: Node) {
    guard let text = node.scalarText else { return nil }
    self.init(text: text)
  }
}

extension MappingReader {
  /// `5%`, or a fraction of 1.
  package mutating func probability(_ key: String) -> Probability? {
    value(key, expected: "a percentage such as `5%`") { Probability(node: $0) }
  }
}
