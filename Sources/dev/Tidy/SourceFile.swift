/// A text file of the repository, in lines.
struct SourceFile {
  /// From the root: `Sources/AWS/JSON/JSON.swift`.
  let path: String
  let lines: [String]

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
  }

  var isSwift: Bool { path.hasSuffix(".swift") }

  /// `AWS` of `Sources/AWS/JSON/JSON.swift`; nil outside Sources.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  /// The lines with comments and the insides of string literals taken out: what the compiler acts
  /// on. Interpolated code goes with its literal.
  var code: [String] {
    var isInText = false
    return lines.map { line in
      if line.contains("\"\"\"") {
        // Both ends on one line, or a multi-line literal that begins or ends.
        let marks = line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count - 1
        let wasInText = isInText
        if marks % 2 == 1 { isInText.toggle() }
        return wasInText ? "" : String(line.prefix { $0 != "\"" })
      }
      return isInText ? "" : Self.withoutText(line)
    }
  }

  private static func withoutText(_ line: String) -> String {
    var out = ""
    var isQuoted = false
    var isEscaped = false
    var previous: Character = " "
    for character in line {
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isQuoted = false
          out.append(character)
        }
      } else {
        if character == "/", previous == "/" {
          out.removeLast()
          break
        }
        if character == "\"" { isQuoted = true }
        out.append(character)
      }
      previous = character
    }
    return out
  }
}

/// Something untidy, at a place.
struct Objection: Hashable {
  let path: String
  /// From 1.
  let line: Int
  let message: String

  var text: String { "\(path):\(line): \(message)" }
}
