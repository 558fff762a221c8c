internal import Yams

extension YAMLDocumentReader {
  /// libyaml's complaint as ours.
  func diagnostic(for error: YamlError, in text: String) -> Diagnostic {
    func at(_ mark: Mark) -> SourcePosition {
      SourcePosition(file: fileName, line: mark.line, column: mark.column)
    }
    let start = SourcePosition(file: fileName, line: 1, column: 1)
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem == "found undefined alias" { return undefinedAlias(at: at(mark), in: text) }
      return plain(
        problem, at: at(mark), context: context.map { ($0.text, at($0.mark)) }, in: text)
    case .reader(let problem, let offset, _, let text):
      guard let offset else { return Diagnostic(start, "not YAML: \(problem)") }
      return Diagnostic(
        SourcePosition(utf8Offset: offset, in: Array(text.utf8), file: fileName),
        "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "`\($0)`" }.joined(separator: ", ")
      return Diagnostic(
        at(context.mark), "duplicate key \(names)", suggestion: "expected each key once")
    default:
      return Diagnostic(start, "not YAML: \(error)")
    }
  }

  /// As libyaml counts them; `\r\n` is one character, and not `\n`.
  static func lines(of text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// An anchor counts from the end of what it names on: so an alias in there refers to itself.
  private func undefinedAlias(at place: SourcePosition, in text: String) -> Diagnostic {
    let lines = Self.lines(of: text)
    let line = lines.indices.contains(place.line - 1) ? lines[place.line - 1] : ""
    let alias = line.dropFirst(place.column - 1).drop { $0 != "*" }.dropFirst()
    let name = alias.prefix { !$0.isWhitespace && !",[]{}".contains($0) }
    let before = lines.prefix(place.line - 1).joined(separator: "\n") + "\n"
      + line.prefix(place.column - 1)
    func isSet(_ text: String) -> Bool {
      text.split { $0.isWhitespace || ",[]{}".contains($0) }.contains { $0 == "&" + name }
    }
    let shown = String(name).shortened
    if isSet(before) {
      return Diagnostic(
        place, "alias `*\(shown)` stands inside of what its own anchor `&\(shown)` names",
        suggestion: "expected no value that holds itself")
    }
    return Diagnostic(
      place, "alias `*\(shown)` refers to no anchor",
      suggestion: isSet(text)
        ? "expected it behind its anchor `&\(shown)`" : "expected an anchor `&\(shown)` before it")
  }

  /// Comparing keys costs what an alias expands to, before anything can be counted: a file with
  /// many aliases must not use them, or whole collections, as keys.
  func aliasHazard(in text: String) -> Diagnostic? {
    let bytes = Array(text.utf8)
    var aliases = 0
    var firstKey: Int?
    func opens(_ index: Int) -> Bool {
      index == 0 || [0x20, 0x0A, 0x0D, 0x09, 0x5B, 0x7B, 0x2C].contains(bytes[index - 1])
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "*"), opens(index) {
        aliases += 1
        var end = index + 1
        while end < bytes.count, ![0x20, 0x0A, 0x2C, 0x5D, 0x7D].contains(bytes[end]) { end += 1 }
        while end < bytes.count, bytes[end] == 0x20 { end += 1 }
        if end < bytes.count, bytes[(end - 1)...end].contains(UInt8(ascii: ":")) {
          firstKey = firstKey ?? index
        }
      } else if byte == UInt8(ascii: "?"), opens(index), index + 1 < bytes.count,
        [0x20, 0x0A, 0x09, 0x0D].contains(bytes[index + 1])
      {
        firstKey = firstKey ?? index
      } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
        var end = index + 1
        while end < bytes.count, [0x20, 0x09].contains(bytes[end]) { end += 1 }
        if end < bytes.count, bytes[end] == UInt8(ascii: ":") { firstKey = firstKey ?? index }
      }
      index += 1
    }
    guard aliases > 24, let firstKey else { return nil }
    return Diagnostic(
      SourcePosition(utf8Offset: firstKey, in: bytes, file: fileName),
      "an alias or a collection as a key, in a file with \(aliases) aliases",
      suggestion: "expected plain keys")
  }
}

extension SourcePosition {
  /// The place of a byte in a text.
  init(utf8Offset offset: Int, in bytes: [UInt8], file: String) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(file: file, line: line, column: column)
  }
}
