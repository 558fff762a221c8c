import AWS

/// The ACL that a request asks for: canned, by grant headers, or as XML.
struct ACLInput {
  var canned: String?
  /// In the order of the headers: permission and what the header says.
  var headers: [(AccessControlList.Permission, String)] = []
  var policy: AWSObject?

  static let headerMembers = [
    "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP",
  ]

  /// An object can't be granted for writing.
  static let objectHeaderMembers = headerMembers.filter { $0 != "GrantWrite" }

  private static let permissions: [(String, AccessControlList.Permission)] = [
    ("GrantFullControl", .fullControl), ("GrantRead", .read), ("GrantReadACP", .readACP),
    ("GrantWrite", .write), ("GrantWriteACP", .writeACP),
  ]

  init(_ members: Members) {
    canned = members.string("ACL")
    for (name, permission) in Self.permissions {
      if let text = members.string(name) { headers.append((permission, text)) }
    }
    policy = members.object("AccessControlPolicy")
  }

  /// Whether the request says anything of an ACL.
  var isPresent: Bool { canned != nil || !headers.isEmpty || policy != nil }

  /// Whether giving it is a permission of its own: whoever may write may keep to himself what he
  /// writes, or hand it to the bucket's owner.
  var needsPermission: Bool {
    guard let canned else { return !headers.isEmpty }
    return !["private", "bucket-owner-full-control"].contains(canned)
  }

  /// What PutObject still takes where ACLs are off.
  var isBucketOwnerFullControl: Bool {
    headers.isEmpty && policy == nil && (canned == nil || canned == "bucket-owner-full-control")
  }

  /// The list that is asked for.
  ///
  /// - Parameters:
  ///   - owner: who owns the bucket or object.
  ///   - bucketOwner: for an object, whom `bucket-owner-*` names; nil for a bucket.
  func list(owner: String, bucketOwner: String?) throws(AWSError) -> AccessControlList {
    if canned != nil, !headers.isEmpty {
      throw S3Error.invalidRequest(
        "Specifying both Canned ACLs and Header Grants is not allowed")
    }
    if policy != nil, canned != nil || !headers.isEmpty {
      throw AWSError("UnexpectedContent", "This request does not support content")
    }
    if let canned { return try Self.canned(canned, owner, bucketOwner) }
    if let policy { return try Self.list(policy, owner) }
    if headers.isEmpty { return .ownerOnly(owner) }
    var grants: [AccessControlList.Grant] = []
    for (permission, text) in headers {
      for grantee in try Self.grantees(text) {
        grants.append(AccessControlList.Grant(grantee: grantee, permission: permission))
      }
    }
    return AccessControlList(owner: owner, grants: grants)
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
  private static func canned(_ name: String, _ owner: String, _ bucketOwner: String?)
    throws(AWSError) -> AccessControlList
  {
    var list = AccessControlList.ownerOnly(owner)
    func add(_ grantee: AccessControlList.Grantee, _ permission: AccessControlList.Permission) {
      list.grants.append(AccessControlList.Grant(grantee: grantee, permission: permission))
    }
    switch name {
    case "private": break
    case "public-read": add(.group(.allUsers), .read)
    case "public-read-write":
      add(.group(.allUsers), .read)
      add(.group(.allUsers), .write)
    case "authenticated-read": add(.group(.authenticatedUsers), .read)
    case "log-delivery-write" where bucketOwner == nil:
      add(.group(.logDelivery), .write)
      add(.group(.logDelivery), .readACP)
    case "bucket-owner-read":
      if let bucketOwner, bucketOwner != owner { add(.user(bucketOwner), .read) }
    case "bucket-owner-full-control":
      if let bucketOwner, bucketOwner != owner { add(.user(bucketOwner), .fullControl) }
    default: throw S3Error.invalidArgument("", "x-amz-acl", name)
    }
    return list
  }

  private static func list(_ policy: AWSObject, _ owner: String) throws(AWSError)
    -> AccessControlList
  {
    if let named = policy["Owner"]?["ID"]?.string, named != owner { throw S3Error.accessDenied }
    guard policy["Owner"]?["ID"]?.string != nil else { throw S3Error.malformedACL }
    let items = policy["Grants"]?.list ?? []
    guard items.count <= 100 else { throw S3Error.malformedACL }
    var grants: [AccessControlList.Grant] = []
    for item in items {
      if item["Grantee"]?["EmailAddress"] != nil { throw unknownEmail }
      if let id = item["Grantee"]?["ID"]?.string, !CanonicalUser.isID(id) {
        throw S3Error.invalidArgument("Invalid id", "CanonicalUser/ID", id)
      }
      if let uri = item["Grantee"]?["URI"]?.string,
        AccessControlList.Group(rawValue: uri) == nil
      {
        throw S3Error.invalidArgument("Invalid group uri", "Group/URI", uri)
      }
      guard let grant = AccessControlList.grant(item) else { throw S3Error.malformedACL }
      grants.append(grant)
    }
    return AccessControlList(owner: owner, grants: grants)
  }

  /// `id="...", uri="..."`
  private static func grantees(_ text: String) throws(AWSError) -> [AccessControlList.Grantee] {
    var grantees: [AccessControlList.Grantee] = []
    for part in text.split(separator: ",") {
      let halves = part.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else {
        throw S3Error.invalidArgument("Argument format not recognized", "x-amz-grant", text)
      }
      let kind = String(halves[0].filter { $0 != " " }).lowercased()
      let value = String(halves[1].filter { $0 != "\"" && $0 != " " && $0 != "'" })
      switch kind {
      case "id":
        guard CanonicalUser.isID(value) else {
          throw S3Error.invalidArgument("Invalid id", "x-amz-grant", value)
        }
        grantees.append(.user(value))
      case "uri":
        guard let group = AccessControlList.Group(rawValue: value) else {
          throw S3Error.invalidArgument("Invalid group uri", "x-amz-grant", value)
        }
        grantees.append(.group(group))
      case "emailaddress": throw unknownEmail
      default:
        throw S3Error.invalidArgument("Argument format not recognized", "x-amz-grant", text)
      }
    }
    return grantees
  }

  /// Accounts have no e-mail addresses here.
  private static let unknownEmail = AWSError(
    "UnresolvableGrantByEmailAddress",
    "The email address you provided does not match any account on record.")
}
