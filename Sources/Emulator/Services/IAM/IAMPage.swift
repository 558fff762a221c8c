import AWS

/// One page of a list: `Marker` and `MaxItems` of the request, and what they leave of the whole.
///
/// The marker names the last item of the page before, so that what is added or deleted between
/// two pages makes no item appear twice.
struct IAMPage {
  static let members = ["Marker", "MaxItems"]

  /// The key after which the page begins.
  let after: String?
  let limit: Int

  init(_ members: Members) throws(AWSError) {
    if let marker = members.string("Marker") {
      guard let key = Self.key(ofMarker: marker) else {
        throw IAMError.validation("Invalid Marker.")
      }
      after = key
    } else {
      after = nil
    }
    limit = members.integer("MaxItems") ?? 100
  }

  /// The answer's members for a list that is sorted by `key`: the items of this page under `name`,
  /// IsTruncated, and the Marker of the next page.
  func answer<Item>(
    _ name: String, _ items: [Item], key: (Item) -> String, value: (Item) -> AWSValue
  ) -> AWSObject {
    var rest = items[...]
    if let after { rest = rest.drop { key($0) <= after } }
    let page = rest.prefix(limit)
    var answer: AWSObject = [name: .list(page.map(value))]
    answer["IsTruncated"] = .bool(page.count < rest.count)
    if page.count < rest.count, let last = page.last {
      answer["Marker"] = .string(Self.marker(forKey: key(last)))
    }
    return answer
  }

  private static func marker(forKey key: String) -> String {
    Base64.encode(Array("m1:\(key)".utf8))
  }

  private static func key(ofMarker marker: String) -> String? {
    guard let bytes = Base64.decode(marker) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.hasPrefix("m1:") ? String(text.dropFirst(3)) : nil
  }
}
