import AWS
import Documents

extension FilterKind {
  static let instance: [FilterKind] =
    [
      .defaultVPC,
      .offhour(state: "running"), .onhour(state: "stopped"),
      .metrics(namespace: "AWS/EC2", dimension: "InstanceId"),
      .configCompliance(["AWS::EC2::Instance"]),
      .costOptimization("Ec2Instance", action: "Rightsize"),
      .healthEvent(service: "EC2"),
      .inventory, .summaryCompliance,
      .object("ssm", "c7n:SsmState", .managedInstance),
      .object("image", "c7n:instance-image", skipsEmpty: true, .instanceImage),
      .object("image-metadata", "c7n:image-metadata", .imageMetadata),
      .instancePolicy, .instanceRole, .roleTagMirror, .opsItem,
      .checkPermissions,
      .networkLocation(
        groups: RelatedIDs("NetworkInterfaces", "Groups", "GroupId"),
        subnets: RelatedIDs("NetworkInterfaces", "SubnetId"),
        states: ["pending", "running", "shutting-down", "stopping", "stopped"]),
    ] + instanceRelations + instanceAges + instanceState

  private static let instanceRelations: [FilterKind] = [
    .related(
      "security-group", .securityGroups, RelatedIDs("NetworkInterfaces", "Groups", "GroupId"),
      annotation: "c7n:matched-security-groups"),
    .subnet(RelatedIDs("NetworkInterfaces", "SubnetId")),
    .related("vpc", .vpcs, RelatedIDs("VpcId"), annotation: "c7n:matched-vpcs"),
    FilterKind(name: "ebs") { loader, reader, type, _ in
      let op = reader.value("operator", expected: "`and` or `or`") { node in
        ["and", "or"].contains(node.string) ? node.string : nil
      }
      let skipped = reader.strings("skip-devices") ?? []
      return loader.value(&reader, on: type).map {
        InstanceVolumeFilter(
          position: reader.position, value: $0, needsAll: op == "and", skippedDevices: skipped)
      }
    },
  ]

  private static let instanceAges: [FilterKind] = [
    .age("instance-age", units: ["days", "hours", "minutes"]) {
      document throws(FilterProblem) in try InstanceDates.firstAttached(document)
    },
    .age("instance-uptime") { document throws(FilterProblem) in
      try AgeFilter.date("LaunchTime", of: document)
    },
    .age("state-age") { document throws(FilterProblem) in
      try InstanceDates.changedState(document)
    },
    .age("image-age", hydrations: { _ in [.instanceImage] }) { document throws(FilterProblem) in
      try InstanceDates.imageMade(document)
    },
  ]

  private static let instanceState: [FilterKind] = [
    FilterKind(name: "ephemeral") { _, reader, _, _ in
      EphemeralFilter(position: reader.position)
    },
    FilterKind(name: "singleton") { _, reader, _, _ in
      SingletonFilter(position: reader.position)
    },
    FilterKind(name: "stop-protected") { _, reader, _, _ in
      ProtectionFilter(position: reader.position, attribute: "disableApiStop")
    },
    FilterKind(name: "termination-protected") { _, reader, _, _ in
      ProtectionFilter(position: reader.position, attribute: "disableApiTermination")
    },
    FilterKind(name: "user-data") { loader, reader, type, _ in
      loader.value(&reader, on: type, fixedKey: "\"c7n:user-data\"").map {
        UserDataFilter(position: reader.position, value: $0)
      }
    },
    FilterKind(name: "instance-attribute") { loader, reader, type, _ in
      let name = reader.requiredString("attribute")
      if !name.isEmpty, !InstanceAttribute.names.contains(name) {
        reader.error(
          at: reader.node("attribute")?.position, "there is no attribute `\(name)`",
          suggestion: Spelling.suggestion(for: name, among: InstanceAttribute.names))
      }
      return loader.value(&reader, on: type).map {
        InstanceAttributeFilter(position: reader.position, attribute: name, value: $0)
      }
    },
  ]

  /// `subnet`: its value filter, and whether the subnets lead to gateways.
  static func subnet(_ ids: RelatedIDs) -> FilterKind {
    FilterKind(name: "subnet") { loader, reader, type, _ in
      let routing = [reader.bool("igw"), reader.bool("nat")]
      let isAny = reader.node("operator")?.string == "or"
      guard let asked = loader.relatedQuestion(&reader, on: type, needsKey: false) else {
        return nil
      }
      var filter = RelatedFilter(
        position: reader.position, kind: .subnets, ids: ids, question: asked.question,
        needsAll: asked.needsAll, wanted: asked.wanted, annotation: "c7n:matched-subnets")
      // With `operator: or`, what isn't asked counts as holding, so that any value passes.
      if isAny || routing.contains(where: { $0 != nil }) {
        filter.routing = SubnetRouting(
          internetGateway: routing[0], natGateway: routing[1], needsAll: !isAny)
      }
      return filter
    }
  }
}
