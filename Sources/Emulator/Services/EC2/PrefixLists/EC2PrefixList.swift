import AWS

/// A managed prefix list, as it is at one time: a set of address blocks under one id, which rules
/// of security groups name in the place of blocks
/// (https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html).
///
/// Lists of AWS's own, and lists that another account shares, are not served.
package struct EC2PrefixList: EC2Resource {
  package let id: String
  package let account: String
  package let region: String
  package var name: String
  package let family: Family
  /// How many rules it weighs against a security group's quota, whatever it holds.
  var maxEntries: Int
  /// As the next change of entries must name it.
  package var version: Int64
  /// What was last asked for, and when.
  var goal: Goal
  var goalSet: Timestamp
  /// Why the last change failed.
  var message: String?
  /// When it is looked at.
  let now: Timestamp
  let number: Int64

  static let type = "prefix-list"

  package enum Family: String, Hashable, Sendable {
    case ipv4 = "IPv4"
    case ipv6 = "IPv6"

    /// The block as the list keeps it; nil for none of this family.
    func canonical(_ text: String) -> String? {
      switch self {
      case .ipv4: IPv4Block(text)?.description
      case .ipv6: IPv6Block(text)?.description
      }
    }
  }

  enum Goal: String, Sendable {
    case create, modify, restore
    /// Asked for while rules still named the list.
    case delete
  }

  package struct Entry: Hashable, Sendable {
    package let block: String
    let description: String?
    let number: Int64

    var wire: AWSValue {
      var entry: AWSObject = ["Cidr": .string(block)]
      entry.set("Description", description.map(AWSValue.string))
      return .object(entry)
    }
  }

  /// How long a change is shown as under way; AWS says only that it is asynchronous. What the list
  /// holds counts at once.
  static let changeTime = Duration.seconds(1)

  var isChanging: Bool { goal != .delete && now < goalSet + Self.changeTime }
  var state: String {
    if goal == .delete { return "delete-failed" }
    return "\(goal.rawValue)-\(isChanging ? "in-progress" : "complete")"
  }

  func values(ofFilter name: String) -> [String]? {
    switch name {
    case "owner-id": [account]
    case "prefix-list-id": [id]
    case "prefix-list-name": [self.name]
    default: nil
    }
  }

  func wire(_ tags: [EC2Tag]) -> AWSObject {
    var list: AWSObject = [
      "PrefixListId": .string(id), "AddressFamily": .string(family.rawValue),
      "State": .string(state),
    ]
    list.set("StateMessage", message.map(AWSValue.string))
    list["PrefixListArn"] = .string(
      ARN(
        partition: World.partition(of: region), service: "ec2", region: region, account: account,
        resource: "prefix-list/\(id)"
      ).description)
    list["PrefixListName"] = .string(name)
    list["MaxEntries"] = .integer(Int64(maxEntries))
    list["Version"] = .integer(version)
    list["Tags"] = .list(tags.map(\.wire))
    list["OwnerId"] = .string(account)
    return list
  }
}

extension Call {
  /// A prefix list that a call names.
  func prefixList(_ id: String) throws(AWSError) -> EC2PrefixList {
    try EC2ID.check(id, "pl-", "InvalidPrefixListId.Malformed")
    guard let list = try ec2.prefixList(id, at: now), isHere(list.account, list.region) else {
      throw EC2Error.prefixListNotFound(id)
    }
    return list
  }

  /// One that a call changes: no other change may be under way.
  func settledPrefixList(_ id: String) throws(AWSError) -> EC2PrefixList {
    let list = try prefixList(id)
    if list.isChanging {
      throw AWSError(
        "IncorrectState",
        "The request cannot be completed while the prefix list (\(id)) is in the current state "
          + "(\(list.state)).")
    }
    return list
  }

  /// How a call answers with the list that it changed.
  func answer(_ list: EC2PrefixList, version: Int64? = nil) throws(AWSError) -> AWSObject {
    var shown = list.wire(try ec2.tags(of: list.id))
    shown["Version"] = .integer(version ?? list.version)
    return ["PrefixList": .object(shown)]
  }
}

extension EC2Error {
  static func prefixListNotFound(_ id: String) -> AWSError {
    notFound("InvalidPrefixListID.NotFound", "prefix list", id)
  }
}
