import AWS

extension Hydration {
  /// The account's own images, in the call that lists them for rules.
  private static func ownImages(_ setting: ReadSetting) -> APICall {
    ResourceType.image.enumerate(setting.scope).call
  }

  /// Whether one of the account's own images stands on a snapshot.
  static let snapshotInImages = Hydration.member(
    StorageMember.inImages, pagination: .nextToken, call: { _, setting in ownImages(setting) }
  ) { document, pages in
    let id = document["SnapshotId"]
    return .bool(pages.items("Images").contains { snapshots(of: $0).contains { $0 == id } })
  }

  /// Which of an image's snapshots other images stand on too.
  static let imageSharedSnapshots = Hydration.member(
    StorageMember.sharedSnapshots, pagination: .nextToken,
    call: { _, setting in ownImages(setting) }
  ) { document, pages in
    let others = pages.items("Images").filter { $0["ImageId"] != document["ImageId"] }
      .flatMap(snapshots)
    return .list(snapshots(of: document).filter(others.contains))
  }

  /// Whether there are instances of an image.
  static let imageInInstances = Hydration.member(
    StorageMember.inInstances, pagination: .nextToken,
    call: { _, setting in ResourceType.ec2Instance.enumerate(setting.scope).call }
  ) { document, pages in
    let id = document["ImageId"]
    return .bool(
      pages.items("Reservations").items("Instances").contains { $0["ImageId"] == id })
  }

  /// Who may make volumes of a snapshot.
  static let snapshotPermissions = Hydration.member(
    StorageMember.volumePermissions,
    call: { document, setting in
      APICall(
        service: "ec2", operation: "DescribeSnapshotAttribute",
        input: [
          "SnapshotId": document["SnapshotId"] ?? .null, "Attribute": "createVolumePermission",
        ], scope: setting.scope)
    }, value: { .list($0.items("CreateVolumePermissions").map { .object($0) }) })

  /// Who may launch an image.
  static let launchPermissions = Hydration.member(
    StorageMember.launchPermissions,
    call: { document, setting in
      APICall(
        service: "ec2", operation: "DescribeImageAttribute",
        input: ["ImageId": document["ImageId"] ?? .null, "Attribute": "launchPermission"],
        scope: setting.scope)
    }, value: { .list($0.items("LaunchPermissions").map { .object($0) }) })

  /// One attribute of an image, as its describing call answers it.
  static func imageAttribute(_ attribute: String) -> Hydration {
    .member(
      "c7n:attribute-\(attribute)",
      call: { document, setting in
        APICall(
          service: "ec2", operation: "DescribeImageAttribute",
          input: ["ImageId": document["ImageId"] ?? .null, "Attribute": .string(attribute)],
          scope: setting.scope)
      },
      value: { pages in
        (pages.first ?? [:]).first { $0.key != "ImageId" }?.value ?? .null
      })
  }

  /// The snapshots that an image's disks are made of.
  static func snapshots(of image: AWSObject) -> [AWSValue] {
    (image["BlockDeviceMappings"]?.list ?? []).compactMap { $0["Ebs"]?["SnapshotId"] }
  }

  /// One call that sets one member by what the document is.
  fileprivate static func member(
    _ member: String, pagination: ReadCall.Pagination?,
    call: @escaping @Sendable (AWSObject, ReadSetting) -> APICall,
    value: @escaping @Sendable (AWSObject, [AWSObject]) -> AWSValue
  ) -> Hydration {
    Hydration(member) { document, setting in
      guard document[member] == nil else { return nil }
      return ReadCall(call(document, setting), pagination: pagination) { document, pages in
        document[member] = value(document, pages ?? [])
      }
    }
  }
}
