/// A place in a policy's text, both counts from 1; a column is a Unicode scalar.
package struct TextPosition: Hashable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A policy's JSON text, asked where its parts stand. Only for text that parses as JSON.
package struct PolicyText: Sendable {
  private let bytes: [UInt8]

  package init(_ text: String) { bytes = Array(text.utf8) }

  package func position(offset: Int) -> TextPosition {
    var position = TextPosition(line: 1, column: 1)
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        position = TextPosition(line: position.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        position.column += 1
      }
    }
    return position
  }

  /// Where the part at the end of a path begins; a member's value, or its name for an error about
  /// the name. Where the path leads nowhere, the last part that is there.
  package func start(of path: [PolicyError.Step]) -> TextPosition {
    position(offset: range(of: path).lowerBound)
  }

  /// Where statements stand, as the policy simulator counts: one that stands alone from behind its
  /// `{`, one of a list from behind what stands before it, both to behind their `}`.
  package var statements: [(start: TextPosition, end: TextPosition)] {
    let whole = range(of: [.member("Statement")])
    guard byte(whole.lowerBound) == UInt8(ascii: "[") else {
      return [(position(offset: whole.lowerBound + 1), position(offset: whole.upperBound))]
    }
    var start = whole.lowerBound + 1
    return itemRanges(in: whole.lowerBound).map { item in
      defer { start = item.upperBound }
      return (position(offset: start), position(offset: item.upperBound))
    }
  }

  private func range(of path: [PolicyError.Step]) -> Range<Int> {
    var start = afterSpace(0)
    for step in path {
      guard let next = step.start(self, start) else { break }
      start = next
    }
    return start..<afterValue(start)
  }

  /// The member's value in the object that begins there; of repeated members the last.
  fileprivate func member(_ name: String, in start: Int) -> Int? {
    guard byte(start) == UInt8(ascii: "{") else { return nil }
    var index = afterSpace(start + 1)
    var found: Int?
    while byte(index) == UInt8(ascii: "\"") {
      let end = afterString(index)
      let value = afterSpace(afterSpace(end) + 1)
      if bytes[(index + 1)..<(end - 1)].elementsEqual(name.utf8) { found = value }
      index = afterSpace(afterValue(value))
      guard byte(index) == UInt8(ascii: ",") else { break }
      index = afterSpace(index + 1)
    }
    return found
  }

  fileprivate func itemRanges(in start: Int) -> [Range<Int>] {
    guard byte(start) == UInt8(ascii: "[") else { return [] }
    var ranges: [Range<Int>] = []
    var index = afterSpace(start + 1)
    while index < bytes.count, byte(index) != UInt8(ascii: "]") {
      let end = afterValue(index)
      ranges.append(index..<end)
      index = afterSpace(end)
      guard byte(index) == UInt8(ascii: ",") else { break }
      index = afterSpace(index + 1)
    }
    return ranges
  }

  private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private func afterSpace(_ start: Int) -> Int {
    var index = start
    while let byte = byte(index), [0x20, 0x0A, 0x0D, 0x09].contains(byte) { index += 1 }
    return min(index, bytes.count)
  }

  private func afterString(_ start: Int) -> Int {
    var index = start + 1
    while let byte = byte(index), byte != UInt8(ascii: "\"") {
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  private func afterValue(_ start: Int) -> Int {
    var depth = 0
    var index = start
    while let byte = byte(index) {
      switch byte {
      case UInt8(ascii: "\""):
        index = afterString(index)
        if depth == 0 { return index }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return depth < 0 ? index : index + 1 }
      case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09: if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return index
  }
}

extension PolicyError.Step {
  fileprivate func start(_ text: PolicyText, _ start: Int) -> Int? {
    switch self {
    case .member(let name): return text.member(name, in: start)
    case .item(let index):
      let items = text.itemRanges(in: start)
      return items.indices.contains(index) ? items[index].lowerBound : nil
    }
  }
}

extension PolicyError {
  /// Where in the policy's text it is wrong.
  package func position(in text: String) -> TextPosition {
    let text = PolicyText(text)
    if case .invalidJSON(let offset) = problem { return text.position(offset: offset) }
    return text.start(of: path)
  }
}
