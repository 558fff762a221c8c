/// A version number as Python's distutils reads it: numbers and words in their order.
struct LooseVersion: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case number(Int64)
    case word(String)
  }
  enum Order { case less, equal, greater }

  var parts: [Part]

  init(_ text: String) {
    parts = []
    var run: [UInt8] = []
    var kind: UInt8 = 0
    func flush() {
      guard !run.isEmpty else { return }
      let text = String(decoding: run, as: UTF8.self)
      run = []
      if kind == 1, let number = Int64(text) {
        parts.append(.number(number))
      } else if text != "." {
        parts.append(.word(text))
      }
    }
    for byte in text.utf8 {
      let next: UInt8
      switch byte {
      case 48...57: next = 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"): next = 2
      case UInt8(ascii: "."): next = 3
      default: next = 4
      }
      if next != kind || next == 3 { flush() }
      kind = next
      run.append(byte)
    }
    flush()
  }

  static func known(_ version: LooseVersion?) throws(FilterProblem) -> LooseVersion {
    guard let version else { throw FilterProblem("there is no version to compare") }
    return version
  }

  /// A number and a word are unequal, without order.
  func isEqual(to other: LooseVersion) -> Bool { parts == other.parts }

  /// nil where a number meets a word.
  func order(against other: LooseVersion) -> Order? {
    for (one, two) in zip(parts, other.parts) where one != two {
      switch (one, two) {
      case (.number(let a), .number(let b)): return a < b ? .less : .greater
      case (.word(let a), .word(let b)):
        return a.utf8.lexicographicallyPrecedes(b.utf8) ? .less : .greater
      default: return nil
      }
    }
    if parts.count == other.parts.count { return .equal }
    return parts.count < other.parts.count ? .less : .greater
  }
}
