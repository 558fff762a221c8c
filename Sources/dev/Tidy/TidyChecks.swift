/// The checks, each on one file.
enum TidyChecks {
  static let lineLimit = 400
  static let columnLimit = 100

  static func all(_ file: SourceFile) -> [Objection] {
    var found = unfinished(file) + machinePaths(file)
    if file.isSwift { found += size(file) + imports(file) + banned(file) }
    return found
  }

  private static func size(_ file: SourceFile) -> [Objection] {
    var found: [Objection] = []
    if file.lines.count > lineLimit {
      found.append(
        Objection(
          path: file.path, line: file.lines.count,
          message: "\(file.lines.count) lines; a file is a room of at most \(lineLimit)"))
    }
    for (index, line) in file.lines.enumerated() where line.count > columnLimit {
      // An address can't be broken.
      if line.contains("// ") || line.contains("/// "), line.contains("https://") { continue }
      found.append(
        Objection(
          path: file.path, line: index + 1,
          message: "\(line.count) columns; at most \(columnLimit)"))
    }
    return found
  }

  private static func imports(_ file: SourceFile) -> [Objection] {
    guard let target = file.target else { return [] }
    return file.code.enumerated().compactMap { index, line in
      let words = line.split(separator: " ")
      guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
        words[..<position].allSatisfy({ $0.hasPrefix("@") || access.contains(String($0)) })
      else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "typealias"]
      let name = kinds.contains(words[position + 1]) ? words.last : words[position + 1]
      let module = String((name ?? "").prefix { $0 != "." })
      return ImportTable.objection(to: module, in: target).map {
        Objection(path: file.path, line: index + 1, message: $0)
      }
    }
  }

  private static let access: Set<String> = [
    "package", "internal", "public", "private", "fileprivate",
  ]

  /// What would make a run differ from its repetition, or end it.
  private static let bannedInCores: [(word: String, instead: String)] = [
    ("Date()", "time comes in as a Timestamp"),
    ("UUID()", "identifiers come from a SeededGenerator"),
    ("SystemRandomNumberGenerator", "randomness comes from a SeededGenerator"),
    (".randomElement()", "randomness comes from a SeededGenerator"),
    (".shuffled()", "randomness comes from a SeededGenerator"),
    ("Task {", "cores are synchronous"), ("Task.detached", "cores are synchronous"),
    ("async", "cores are synchronous"), ("await", "cores are synchronous"),
    ("try!", "throw it, or state a precondition with its context"),
    ("fatalError", "state a precondition with its context"),
    ("@unchecked", "only a wrapper of a C library may promise what the compiler can't see"),
    ("nonisolated(unsafe)", "only a wrapper of a C library may promise what isn't seen"),
  ]

  /// A file that wraps a C library may vouch for the library's own promise.
  private static let promises: Set<String> = ["@unchecked", "nonisolated(unsafe)"]

  private static func banned(_ file: SourceFile) -> [Objection] {
    guard let target = file.target else { return [] }
    let isCore = ImportTable.cores.contains(target)
    let code = file.code
    let wrapsC = code.contains { line in
      ImportTable.librariesInC.contains { line.hasSuffix("import \($0)") }
    }
    return code.enumerated().flatMap { index, line in
      bannedInCores
        .filter { isCore || $0.word == "try!" || $0.word == "@unchecked" }
        .filter { !(wrapsC && promises.contains($0.word)) && contains(line, word: $0.word) }
        .map {
          Objection(
            path: file.path, line: index + 1, message: "`\($0.word)` is banned here: \($0.instead)")
        }
    }
  }

  /// Put together here, so that this file isn't found by its own check.
  private static let unfinishedWords = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]

  private static func unfinished(_ file: SourceFile) -> [Objection] {
    file.lines.enumerated().flatMap { index, line in
      unfinishedWords.filter { contains(line, word: $0) }.map {
        Objection(path: file.path, line: index + 1, message: "`\($0)`: finish it, or leave it out")
      }
    }
  }

  private static let machineRoots = [
    "/ho" + "me/", "/Use" + "rs/", "/ro" + "ot/", "/opt/" + "swift", "/tmp/" + "bash",
    "/wo" + "rk/",
  ]

  private static func machinePaths(_ file: SourceFile) -> [Objection] {
    file.lines.enumerated().flatMap { index, line in
      machineRoots.filter { root in
        line.ranges(of: root).contains { range in
          // `arn:aws:iam::1:user/home/x` is no path of a machine; one begins after no letter.
          range.lowerBound == line.startIndex
            || !isPath(line[line.index(before: range.lowerBound)])
        }
      }.map {
        Objection(path: file.path, line: index + 1, message: "`\($0)` is a path of one machine")
      }
    }
  }

  private static func isPath(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-}.".contains(character)
  }

  /// The word, not a part of a longer one; a word that begins or ends with a sign has no such side.
  static func contains(_ line: String, word: String) -> Bool {
    func isLetter(_ character: Character?) -> Bool {
      character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }
    return line.ranges(of: word).contains { range in
      let before = line[..<range.lowerBound].last
      let after = line[range.upperBound...].first
      return !(isLetter(word.first) && isLetter(before))
        && !(isLetter(word.last) && isLetter(after))
    }
  }
}
