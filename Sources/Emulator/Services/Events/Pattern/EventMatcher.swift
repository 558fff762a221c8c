import AWS
import PolicyLanguage

/// One alternative of a field.
indirect enum EventMatcher: Hashable, Sendable {
  case equals(AWSValue)
  case prefix(String, ignoringCase: Bool)
  case suffix(String, ignoringCase: Bool)
  case equalsIgnoringCase(String)
  case wildcard(EventWildcard)
  case numeric([NumericBound])
  case cidr(IPNetwork)
  case exists(Bool)
  case anythingBut([EventMatcher])

  struct NumericBound: Hashable, Sendable {
    let comparison: String
    let number: Double

    func holds(_ value: Double) -> Bool {
      switch comparison {
      case "<": value < number
      case "<=": value <= number
      case ">": value > number
      case ">=": value >= number
      default: value == number
      }
    }
  }

  /// nil stands for a field that isn't there.
  func matches(_ value: AWSValue?) -> Bool {
    if case .exists(let wanted) = self {
      return wanted == Self.isLeaf(value)
    }
    switch value {
    case nil, .object: return false
    case .list(let items): return items.contains { matches($0) }
    case .some(let leaf): return matchesLeaf(leaf)
    }
  }

  /// Only leaves exist: neither an object nor an empty list.
  private static func isLeaf(_ value: AWSValue?) -> Bool {
    switch value {
    case nil, .object: false
    case .list(let items): items.contains { isLeaf($0) }
    default: true
    }
  }

  private func matchesLeaf(_ value: AWSValue) -> Bool {
    switch self {
    case .equals(let wanted):
      if let a = wanted.double, let b = value.double { return a == b }
      return wanted == value
    case .prefix(let prefix, let ignoringCase):
      guard let text = value.string else { return false }
      return ignoringCase
        ? text.lowercased().hasPrefix(prefix.lowercased()) : text.hasPrefix(prefix)
    case .suffix(let suffix, let ignoringCase):
      guard let text = value.string else { return false }
      return ignoringCase
        ? text.lowercased().hasSuffix(suffix.lowercased()) : text.hasSuffix(suffix)
    case .equalsIgnoringCase(let wanted):
      return value.string.map { $0.lowercased() == wanted.lowercased() } ?? false
    case .wildcard(let wildcard): return value.string.map(wildcard.matches) ?? false
    case .numeric(let bounds):
      guard let number = value.double else { return false }
      return bounds.allSatisfy { $0.holds(number) }
    case .cidr(let network):
      return value.string.flatMap { IPNetwork($0) }.map { network.contains($0) } ?? false
    case .anythingBut(let unwanted): return !unwanted.contains { $0.matchesLeaf(value) }
    case .exists(let wanted): return wanted
    }
  }
}

/// A text with `*` for any characters; `\*` and `\\` stand for themselves.
struct EventWildcard: Hashable, Sendable {
  /// The pieces between the stars.
  private let pieces: [[UInt8]]

  init(_ text: String) throws(AWSError) {
    var pieces: [[UInt8]] = [[]]
    var isEscaped = false
    var afterStar = false
    for (position, byte) in text.utf8.enumerated() {
      if isEscaped {
        guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "\\") else {
          throw EventsError.pattern("Invalid escape character at pos \(position - 1)")
        }
        pieces[pieces.count - 1].append(byte)
        (isEscaped, afterStar) = (false, false)
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "*") {
        if afterStar {
          throw EventsError.pattern("Consecutive wildcard characters at pos \(position - 1)")
        }
        pieces.append([])
        afterStar = true
      } else {
        pieces[pieces.count - 1].append(byte)
        afterStar = false
      }
    }
    if isEscaped {
      throw EventsError.pattern("Invalid escape character at pos \(text.utf8.count - 1)")
    }
    self.pieces = pieces
  }

  /// Each piece at its first place after the one before; the last one at the end.
  func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = pieces.first, let last = pieces.last, bytes.starts(with: first) else {
      return false
    }
    if pieces.count == 1 { return bytes == first }
    var index = first.count
    for piece in pieces.dropFirst().dropLast() {
      guard let found = Self.find(piece, bytes, from: index) else { return false }
      index = found + piece.count
    }
    return bytes.count - last.count >= index && bytes.suffix(last.count).elementsEqual(last)
  }

  private static func find(_ piece: [UInt8], _ bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count - start >= piece.count else { return nil }
    return (start...(bytes.count - piece.count)).first {
      bytes[$0..<($0 + piece.count)].elementsEqual(piece)
    }
  }
}
