import AWS

/// An ACL: an owner and grants
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html).
package struct AccessControlList: Hashable, Sendable {
  /// A canonical user ID.
  package var owner: String
  package var grants: [Grant]

  package struct Grant: Hashable, Sendable {
    package var grantee: Grantee
    package var permission: Permission
  }

  package enum Grantee: Hashable, Sendable {
    /// By canonical user ID.
    case user(String)
    case group(Group)
  }

  package enum Group: String, Hashable, Sendable {
    case allUsers = "http://acs.amazonaws.com/groups/global/AllUsers"
    case authenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
    case logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery"
  }

  package enum Permission: String, Hashable, Sendable {
    case fullControl = "FULL_CONTROL"
    case write = "WRITE"
    case writeACP = "WRITE_ACP"
    case read = "READ"
    case readACP = "READ_ACP"
  }

  package init(owner: String, grants: [Grant]) {
    self.owner = owner
    self.grants = grants
  }

  package static func ownerOnly(_ owner: String) -> AccessControlList {
    AccessControlList(
      owner: owner, grants: [Grant(grantee: .user(owner), permission: .fullControl)])
  }

  /// Whether it grants anything to everyone or to everyone who has an account.
  package var isPublic: Bool { grants.contains(where: \.isPublic) }

  /// Whether it grants to anyone but its owner.
  package var grantsToOthers: Bool { grants.contains { $0.grantee != .user(owner) } }

  /// Whether a caller has a permission by these grants.
  ///
  /// - Parameter user: the caller's canonical user ID; nil for an anonymous caller.
  package func grants(_ permission: Permission, to user: String?, ignoringPublic: Bool) -> Bool {
    grants.contains { grant in
      guard grant.permission == permission || grant.permission == .fullControl else {
        return false
      }
      switch grant.grantee {
      case .user(let id): return id == user
      case .group(.allUsers): return !ignoringPublic
      case .group(.authenticatedUsers): return user != nil && !ignoringPublic
      case .group(.logDelivery): return false
      }
    }
  }
}

extension AccessControlList.Grant {
  package var isPublic: Bool {
    grantee == .group(.allUsers) || grantee == .group(.authenticatedUsers)
  }
}

/// As a column's text and as members of an answer.
extension AccessControlList {
  var stored: String { JSON.text(answer) }

  init(stored text: String) {
    let object = S3Store.object(text)
    owner = object["Owner"]?["ID"]?.string ?? ""
    grants = (object["Grants"]?.list ?? []).compactMap(Self.grant)
  }

  /// Owner and Grants, as GetBucketAcl gives them.
  var answer: AWSObject {
    [
      "Owner": ["ID": .string(owner)],
      "Grants": .list(
        grants.map { grant in
          ["Grantee": grant.grantee.answer, "Permission": .string(grant.permission.rawValue)]
        }),
    ]
  }

  /// nil for what isn't a grant that S3 knows.
  static func grant(_ value: AWSValue) -> Grant? {
    guard let permission = value["Permission"]?.string.flatMap(Permission.init(rawValue:)),
      let grantee = value["Grantee"].flatMap(Grantee.init)
    else { return nil }
    return Grant(grantee: grantee, permission: permission)
  }
}

extension AccessControlList.Grantee {
  init?(_ value: AWSValue) {
    if let uri = value["URI"]?.string, let group = AccessControlList.Group(rawValue: uri) {
      self = .group(group)
    } else if let id = value["ID"]?.string, CanonicalUser.isID(id) {
      self = .user(id)
    } else {
      return nil
    }
  }

  var answer: AWSValue {
    switch self {
    case .user(let id): ["ID": .string(id), "Type": "CanonicalUser"]
    case .group(let group): ["Type": "Group", "URI": .string(group.rawValue)]
    }
  }
}

extension CanonicalUser {
  static func isID(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
