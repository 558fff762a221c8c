/// The nearest of some known words, for a suggestion.
package enum Spelling {
  /// The known word with the fewest edits (at most a third of its length, and at least one
  /// letter right); the first of equals; nil when none is near.
  package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let folded = fold(word)
    var best: (word: String, distance: Int)?
    for candidate in known {
      let other = fold(candidate)
      let bound = max(1, max(folded.count, other.count) / 3)
      let distance =
        folded.count <= 64 && other.count <= 64 ? edits(folded, other) : bound + 1
      if distance <= bound, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// ``did you mean `x`?``, or the list when none is near and the list is short.
  package static func suggestion(for word: String, among known: [String]) -> String? {
    if let near = nearest(to: word, among: known) { return "did you mean `\(near)`?" }
    guard !known.isEmpty else { return nil }
    let shown = known.prefix(16).map { "`\($0)`" }.joined(separator: ", ")
    return "expected one of \(shown)" + (known.count > 16 ? " and others" : "")
  }

  /// Case, `-` and `_` don't count.
  private static func fold(_ word: String) -> [UInt8] {
    word.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
      .map { (65...90).contains($0) ? $0 | 0x20 : $0 }
  }

  /// Levenshtein's distance, with a swap of neighbours as one edit.
  private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + Array(repeating: 0, count: b.count)
      for j in 1...b.count {
        let same = a[i - 1] == b[j - 1]
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], before[j - 2] + 1)
        }
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
