import AWS

/// Members that reads of volumes, snapshots and images put into documents beside AWS's and c7n's.
enum StorageMember {
  /// Of a volume: the instance that its first attachment names; null where there is none such.
  static let instance = "stormdrill:Instance"
  /// Of a volume: its key's alias, under c7n's own name.
  static let keyAlias = "KeyAlias"
  /// Of a volume: whether Trusted Advisor flags it for having no recent snapshot.
  static let flagged = "stormdrill:FlaggedForSnapshots"
  /// Of a volume: its modifications that are under way or failed.
  static let modifications = "stormdrill:Modifications"
  /// Of a snapshot or an image: whether the account's own images stand on it.
  static let inImages = "stormdrill:UsedByImages"
  /// Of a snapshot or an image: whether Auto Scaling groups launch from it.
  static let inGroups = "stormdrill:UsedByGroups"
  /// Of an image: whether there are instances of it.
  static let inInstances = "stormdrill:UsedByInstances"
  /// Of an image: its snapshots that other images of the account stand on too.
  static let sharedSnapshots = "stormdrill:SharedSnapshots"
  /// Of a snapshot: who may make volumes of it.
  static let volumePermissions = "stormdrill:CreateVolumePermissions"
  /// Of an image: who may launch it, under c7n's own name.
  static let launchPermissions = "c7n:LaunchPermissions"
}

extension Hydration {
  /// The instance of a volume's first attachment.
  static let attachedInstance = Hydration(StorageMember.instance) { document, setting in
    guard document[StorageMember.instance] == nil,
      let id = document["Attachments"]?.list?.first?["InstanceId"]
    else { return nil }
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeInstances", input: ["InstanceIds": [id]],
        scope: setting.scope),
      absentCodes: ["InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"]
    ) { document, pages in
      document[StorageMember.instance] =
        instances((pages ?? []).items("Reservations")).first { $0["InstanceId"] == id }
        .map { .object($0) } ?? .null
    }
  }

  /// Those of some reservations, each with its reservation's id, as c7n has them.
  private static func instances(_ reservations: [AWSObject]) -> [AWSObject] {
    reservations.flatMap { reservation in
      (reservation["Instances"]?.list ?? []).compactMap(\.object).map { instance in
        var instance = instance
        instance["ReservationId"] = reservation["ReservationId"] ?? .null
        return instance
      }
    }
  }

  /// A volume's snapshots, whoever owns them.
  static let volumeSnapshots = Hydration("c7n:Snapshots") { document, setting in
    guard document["c7n:Snapshots"] == nil else { return nil }
    let id = document["VolumeId"] ?? .null
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeSnapshots",
        input: ["Filters": [filter("volume-id", [id])]], scope: setting.scope),
      pagination: .nextToken
    ) { document, pages in
      let own = (pages ?? []).items("Snapshots").filter { $0["VolumeId"] == id }
      document["c7n:Snapshots"] = .list(own.map { .object($0) })
    }
  }

  /// A volume's modifications that keep it from being modified again.
  static let volumeModifications = Hydration.member(
    StorageMember.modifications, pagination: .nextToken,
    call: { document, setting in
      APICall(
        service: "ec2", operation: "DescribeVolumesModifications",
        input: [
          "Filters": [
            filter("volume-id", [document["VolumeId"] ?? .null]),
            filter("modification-state", ["modifying", "optimizing", "failed"]),
          ]
        ], scope: setting.scope)
    }, value: { .list($0.items("VolumesModifications").map { .object($0) }) })

  /// Trusted Advisor's check of EBS snapshots, asked to look anew before its result is read
  /// (https://docs.aws.amazon.com/awssupport/latest/user/fault-tolerance-checks.html).
  static let snapshotCheck = Hydration(StorageMember.flagged) { document, setting in
    let asked = StorageMember.flagged + ":Refreshed"
    guard document[StorageMember.flagged] == nil else { return nil }
    let check: AWSObject = ["checkId": "H7IgTzjTYb"]
    guard document[asked] != nil else {
      return ReadCall(support("RefreshTrustedAdvisorCheck", check, setting.scope)) { document, _ in
        document[asked] = true
      }
    }
    var input = check
    input["language"] = "en"
    return ReadCall(support("DescribeTrustedAdvisorCheckResult", input, setting.scope)) {
      document, pages in
      let resources = pages?.first("result")?["flaggedResources"]?.list ?? []
      document[asked] = nil
      document[StorageMember.flagged] = .bool(
        resources.contains {
          let metadata = $0["metadata"]?.list ?? []
          return metadata.count > 1 && metadata[1] == document["VolumeId"]
        })
    }
  }

  /// The alias of a volume's key; null where it has none.
  static let volumeKeyAlias = Hydration(StorageMember.keyAlias) { document, setting in
    guard document[StorageMember.keyAlias] == nil, let key = document["KmsKeyId"]?.string,
      !key.isEmpty
    else { return nil }
    let id = AWSValue.string(keyID(key))
    return ReadCall(
      APICall(service: "kms", operation: "ListAliases", input: [:], scope: setting.scope),
      pagination: ReadCall.Pagination(inputMember: "Marker", outputMember: "NextMarker")
    ) { document, pages in
      document[StorageMember.keyAlias] =
        (pages ?? []).items("Aliases").last { $0["TargetKeyId"] == id }.map { .object($0) } ?? .null
    }
  }

  /// What follows `key/`, or all of it.
  private static func keyID(_ text: String) -> String {
    let parts = text.split(separator: "key/", maxSplits: 1, omittingEmptySubsequences: false)
    return String(parts.last ?? "")
  }

  private static func filter(_ name: String, _ values: [AWSValue]) -> AWSValue {
    ["Name": .string(name), "Values": .list(values)]
  }

  /// Support answers from one region of a partition
  /// (https://docs.aws.amazon.com/general/latest/gr/awssupport.html).
  private static func support(_ operation: String, _ input: AWSObject, _ scope: Scope) -> APICall {
    APICall(
      service: "support", operation: operation, input: input,
      scope: ResourceType.globalScope([:], scope))
  }
}
