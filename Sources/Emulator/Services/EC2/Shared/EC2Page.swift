import AWS

/// `MaxResults` and `NextToken` of a describe call
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination).
///
/// A token names the row after which to go on, so that rows that come and go between two pages
/// neither repeat nor hide others.
struct EC2Page {
  private let operation: String
  private let limit: Int?
  private let after: Int64

  /// - Parameters:
  ///   - sizes: what `MaxResults` may say.
  ///   - usual: the size of a page where it says nothing; nil for all at once.
  ///
  /// Errors: `InvalidParameterValue` for another size, `InvalidNextToken`.
  init(
    _ members: Members, operation: String, sizes: ClosedRange<Int> = 5...1000, usual: Int? = nil
  ) throws(AWSError) {
    self.operation = operation
    let asked = members.integer("MaxResults")
    if let asked, asked < sizes.lowerBound {
      throw EC2Error.invalid(
        "Value ( \(asked) ) for parameter maxResults is invalid. Expecting a value greater than"
          + " \(sizes.lowerBound).")
    }
    if let asked, asked > sizes.upperBound {
      throw EC2Error.invalid(
        "Value ( \(asked) ) for parameter maxResults is invalid."
          + " Expecting a value smaller than \(sizes.upperBound).")
    }
    limit = asked ?? usual
    if let token = members.string("NextToken") {
      guard let row = Self.row(of: token, operation) else {
        throw AWSError("InvalidNextToken", "The token '\(token)' is invalid")
      }
      after = row
    } else {
      after = 0
    }
  }

  var isLimited: Bool { limit != nil }

  /// The page of items that are ordered by their row numbers, and the token of the next one.
  func cut<Item>(_ items: [Item], row: (Item) -> Int64) -> (items: [Item], nextToken: String?) {
    var page = items
    if after > 0 { page = items.filter { row($0) > after } }
    guard let limit, page.count > limit else { return (page, nil) }
    page.removeLast(page.count - limit)
    let last = page.last.map(row) ?? 0
    return (page, Base64.encode(Array("\(operation):\(last)".utf8)))
  }

  private static func row(of token: String, _ operation: String) -> Int64? {
    guard let bytes = Base64.decode(token) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":")
    guard parts.count == 2, parts[0] == operation else { return nil }
    return Int64(parts[1])
  }
}
