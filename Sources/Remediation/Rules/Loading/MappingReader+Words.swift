import Documents

extension MappingReader {
  /// One of some words.
  mutating func word(_ key: String, _ words: String...) -> String? {
    word(key, words)
  }

  /// The same where it can't be missing.
  mutating func requiredWord(_ key: String, _ words: String...) -> String? {
    requiredNode(key) == nil ? nil : word(key, words)
  }

  private mutating func word(_ key: String, _ words: [String]) -> String? {
    let expected = words.map { "`\($0)`" }.joined(separator: " or ")
    return value(key, expected: expected) { node in
      node.string.flatMap { words.contains($0) ? $0 : nil }
    }
  }
}
