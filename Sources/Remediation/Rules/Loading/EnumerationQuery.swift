import AWS
import JMESPath

/// A policy's `query`: which of the resources that listing finds it looks at at all.
///
/// Cloud Custodian hands it to the describe call, so that AWS narrows the list; here one listing
/// serves all rules, and each looks at what its own query would have left. Values are compared as
/// EC2's filters do (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html): any
/// of a clause's values, with `*` and `?`, and every clause.
struct EnumerationQuery: Sendable {
  struct Clause: Sendable {
    /// What in a resource's document is looked at.
    let path: JMESPathExpression
    /// Any of these.
    let values: [String]
    let test: Test
  }

  enum Test: Sendable {
    /// Whole texts, in which `*` and `?` stand for others.
    case wildcards
    case prefix
    /// A number above zero, or not, for the one value `true` or `false`.
    case positive
  }

  var clauses: [Clause] = []

  func admits(_ document: AWSObject) -> Bool {
    clauses.allSatisfy { clause in
      guard let found = try? clause.path.evaluate(.object(document)) else { return false }
      let texts = (found.list ?? [found]).compactMap(Self.text)
      return clause.values.contains { value in
        switch clause.test {
        case .wildcards: texts.contains { Self.matches($0, value) }
        case .prefix: texts.contains { $0.hasPrefix(value) }
        case .positive:
          value == "false" || texts.contains { Int64($0).map { $0 > 0 } ?? false }
        }
      }
    }
  }

  private static func text(_ value: AWSValue) -> String? {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  /// `*` for any text, `?` for one character, `\` before either for itself; in linear space and
  /// quadratic time at most.
  private static func matches(_ text: String, _ pattern: String) -> Bool {
    if !pattern.utf8.contains(where: { [0x2A, 0x3F, 0x5C].contains($0) }) { return text == pattern }
    enum Token: Equatable {
      case any, one
      case scalar(Unicode.Scalar)
    }
    var tokens: [Token] = []
    var escaped = false
    for scalar in pattern.unicodeScalars {
      if escaped {
        tokens.append(.scalar(scalar))
        escaped = false
      } else if scalar == "\\" {
        escaped = true
      } else if scalar == "*" {
        if tokens.last != .any { tokens.append(.any) }
      } else {
        tokens.append(scalar == "?" ? .one : .scalar(scalar))
      }
    }
    if escaped { tokens.append(.scalar("\\")) }
    let scalars = Array(text.unicodeScalars)
    var (i, j) = (0, 0)
    var star: (token: Int, text: Int)?
    while i < scalars.count {
      if j < tokens.count, tokens[j] == .any {
        star = (j, i)
        j += 1
      } else if j < tokens.count, tokens[j] == .one || tokens[j] == .scalar(scalars[i]) {
        (i, j) = (i + 1, j + 1)
      } else if let last = star {
        star = (last.token, last.text + 1)
        (i, j) = (last.text + 1, last.token + 1)
      } else {
        return false
      }
    }
    return tokens[j...].allSatisfy { $0 == .any }
  }
}

/// What a `query` may name on one type of resource.
struct QuerySchema: Sendable {
  struct Member: Sendable {
    enum Kind: Sendable {
      /// Looked for here in a resource's document.
      case path(String)
      case prefix(String)
      case positive(String)
      /// Of the page size: nothing here.
      case pages
      /// Says what listing does anyway, where its value is one of these.
      case only([String])
      /// Would widen the list, or looks at what a document doesn't tell.
      case unsupported
    }

    let kind: Kind
    var words: [String] = []
    var isNumber = false
  }

  /// The names under `Filters`, which may also stand by themselves; `tag:NAME` beside them.
  var filters: [String: Member] = [:]
  var members: [String: Member] = [:]
  var isSingleValued = false

  static func of(_ type: String) -> QuerySchema? {
    switch type {
    case "aws.ec2": instances
    case "aws.ebs": volumes
    case "aws.ebs-snapshot": snapshots
    case "aws.ami": images
    case "aws.iam-policy": policies
    default: nil
    }
  }

  private static func path(_ text: String, _ words: [String] = []) -> Member {
    Member(kind: .path(text), words: words)
  }

  private static let unsupported = Member(kind: .unsupported)
  private static let pages = Member(kind: .pages, isNumber: true)
  private static let flags = ["true", "false"]
  private static let tagKey = path("Tags[].Key")

  private static let instances = QuerySchema(
    filters: [
      "architecture": path("Architecture", ["i386", "x86_64"]),
      "availability-zone": path("Placement.AvailabilityZone"),
      "ebs-optimized": path("EbsOptimized"),
      "iam-instance-profile.arn": path("IamInstanceProfile.Arn"),
      "image-id": path("ImageId"), "instance-id": path("InstanceId"),
      "instance-lifecycle": path("InstanceLifecycle", ["spot", "scheduled", "capacity-block"]),
      "instance-state-name": path(
        "State.Name",
        ["pending", "terminated", "running", "shutting-down", "stopping", "stopped"]),
      "instance-type": path("InstanceType"),
      "instance.group-id": path("SecurityGroups[].GroupId"),
      "instance.group-name": path("SecurityGroups[].GroupName"),
      "owner-id": unsupported, "platform": path("Platform"), "tag-key": tagKey,
      "tag-value": path("Tags[].Value"),
      "tenancy": path("Placement.Tenancy", ["dedicated", "default", "host"]),
      "vpc-id": path("VpcId"),
    ],
    members: ["InstanceIds": path("InstanceId"), "MaxResults": pages])

  private static let volumes = QuerySchema(
    filters: [
      "attachment.attach-time": unsupported,
      "attachment.delete-on-termination": path("Attachments[].DeleteOnTermination", flags),
      "attachment.device": path("Attachments[].Device"),
      "attachment.instance-id": path("Attachments[].InstanceId"),
      "attachment.status": path("Attachments[].State", ["attaching", "attached", "detaching"]),
      "availability-zone": path("AvailabilityZone"), "create-time": unsupported,
      "encrypted": path("Encrypted", flags),
      "multi-attach-enabled": path("MultiAttachEnabled", flags),
      "size": Member(kind: .path("Size"), isNumber: true), "snapshot-id": path("SnapshotId"),
      "status": path(
        "State", ["creating", "available", "in-use", "deleting", "deleted", "error"]),
      "tag": unsupported, "tag-key": tagKey, "volume-id": path("VolumeId"),
      "volume-type": path(
        "VolumeType", ["standard", "io1", "io2", "gp2", "gp3", "sc1", "st1"]),
    ],
    members: ["MaxResults": pages])

  private static let snapshots = QuerySchema(
    filters: [
      "description": path("Description"),
      "owner-alias": path("OwnerAlias", ["amazon", "amazon-marketplace", "microsoft"]),
      "owner-id": path("OwnerId"), "progress": path("Progress"),
      "snapshot-id": path("SnapshotId"), "start-time": unsupported,
      "status": path("State", ["pending", "completed", "error"]), "tag": unsupported,
      "tag-key": tagKey, "volume-id": path("VolumeId"), "volume-size": path("VolumeSize"),
    ],
    members: [
      "OwnerIds": Member(kind: .only(["self"])), "RestorableByUserIds": unsupported,
      "SnapshotIds": path("SnapshotId"), "MaxResults": pages,
    ])

  private static let images = QuerySchema(
    filters: [
      "architecture": path("Architecture"), "description": path("Description"),
      "image-id": path("ImageId"), "image-type": path("ImageType"),
      "is-public": path("Public", flags), "name": path("Name"), "owner-id": path("OwnerId"),
      "platform": path("Platform"), "root-device-name": path("RootDeviceName"),
      "root-device-type": path("RootDeviceType"), "state": path("State"), "tag-key": tagKey,
      "virtualization-type": path("VirtualizationType"),
    ],
    members: [
      "Owners": Member(kind: .only(["self"])), "ImageIds": path("ImageId"),
      "ExecutableUsers": unsupported, "IncludeDeprecated": Member(kind: .only(flags)),
      "IncludeDisabled": unsupported, "MaxResults": pages,
    ])

  private static let policies = QuerySchema(
    members: [
      "Scope": Member(kind: .only(["Local"]), words: ["All", "AWS", "Local"]),
      "PolicyUsageFilter": Member(
        kind: .unsupported, words: ["PermissionsPolicy", "PermissionsBoundary"]),
      "PathPrefix": Member(kind: .prefix("Path")),
      "OnlyAttached": Member(kind: .positive("AttachmentCount"), words: flags),
      "MaxItems": pages,
    ], isSingleValued: true)
}
