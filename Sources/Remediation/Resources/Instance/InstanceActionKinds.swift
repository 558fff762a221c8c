import AWS
import Documents

extension ActionKind {
  static let instance: [ActionKind] =
    [
      .snapshotInstance,
      .modifySecurityGroups { ($0["NetworkInterfaces"]?.list ?? []).compactMap(\.object) },
    ] + instanceState + instanceSettings + instanceRepairs

  private static let instanceState: [ActionKind] = [
    ActionKind(names: ["start"]) { _, reader, _, _ in StartInstance(position: reader.position) },
    ActionKind(names: ["reboot"]) { _, reader, _, _ in
      RebootInstance(position: reader.position)
    },
    ActionKind(names: ["stop"]) { _, reader, _, _ in
      StopInstance(
        position: reader.position, terminatesEphemeral: reader.bool("terminate-ephemeral") ?? false,
        hibernates: reader.bool("hibernate") ?? false, isForced: reader.bool("force") ?? false)
    },
    ActionKind(names: ["terminate"]) { _, reader, _, _ in
      TerminateInstance(position: reader.position, isForced: reader.bool("force") ?? false)
    },
  ]

  private static let instanceSettings: [ActionKind] = [
    ActionKind(names: ["set-monitoring"]) { _, reader, _, _ in
      let state = reader.requiredString("state")
      if !["enable", "disable", ""].contains(state) {
        reader.error(
          at: reader.node("state")?.position, "`state` can't be `\(state)`",
          suggestion: "expected `enable` or `disable`")
      }
      return SetMonitoring(position: reader.position, isOn: state == "enable")
    },
    ActionKind(names: ["set-metadata-access"]) { _, reader, _, _ in
      var options: [(name: String, value: AWSValue)] = []
      for (key, name) in [
        ("endpoint", "HttpEndpoint"), ("tokens", "HttpTokens"),
        ("metadata-tags", "InstanceMetadataTags"),
      ] {
        let words = SetMetadataAccess.words[name] ?? []
        let value = reader.value(key, expected: words.joined(separator: " or ")) { node in
          node.string.flatMap { words.contains($0) ? AWSValue.string($0) : nil }
        }
        if let value { options.append((name, value)) }
      }
      if let limit = reader.integer("hop-limit", in: 1...64) {
        options.append(("HttpPutResponseHopLimit", .integer(limit)))
      }
      return SetMetadataAccess(position: reader.position, options: options)
    },
    ActionKind(names: ["set-instance-profile"]) { _, reader, _, _ in
      SetInstanceProfile(position: reader.position, profile: reader.string("name"))
    },
  ]
}
