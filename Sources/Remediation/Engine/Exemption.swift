package import AWS

/// A resource that rules leave alone, by someone's word and for a time.
///
/// All that is given must hold. An exemption by tag is as strong as the guard on that tag: whoever
/// may tag the resource can exempt it.
package struct Exemption: Hashable, Sendable {
  /// An id or an ARN; `*` stands for any text.
  package var resource: String?
  package var rule: String?
  package var tag: Tag?
  package var reason: String
  package var approver: String
  /// nil for one that never ends.
  package var expires: Timestamp?

  package struct Tag: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  package init(
    resource: String? = nil, rule: String? = nil, tag: Tag? = nil, reason: String,
    approver: String, expires: Timestamp? = nil
  ) {
    self.resource = resource
    self.rule = rule
    self.tag = tag
    self.reason = reason
    self.approver = approver
    self.expires = expires
  }

  func hasExpired(at now: Timestamp) -> Bool { expires.map { $0 <= now } ?? false }

  /// Whether it speaks of that resource and rule, its time left aside. One that names neither
  /// resource, rule nor tag speaks of nothing.
  func covers(rule name: String, id: String, arn: String, document: AWSObject) -> Bool {
    guard resource != nil || rule != nil || tag != nil else { return false }
    if let rule, rule != name { return false }
    if let resource, !Self.matches(id, pattern: resource), !Self.matches(arn, pattern: resource) {
      return false
    }
    if let tag, !Self.tags(of: document).contains(where: { $0 == (tag.key, tag.value) }) {
      return false
    }
    return true
  }

  static func tags(of document: AWSObject) -> [(String, String)] {
    (document["Tags"]?.list ?? []).compactMap { tag in
      guard let key = tag["Key"]?.string else { return nil }
      return (key, tag["Value"]?.string ?? "")
    }
  }

  /// `*` is any text, the empty one included; all else is literal.
  static func matches(_ text: String, pattern: String) -> Bool {
    let text = Array(text.utf8)
    let pattern = Array(pattern.utf8)
    var (position, place) = (0, 0)
    var star: (place: Int, position: Int)?
    while position < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == text[position] {
        position += 1
        place += 1
      } else if let last = star {
        star = (last.place, last.position + 1)
        place = last.place + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
