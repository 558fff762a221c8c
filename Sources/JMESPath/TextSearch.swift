/// Finds a text in others in a time that grows with their lengths only (Knuth, Morris and Pratt,
/// "Fast pattern matching in strings", 1977): what is looked for may be hostile too.
package struct TextSearch {
  private let part: [UInt8]
  /// For each byte how much of the part's beginning ends there; made for long parts only.
  private let borders: [Int]

  /// Up to here trying each place is quicker than it can become slow.
  private static let shortLength = 16

  package init(_ part: String) {
    self.part = Array(part.utf8)
    borders = self.part.count > Self.shortLength ? Self.borders(self.part) : []
  }

  private static func borders(_ part: [UInt8]) -> [Int] {
    var out = [Int](repeating: 0, count: part.count)
    var length = 0
    for index in 1..<part.count {
      while length > 0, part[index] != part[length] { length = out[length - 1] }
      if part[index] == part[length] { length += 1 }
      out[index] = length
    }
    return out
  }

  /// `part in text`
  package func isIn(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { first(in: $0, from: 0) != nil }
  }

  /// `text.split(part)`: every piece kept. The part isn't empty.
  func split(_ text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      var pieces: [String] = []
      var start = 0
      while let found = first(in: bytes, from: start) {
        pieces.append(String(decoding: bytes[start..<found], as: UTF8.self))
        start = found + part.count
      }
      pieces.append(String(decoding: bytes[start...], as: UTF8.self))
      return pieces
    }
  }

  private func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let head = part.first else { return start }
    guard text.count - start >= part.count else { return nil }
    if borders.isEmpty {
      for place in start...(text.count - part.count) where text[place] == head {
        var index = 1
        while index < part.count, text[place + index] == part[index] { index += 1 }
        if index == part.count { return place }
      }
      return nil
    }
    var length = 0
    for index in start..<text.count {
      while length > 0, text[index] != part[length] { length = borders[length - 1] }
      if text[index] == part[length] { length += 1 }
      if length == part.count { return index + 1 - length }
    }
    return nil
  }
}
