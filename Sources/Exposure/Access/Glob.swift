/// A text with wildcards as an automaton: one state for each token that is still to come.
struct Glob: Hashable {
  let tokens: [Int16]
  let ignoresCase: Bool

  /// Above the bytes: any characters, one character, and the same without a colon.
  static let star: Int16 = 256
  static let question: Int16 = 257
  static let starInPart: Int16 = 258
  static let questionInPart: Int16 = 259

  init(_ text: String, wildcards: Bool = true, ignoresCase: Bool = false) {
    self.ignoresCase = ignoresCase
    let lowered = ignoresCase ? text.lowercased() : text
    tokens = lowered.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "*") where wildcards: Self.star
      case UInt8(ascii: "?") where wildcards: Self.question
      default: Int16(byte)
      }
    }
  }

  /// Of an ARN operator: no wildcard of the first five parts reaches over a colon.
  init(arn text: String) {
    ignoresCase = false
    var colons = 0
    let isWhole = text.utf8.filter { $0 == UInt8(ascii: ":") }.count < 5
    tokens = text.utf8.map { byte in
      if byte == UInt8(ascii: ":") { colons += 1 }
      let isOpen = isWhole || colons >= 5
      switch byte {
      case UInt8(ascii: "*"): return isOpen ? Self.star : Self.starInPart
      case UInt8(ascii: "?"): return isOpen ? Self.question : Self.questionInPart
      default: return Int16(byte)
      }
    }
  }

  /// Whether one text alone meets it.
  var isFixed: Bool { !ignoresCase && tokens.allSatisfy { $0 < 256 } }

  func matches(_ text: String) -> Bool {
    var open: Set<Int> = [0]
    follow(&open)
    for byte in text.utf8 {
      var next: Set<Int> = []
      for position in open where position < tokens.count && token(tokens[position], admits: byte) {
        next.insert(isStar(position) ? position : position + 1)
      }
      follow(&next)
      open = next
    }
    return open.contains(tokens.count)
  }

  private func isStar(_ position: Int) -> Bool {
    tokens[position] == Self.star || tokens[position] == Self.starInPart
  }

  /// A star may stand for no character.
  private func follow(_ open: inout Set<Int>) {
    for start in open {
      var position = start
      while position < tokens.count, isStar(position) {
        position += 1
        open.insert(position)
      }
    }
  }

  /// Whether the token lets the byte pass.
  func token(_ token: Int16, admits byte: UInt8) -> Bool {
    switch token {
    case Self.star, Self.question: true
    case Self.starInPart, Self.questionInPart: byte != UInt8(ascii: ":")
    default: token == Int16(ignoresCase ? byte.lowered : byte)
    }
  }
}

extension UInt8 {
  var lowered: UInt8 { (65...90).contains(self) ? self | 0x20 : self }
  var raised: UInt8 { (97...122).contains(self) ? self & 0xDF : self }
}

/// Texts that between them meet every combination of patterns that any text can meet: what a
/// search over all texts may be replaced by.
///
/// All patterns run side by side over texts of growing length; a state that was seen leads to
/// nothing new. Of the bytes only those count that some pattern waits for, and one other.
struct GlobCells {
  let values: [String]
  /// False when the search was cut short: some combination may be missing.
  let isComplete: Bool

  static let mostStates = 4_000
  /// - Parameters:
  ///   - shapes: one of these must be met; any text will do when there is none.
  ///   - alphabet: the bytes to make texts of; nil for all.
  ///   - textsEach: how many texts a combination may get: more than one where the first may be
  ///     spoilt by a value that is compared whole.
  ///   - accepts: a last word on each text.
  init(
    of patterns: [Glob], within shapes: [Glob] = [], alphabet: [UInt8]? = nil,
    textsEach: Int = 3, accepts: (String) -> Bool = { _ in true }
  ) {
    var search = Search(patterns, shapes, alphabet, textsEach)
    search.run(accepts)
    values = search.found
    isComplete = search.isComplete
  }

  private struct Search {
    let globs: [Glob]
    /// Where each automaton's positions begin, and the end.
    let offsets: [Int32]
    let patternCount: Int
    let hasShapes: Bool
    let alphabet: [UInt8]?
    let textsEach: Int
    var found: [String] = []
    var isComplete = true
    private var textsBySignature: [[Int]: Int] = [:]

    init(_ patterns: [Glob], _ shapes: [Glob], _ alphabet: [UInt8]?, _ textsEach: Int) {
      self.textsEach = textsEach
      globs = patterns + shapes
      var next: Int32 = 0
      var offsets: [Int32] = []
      for glob in globs {
        offsets.append(next)
        next += Int32(glob.tokens.count) + 1
      }
      self.offsets = offsets + [next]
      patternCount = patterns.count
      hasShapes = !shapes.isEmpty
      self.alphabet = alphabet
    }

    mutating func run(_ accepts: (String) -> Bool) {
      var start: [Int32] = []
      for index in globs.indices { open(index, 0, &start) }
      var queue: [(state: [Int32], text: [UInt8])] = [(start, [])]
      var visits: [[Int32]: Int] = [start: 1]
      var next = 0
      while next < queue.count {
        if next >= GlobCells.mostStates {
          isComplete = false
          return
        }
        let (state, text) = queue[next]
        next += 1
        if !text.isEmpty { record(state, text, accepts) }
        for byte in bytes(state) {
          let after = step(state, byte)
          if hasShapes, !after.contains(where: { $0 >= offsets[patternCount] }) { continue }
          let seen = visits[after, default: 0]
          if seen >= textsEach { continue }
          visits[after] = seen + 1
          queue.append((after, text + [byte]))
        }
      }
    }

    private mutating func record(
      _ state: [Int32], _ text: [UInt8], _ accepts: (String) -> Bool
    ) {
      let met = globs.indices.filter { index in
        state.contains(offsets[index + 1] - 1)
      }
      if hasShapes, !met.contains(where: { $0 >= patternCount }) { return }
      let signature = met.filter { $0 < patternCount }
      let texts = textsBySignature[signature, default: 0]
      guard texts < textsEach else { return }
      let value = String(decoding: text, as: UTF8.self)
      guard accepts(value) else { return }
      textsBySignature[signature] = texts + 1
      found.append(value)
    }

    /// Adds a position, and what follows from it for nothing: a star may stand for no character.
    private func open(_ glob: Int, _ position: Int, _ state: inout [Int32]) {
      var position = position
      while true {
        let place = offsets[glob] + Int32(position)
        if !state.contains(place) { state.append(place) }
        let tokens = globs[glob].tokens
        guard position < tokens.count,
          tokens[position] == Glob.star || tokens[position] == Glob.starInPart
        else { return }
        position += 1
      }
    }

    private func step(_ state: [Int32], _ byte: UInt8) -> [Int32] {
      var after: [Int32] = []
      forEachToken(state) { glob, position, token in
        guard globs[glob].token(token, admits: byte) else { return }
        let stays = token == Glob.star || token == Glob.starInPart
        open(glob, stays ? position : position + 1, &after)
      }
      return after.sorted()
    }

    private func forEachToken(_ state: [Int32], _ body: (Int, Int, Int16) -> Void) {
      var glob = 0
      for place in state {
        while place >= offsets[glob + 1] { glob += 1 }
        let position = Int(place - offsets[glob])
        let tokens = globs[glob].tokens
        if position < tokens.count { body(glob, position, tokens[position]) }
      }
    }

    /// The bytes that some pattern waits for, and before them one that none does.
    private func bytes(_ state: [Int32]) -> [UInt8] {
      var awaited: Set<UInt8> = []
      forEachToken(state) { glob, _, token in
        if let byte = UInt8(exactly: token) {
          awaited.insert(byte)
          if globs[glob].ignoresCase { awaited.insert(byte.raised) }
        } else if token == Glob.starInPart || token == Glob.questionInPart {
          awaited.insert(UInt8(ascii: ":"))
        }
      }
      let usual = Array("zq7xk5wj3vf9yb1".utf8)
      let other = (alphabet ?? usual).first { !awaited.contains($0) }
      let allowed = awaited.filter { alphabet?.contains($0) ?? true }.sorted()
      return (other.map { [$0] } ?? []) + allowed
    }
  }
}
