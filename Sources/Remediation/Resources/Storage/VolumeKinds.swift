import AWS
import Documents

extension FilterKind {
  static let volume: [FilterKind] = [
    .unused(
      "fault-tolerant", key: "tolerant", [StorageMember.flagged], [.snapshotCheck]),
    FilterKind(name: "instance") { loader, reader, type, _ in
      loader.value(&reader, on: type).map {
        AttachedInstanceFilter(position: reader.position, value: $0)
      }
    },
    .metrics(namespace: "AWS/EBS", dimension: "VolumeId"), volumeHealthEvent,
    .configCompliance(["AWS::EC2::Volume"]), .costOptimization("EbsVolume", action: "Upgrade"),
    FilterKind(name: "kms-alias") { loader, reader, type, _ in
      loader.value(&reader, on: type).map {
        KeyAliasFilter(position: reader.position, value: $0)
      }
    },
    FilterKind(name: ModifyableFilter.name) { _, reader, _, _ in
      ModifyableFilter(position: reader.position)
    },
    FilterKind(name: "snapshots") { loader, reader, type, _ in
      var filter = loader.listItem(&reader, on: type, of: "c7n:Snapshots")
      filter?.hydrations = [.volumeSnapshots]
      return filter
    },
  ]

  /// `health-event` of volumes, which must name its types. Lost volumes, which c7n looks up in AWS
  /// Config's history, are in no listing and are refused.
  private static let volumeHealthEvent = FilterKind(name: "health-event") {
    loader, reader, type, block in
    for name in reader.requiredNode("types")?.sequence ?? []
    where name.string != "AWS_EBS_DEGRADED_EBS_VOLUME_PERFORMANCE" {
      reader.error(
        at: name.position, "events of type `\(name.scalarText ?? "")` are not supported",
        suggestion: "expected `AWS_EBS_DEGRADED_EBS_VOLUME_PERFORMANCE`")
    }
    if let node = reader.node("category") {
      reader.error(at: node.position, "`health-event` of volumes knows no `category`")
    }
    return FilterKind.healthEvent(service: "EBS").load(&loader, &reader, type, block)
  }
}

extension ActionKind {
  static let volume: [ActionKind] = [
    ActionKind(names: ["copy-instance-tags"]) { _, reader, type, _ in
      CopyInstanceTags(
        position: reader.position, only: reader.strings("tags") ?? [], type: type)
    },
    ActionKind(names: ["delete"]) { _, reader, _, _ in
      DeleteVolume(position: reader.position, forces: reader.bool("force") ?? false)
    },
    ActionKind(names: ["detach"]) { _, reader, _, _ in
      DetachVolume(position: reader.position, forces: reader.bool("force") ?? false)
    },
    ActionKind(names: ["modify"]) { _, reader, _, _ in modifyVolume(&reader) },
    ActionKind(names: ["snapshot"]) { _, reader, _, _ in createSnapshot(&reader) },
  ]

  private static func modifyVolume(_ reader: inout MappingReader) -> ModifyVolume? {
    let types = ["io1", "io2", "gp2", "gp3", "st1", "sc1"]
    let kind = reader.value("volume-type", expected: "one of \(types.joined(separator: ", "))") {
      node in types.contains(node.string ?? "") ? node.string : nil
    }
    let size = reader.double("size-percent")
    let iops = reader.double("iops-percent")
    if let node = reader.node("shrink") {
      reader.error(
        at: node.position, "`shrink` can't be set: the dialect's schema takes no value for it")
    }
    if let size, size < 100 {
      reader.error(
        at: reader.node("size-percent")?.position, "a volume can't be shrunk",
        suggestion: "expected `size-percent` from 100")
    }
    return ModifyVolume(
      position: reader.position, type: kind, sizePercent: size, iopsPercent: iops)
  }

  private static func createSnapshot(_ reader: inout MappingReader) -> CreateSnapshot? {
    let listed = reader.strings("copy-tags") ?? []
    let all = reader.bool("copy-volume-tags")
    if !listed.isEmpty, all != nil {
      reader.error(
        "\(reader.subject) has `copy-tags` and `copy-volume-tags`",
        suggestion: "expected one of them")
    }
    var tags: [(key: String, value: String)] = []
    if let node = reader.node("tags") {
      reader.decodeNode(node, of: "`tags`") { reader in
        for pair in reader.node.mapping ?? [] {
          guard let key = pair.key.scalarText else { continue }
          if let value = reader.text(key) { tags.append((key, value)) }
        }
      }
    }
    return CreateSnapshot(
      position: reader.position, description: reader.string("description") ?? "",
      copied: !listed.isEmpty ? .listed(listed) : all ?? true ? .all : .none,
      tags: tags.isEmpty ? [("custodian_snapshot", "")] : tags)
  }
}
