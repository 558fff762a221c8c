import AWS

/// The way through the pages of one listing: what was collected and where the next page starts.
struct PageWalk: Hashable, Sendable {
  private let paginator: Paginator
  private(set) var pages = 0
  private var collected: AWSObject?
  private var lastTokens: [AWSValue?] = []

  enum Step: Hashable, Sendable {
    /// Ask again with this input.
    case next(AWSObject)
    /// The whole listing: the last page, its lists filled up with those of all others.
    case done(AWSObject)
    /// The service answers the same token again: the walk would never end.
    case stuck
  }

  init(_ paginator: Paginator) { self.paginator = paginator }

  mutating func take(_ page: AWSObject, input: AWSObject) -> Step {
    pages += 1
    collect(page)
    let tokens = nextTokens(page)
    guard tokens.contains(where: { $0 != nil }) else { return .done(collected ?? page) }
    if tokens == lastTokens { return .stuck }
    lastTokens = tokens
    var input = input
    for (token, value) in zip(paginator.tokens, tokens) { input[token.input] = value }
    return .next(input)
  }

  private mutating func collect(_ page: AWSObject) {
    guard let before = collected else {
      collected = page
      return
    }
    var merged = page
    for key in paginator.resultKeys {
      guard case .list(let earlier)? = before[key] else { continue }
      merged[key] = .list(earlier + (page[key]?.list ?? []))
    }
    for token in paginator.tokens { merged[token.output] = nil }
    collected = merged
  }

  private func nextTokens(_ page: AWSObject) -> [AWSValue?] {
    if let flag = paginator.moreResults, page[flag] != true {
      return paginator.tokens.map { _ in nil }
    }
    return paginator.tokens.map { Self.token($0.output, in: page) }
  }

  /// `NextToken`, or alternatives with a path into the last item: `NextMarker || Contents[-1].Key`.
  /// An empty text is no token.
  static func token(_ expression: String, in page: AWSObject) -> AWSValue? {
    for alternative in expression.split(separator: "|") {
      let path = alternative.filter { $0 != " " }.split(separator: ".")
      var here: AWSValue? = .object(page)
      for part in path {
        if part.hasSuffix("[-1]") {
          here = here?[String(part.dropLast(4))]?.list?.last
        } else {
          here = here?[String(part)]
        }
      }
      if let here, !here.isNull, here != "" { return here }
    }
    return nil
  }
}
