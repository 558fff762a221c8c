import AWS
import Documents

/// `snapshot`: takes snapshots of an instance's volumes, all at one moment.
struct SnapshotInstance: Action {
  enum Tags: Sendable {
    /// Those of each volume.
    case ofVolumes
    case none
    /// These of the instance (`*` for all but AWS's own), and own ones, which come first.
    case chosen(copied: [String], own: [(key: String, value: String)])
  }

  let name = "snapshot"
  let position: SourcePosition
  let tags: Tags
  let excludesBoot: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard Tagger.canRead(setting, in: &plan) else { return }
    let document = setting.document
    let present = (document["Tags"]?.list ?? []).compactMap { tag -> (String, String)? in
      guard let key = tag["Key"]?.string, let value = tag["Value"]?.string else { return nil }
      return (key, value)
    }
    let title = present.first { $0.0 == "Name" }?.1 ?? "-"
    var input: AWSObject = [
      "Description": .string("Snapshot Created for \(setting.id) (\(title))"),
      "InstanceSpecification": [
        "ExcludeBootVolume": .bool(excludesBoot), "InstanceId": .string(setting.id),
      ],
    ]
    switch tags {
    case .ofVolumes: input["CopyTagsFromSource"] = "volume"
    case .none: break
    case .chosen(let copied, let own):
      let chosen = present.filter { tag in
        copied.contains("*") ? !tag.0.hasPrefix("aws:") : copied.contains(tag.0)
      }.filter { tag in !own.contains { $0.key == tag.0 } }
      let all = own.map { ($0.key, $0.value) } + chosen
      input["TagSpecifications"] = [
        [
          "ResourceType": "snapshot",
          "Tags": .list(all.map { ["Key": .string($0.0), "Value": .string($0.1)] }),
        ]
      ]
    }
    let undo = (0..<count(document)).map { place in
      setting.call(
        "ec2", "DeleteSnapshot",
        [
          "SnapshotId": AnswerReference.to(
            step: plan.steps.count, "Snapshots.\(place).SnapshotId")
        ])
    }
    plan.steps.append(
      PlannedStep(
        summary: "take snapshots of the volumes of \(setting.id)",
        call: setting.call("ec2", "CreateSnapshots", input), undo: undo,
        doneCodes: ["InvalidInstanceId.NotFound"]))
  }

  /// How many snapshots there will be.
  private func count(_ document: AWSObject) -> Int {
    (document["BlockDeviceMappings"]?.list ?? []).count { device in
      device["Ebs"] != nil
        && !(excludesBoot && device["DeviceName"] == document["RootDeviceName"])
    }
  }
}

extension ActionKind {
  static let snapshotInstance = ActionKind(names: ["snapshot"]) { _, reader, _, _ in
    let copied = reader.strings("copy-tags")
    let copiesOfVolumes = reader.bool("copy-volume-tags")
    let own = reader.mapping("tags", of: "`tags`") { reader in
      (reader.node.mapping ?? []).compactMap { pair -> (key: String, value: String)? in
        guard let key = pair.key.scalarText else { return nil }
        if let flag = pair.value.bool {
          reader.allow(key)
          return (key, flag ? "True" : "False")
        }
        return reader.text(key).map { (key, $0) }
      }
    }
    let excludesBoot = reader.bool("exclude-boot") ?? false
    if copied?.isEmpty == false, copiesOfVolumes != nil {
      reader.error(
        "\(reader.subject) has `copy-tags` and `copy-volume-tags`",
        suggestion: "expected one of them")
    }
    let tags: SnapshotInstance.Tags
    if let copied {
      let given = own ?? []
      tags = .chosen(
        copied: copied, own: given.isEmpty ? [("custodian_snapshot", "")] : given)
    } else {
      tags = copiesOfVolumes ?? true ? .ofVolumes : .none
    }
    return SnapshotInstance(position: reader.position, tags: tags, excludesBoot: excludesBoot)
  }
}
