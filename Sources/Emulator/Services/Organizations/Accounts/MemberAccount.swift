import AWS

/// An account of an organization, the management account among them.
struct MemberAccount: Hashable, Sendable {
  let id: String
  let organizationID: String
  var parentID: String
  let name: String
  let email: String
  let joinedMethod: JoinedMethod
  /// For a created account, when its creation is complete: before that nobody sees it.
  let joined: Timestamp
  /// When CloseAccount was called.
  var closed: Timestamp?
  /// Its place in lists.
  var number: Int64 = 0

  enum JoinedMethod: String, Sendable {
    case invited = "INVITED"
    case created = "CREATED"
  }

  static let columns = """
    account, organization_id, parent_id, name, email, joined_method, joined, closed, number
    """

  init(
    id: String, organizationID: String, parentID: String, name: String, email: String,
    joinedMethod: JoinedMethod, joined: Timestamp
  ) {
    self.id = id
    self.organizationID = organizationID
    self.parentID = parentID
    self.name = name
    self.email = email
    self.joinedMethod = joinedMethod
    self.joined = joined
  }

  init(_ row: Row) {
    self.init(
      id: row.text(0), organizationID: row.text(1), parentID: row.text(2), name: row.text(3),
      email: row.text(4), joinedMethod: JoinedMethod(rawValue: row.text(5)) ?? .invited,
      joined: Timestamp(microseconds: row.integer(6)))
    closed = row.optionalInteger(7).map(Timestamp.init(microseconds:))
    number = row.integer(8)
  }

  /// How long a closing account says `PENDING_CLOSURE` before it is `SUSPENDED`; AWS takes
  /// minutes.
  static let closing = Duration.seconds(60)

  /// As answers show it.
  func output(_ organization: Organization, path: String, at now: Timestamp) -> AWSObject {
    let state = state(at: now)
    return [
      "Id": .string(id), "Arn": .string(organization.arn("account", id)),
      "Email": .string(email), "Name": .string(name), "Status": .string(state),
      "State": .string(state), "Paths": [.string("\(path)\(id)/")],
      "JoinedMethod": .string(joinedMethod.rawValue), "JoinedTimestamp": .timestamp(joined),
    ]
  }

  func state(at now: Timestamp) -> String {
    guard let closed else { return "ACTIVE" }
    return now < closed + Self.closing ? "PENDING_CLOSURE" : "SUSPENDED"
  }
}
