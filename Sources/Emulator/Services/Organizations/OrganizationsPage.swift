import AWS

/// One page of a list: `MaxResults` and `NextToken`.
///
/// A token names the last item of the page before, so that items that come and go between two
/// pages neither repeat nor hide others.
struct OrganizationsPage {
  static let members = ["NextToken", "MaxResults"]
  private let limit: Int
  private let after: String?

  init(_ members: Members) throws(AWSError) {
    // 20 is the most and what it is unless said.
    limit = members.integer("MaxResults") ?? 20
    guard let token = members.string("NextToken") else {
      after = nil
      return
    }
    let text = Base64.decode(token).map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard text.hasPrefix("p:") else { throw OrganizationsError.invalidToken }
    after = String(text.dropFirst(2))
  }

  /// The page of items that are ordered by `key`, under `name`, and the token of the next.
  func output<Item, Key: Comparable & LosslessStringConvertible>(
    _ name: String, _ items: [Item], key: (Item) -> Key, value: (Item) throws(AWSError) -> AWSValue
  ) throws(AWSError) -> AWSObject {
    var rest = items[...]
    if let after {
      guard let last = Key(after) else { throw OrganizationsError.invalidToken }
      rest = rest.drop { key($0) <= last }
    }
    let page = rest.prefix(limit)
    var output: AWSObject = [name: .list(try Array(page).mapThrowing(value))]
    if page.count < rest.count, let last = page.last {
      output["NextToken"] = .string(Base64.encode(Array("p:\(key(last))".utf8)))
    }
    return output
  }
}

/// For a list of all there is.
struct OrganizationsPageInput: OrganizationsInput {
  static let members = OrganizationsPage.members
  let page: OrganizationsPage

  init(_ members: Members) throws(AWSError) { page = try OrganizationsPage(members) }
}

/// For a list of what is below one root or unit.
struct ParentPageInput: OrganizationsInput {
  static let members = ["ParentId"] + OrganizationsPage.members
  let parent: String
  let page: OrganizationsPage
  var resources: [String] { [parent] }

  init(_ members: Members) throws(AWSError) {
    parent = members.string("ParentId") ?? ""
    page = try OrganizationsPage(members)
  }
}
