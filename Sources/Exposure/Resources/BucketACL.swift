import AWS
import PolicyLanguage

/// A bucket's ACL read as statements, so that it is judged with the policy: a denial of the policy
/// holds against what an ACL grants, too.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
struct BucketACL {
  /// One permission to one grantee outside.
  struct Entry {
    /// Counted from 0 in `Grants`.
    var grant: Int
    var grantee: Grantee
    var statement: Statement
  }

  enum Grantee: Equatable {
    case allUsers
    case authenticatedUsers
    case canonicalUser(String)

    var isPublic: Bool {
      switch self {
      case .allUsers, .authenticatedUsers: true
      case .canonicalUser: false
      }
    }

    var party: Party {
      switch self {
      case .allUsers: .anyone
      case .authenticatedUsers: .anyAccount
      case .canonicalUser(let id): .canonicalUser(id)
      }
    }
  }

  private(set) var entries: [Entry] = []

  init(_ acl: AWSValue?, bucket: String, owner: ResourceOwner) {
    let owners = [acl?.at("Owner", "ID")?.string, owner.canonicalID]
    for (index, grant) in (acl?["Grants"]?.list ?? []).enumerated() {
      guard let grantee = Self.grantee(grant["Grantee"]) else { continue }
      if case .canonicalUser(let id) = grantee, owners.contains(id) { continue }
      for (actions, resource) in Self.meaning(of: grant["Permission"]?.string ?? "") {
        let arn = "arn:\(owner.partition):s3:::\(bucket)\(resource)"
        guard let statement = Self.statement(grantee, actions, arn) else { continue }
        entries.append(Entry(grant: index, grantee: grantee, statement: statement))
      }
    }
  }

  /// nil for S3's own log delivery, and for a grantee by e-mail, which S3 turns into an ID.
  private static func grantee(_ value: AWSValue?) -> Grantee? {
    switch value?["URI"]?.string {
    case "http://acs.amazonaws.com/groups/global/AllUsers": return .allUsers
    case "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": return .authenticatedUsers
    default: return value?["ID"]?.string.map { .canonicalUser($0) }
    }
  }

  private static func meaning(of permission: String) -> [(actions: [String], resource: String)] {
    let read = (
      ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"], ""
    )
    let write = (["s3:PutObject"], "/*")
    let readACL = (["s3:GetBucketAcl"], "")
    let writeACL = (["s3:PutBucketAcl"], "")
    switch permission {
    case "READ": return [read]
    case "WRITE": return [write]
    case "READ_ACP": return [readACL]
    case "WRITE_ACP": return [writeACL]
    case "FULL_CONTROL": return [read, write, readACL, writeACL]
    default: return []
    }
  }

  private static func statement(_ grantee: Grantee, _ actions: [String], _ arn: String)
    -> Statement?
  {
    var object: AWSObject = [
      "Effect": "Allow", "Principal": "*", "Action": .list(actions.map { .string($0) }),
      "Resource": .string(arn),
    ]
    if grantee == .authenticatedUsers {
      // Requests of nobody have the word in the account's place.
      object["Condition"] = [
        "Null": ["aws:PrincipalAccount": "false"],
        "StringNotEquals": ["aws:PrincipalAccount": "anonymous"],
      ]
    }
    let document = try? PolicyDocument.parse(.object(["Statement": .object(object)]))
    guard var statement = document?.statements.first else { return nil }
    if case .canonicalUser(let id) = grantee {
      statement.principals?.principals = [.canonicalUser(id)]
    }
    return statement
  }
}
