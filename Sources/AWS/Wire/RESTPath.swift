/// The path of a REST operation as its model has it: `/detector/{DetectorId}`, `/{Bucket}/{Key+}`.
struct RESTPath: Hashable, Sendable {
  enum Segment: Hashable, Sendable {
    case literal(String)
    case label(String)
    /// Takes all that the other segments leave, slashes too; there is at most one.
    case greedy(String)
  }

  let segments: [Segment]

  /// `template` without its query.
  init(_ template: some StringProtocol) {
    segments = Self.parts(template).map { part in
      guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(String(part)) }
      let name = part.dropFirst().dropLast()
      return name.hasSuffix("+") ? .greedy(String(name.dropLast())) : .label(String(name))
    }
  }

  /// What stands between the slashes of a path, still encoded.
  static func parts<Path: StringProtocol>(_ path: Path) -> [Path.SubSequence] {
    path.dropFirst(path.hasPrefix("/") ? 1 : 0)
      .split(separator: "/", omittingEmptySubsequences: false)
  }

  /// What stands for each label, decoded once; nil where the path has another form. A slash at the
  /// end is passed over where no greedy label takes it.
  func labels(in path: String) -> [(name: String, text: String)]? { labels(in: Self.parts(path)) }

  func labels(in parts: [Substring]) -> [(name: String, text: String)]? {
    var parts = parts[...]
    let isGreedy = segments.contains { if case .greedy = $0 { true } else { false } }
    if !isGreedy, parts.count == segments.count + 1, parts.last?.isEmpty == true {
      parts.removeLast()
    }
    guard isGreedy ? parts.count >= segments.count : parts.count == segments.count else {
      return nil
    }
    let surplus = parts.count - segments.count
    var labels: [(name: String, text: String)] = []
    for segment in segments {
      switch segment {
      case .literal(let text):
        guard PercentEncoding.decode(parts.removeFirst()) == text else { return nil }
      case .label(let name):
        labels.append((name, PercentEncoding.decode(parts.removeFirst())))
      case .greedy(let name):
        let text = parts.prefix(surplus + 1).joined(separator: "/")
        labels.append((name, PercentEncoding.decode(text)))
        parts.removeFirst(surplus + 1)
      }
    }
    return labels
  }

  /// Greater for the path that is tried first: a literal before a label before a greedy one.
  var specificity: [Int] {
    segments.map { segment in
      switch segment {
      case .literal: 2
      case .label: 1
      case .greedy: 0
      }
    }
  }
}
