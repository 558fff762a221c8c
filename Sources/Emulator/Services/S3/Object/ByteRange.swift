import AWS

/// One range of bytes (RFC 9110, section 14.1.2). S3 takes one; a header that isn't understood is
/// no range at all, and gets the whole object.
struct ByteRange: Hashable {
  var first: Int
  var last: Int

  /// nil for the whole; throws 416 for a range behind the object's end.
  static func parse(_ text: String?, size: Int) throws(AWSError) -> ByteRange? {
    guard let text, text.hasPrefix("bytes="), !text.contains(",") else { return nil }
    let parts = text.dropFirst("bytes=".count)
      .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    func number(_ part: Substring) -> Int? {
      !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
    }
    let (start, end) = (number(parts[0]), number(parts[1]))
    switch (start, end) {
    case (nil, let count?) where parts[0].isEmpty:
      if count == 0 || size == 0 { throw unsatisfiable(text, size) }
      return ByteRange(first: max(0, size - count), last: size - 1)
    case (let start?, nil) where parts[1].isEmpty:
      if start >= size { throw unsatisfiable(text, size) }
      return ByteRange(first: start, last: size - 1)
    case (let start?, let end?):
      if end < start { return nil }
      if start >= size { throw unsatisfiable(text, size) }
      return ByteRange(first: start, last: min(end, size - 1))
    default: return nil
    }
  }

  private static func unsatisfiable(_ text: String, _ size: Int) -> AWSError {
    AWSError(
      "InvalidRange", "The requested range is not satisfiable", status: 416,
      members: [
        "RangeRequested": .string(text), "ActualObjectSize": .string(String(size)),
      ])
  }
}
