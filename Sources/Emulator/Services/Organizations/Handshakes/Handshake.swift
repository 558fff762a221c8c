import AWS

/// An invitation to join an organization.
struct Handshake: Hashable, Sendable {
  let id: String
  let organizationID: String
  /// Who sent it.
  let management: String
  /// `ACCOUNT` or `EMAIL`.
  let targetType: String
  let target: String
  let notes: String?
  let tags: OrganizationsTags
  /// As it was last set; `state(at:)` knows whether it has expired.
  var state: String
  let requested: Timestamp
  var ended: Timestamp?
  /// Its place in lists.
  var number: Int64 = 0

  /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
  static let lifetime = Duration.seconds(15 * 86_400)
  /// How long one that has ended is still shown.
  static let memory = Duration.seconds(30 * 86_400)

  static let columns = """
    handshake_id, organization_id, account, target_type, target, notes, tags, state, requested,
    ended, number
    """

  init(
    id: String, _ organization: Organization, targetType: String, target: String,
    notes: String?, tags: OrganizationsTags, requested: Timestamp
  ) {
    self.id = id
    organizationID = organization.id
    management = organization.managementAccount
    self.targetType = targetType
    self.target = target
    self.notes = notes
    self.tags = tags
    state = "OPEN"
    self.requested = requested
  }

  init(_ row: Row) {
    id = row.text(0)
    organizationID = row.text(1)
    management = row.text(2)
    targetType = row.text(3)
    target = row.text(4)
    notes = row.optionalText(5)
    tags = OrganizationsTags(column: row.text(6))
    state = row.text(7)
    requested = Timestamp(microseconds: row.integer(8))
    ended = row.optionalInteger(9).map(Timestamp.init(microseconds:))
    number = row.integer(10)
  }

  var expires: Timestamp { requested + Self.lifetime }

  func state(at now: Timestamp) -> String {
    state == "OPEN" && now >= expires ? "EXPIRED" : state
  }

  func isShown(at now: Timestamp) -> Bool { now < (ended ?? expires) + Self.memory }

  func output(_ organization: Organization, managementEmail: String, managementName: String,
    at now: Timestamp) -> AWSObject
  {
    var resources: [AWSValue] = [
      [
        "Type": "ORGANIZATION", "Value": .string(organization.id),
        "Resources": [
          ["Type": "MASTER_EMAIL", "Value": .string(managementEmail)],
          ["Type": "MASTER_NAME", "Value": .string(managementName)],
          [
            "Type": "ORGANIZATION_FEATURE_SET",
            "Value": .string(organization.featureSet.rawValue),
          ],
        ],
      ],
      ["Type": .string(targetType), "Value": .string(target)],
    ]
    if let notes { resources.append(["Type": "NOTES", "Value": .string(notes)]) }
    return [
      "Id": .string(id), "Arn": .string(arn(organization)),
      "Parties": [
        ["Id": .string(organization.id), "Type": "ORGANIZATION"],
        ["Id": .string(target), "Type": .string(targetType)],
      ],
      "State": .string(state(at: now)), "RequestedTimestamp": .timestamp(requested),
      "ExpirationTimestamp": .timestamp(expires), "Action": "INVITE",
      "Resources": .list(resources),
    ]
  }

  func arn(_ organization: Organization) -> String {
    organization.arn("handshake", "invite/\(id)")
  }
}

extension OrganizationsTags {
  /// From the column that holds them.
  init(column text: String) {
    let list = (try? JSON.parse(text))?.list ?? []
    tags = list.map { Tag(key: $0["Key"]?.string ?? "", value: $0["Value"]?.string ?? "") }
  }
}

extension OrganizationsStore {
  func handshake(_ id: String) throws(AWSError) -> Handshake? {
    try database.row(
      "SELECT \(Handshake.columns) FROM organizations_handshake WHERE handshake_id = ?",
      .text(id)
    ).map(Handshake.init)
  }

  func handshakes(of organization: Organization) throws(AWSError) -> [Handshake] {
    try database.rows(
      """
      SELECT \(Handshake.columns) FROM organizations_handshake
      WHERE organization_id = ? ORDER BY number
      """, .text(organization.id)
    ).map(Handshake.init)
  }

  /// The invitations that an account got, by its number or its address.
  func handshakes(to account: String) throws(AWSError) -> [Handshake] {
    try database.rows(
      """
      SELECT \(Handshake.columns) FROM organizations_handshake
      WHERE (target_type = 'ACCOUNT' AND target = ?)
        OR (target_type = 'EMAIL' AND target = ? COLLATE NOCASE) ORDER BY number
      """, .text(account), .text(try identity(of: account).email)
    ).map(Handshake.init)
  }

  func insert(_ handshake: Handshake) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_handshake (account, organization_id, handshake_id, target_type,
        target, notes, tags, state, requested) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(handshake.management), .text(handshake.organizationID), .text(handshake.id),
      .text(handshake.targetType), .text(handshake.target), SQLValue(handshake.notes),
      .text(JSON.text(handshake.tags.output)), .text(handshake.state),
      .integer(handshake.requested.microseconds))
  }

  func end(_ handshake: Handshake, as state: String, at now: Timestamp) throws(AWSError) {
    try database.run(
      "UPDATE organizations_handshake SET state = ?, ended = ? WHERE handshake_id = ?",
      .text(state), .integer(now.microseconds), .text(handshake.id))
  }

  func output(_ handshake: Handshake, at now: Timestamp) throws(AWSError) -> AWSObject {
    guard let organization = try organization(handshake.organizationID) else {
      preconditionFailure("the handshake `\(handshake.id)` is of no organization")
    }
    let identity = try identity(of: organization.managementAccount)
    return handshake.output(
      organization, managementEmail: identity.email, managementName: identity.name, at: now)
  }
}
