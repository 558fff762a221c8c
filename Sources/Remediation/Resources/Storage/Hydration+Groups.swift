import AWS

/// What Auto Scaling groups launch: read by way of the groups, then their launch configurations,
/// then each launch template that they name.
struct GroupLaunches: Sendable {
  /// The id of the resource that is asked about.
  let idMember: String
  /// What a launch configuration uses, given the names that groups use.
  let ofConfiguration: @Sendable (AWSObject, [AWSValue]) -> [AWSValue]
  /// What the data of a launch template's version uses.
  let ofTemplate: @Sendable (AWSValue) -> [AWSValue]

  /// Images: of the configurations that groups use.
  static let images = GroupLaunches(
    idMember: "ImageId",
    ofConfiguration: { configuration, used in
      guard let name = configuration["LaunchConfigurationName"], used.contains(name) else {
        return []
      }
      return [configuration["ImageId"] ?? .null]
    },
    ofTemplate: { data in [data["ImageId"] ?? .null] })

  /// Snapshots: of all configurations, used or not, once groups use any, as c7n asks.
  static let snapshots = GroupLaunches(
    idMember: "SnapshotId",
    ofConfiguration: { configuration, _ in Hydration.snapshots(of: configuration) },
    ofTemplate: { data in Hydration.snapshots(of: data.object ?? [:]) })

  /// A launch template and the versions of it that groups name.
  private struct Template {
    var id: AWSValue
    var versions: [AWSValue]
  }

  /// What reading has found so far; it stands in the document until the end.
  private struct Progress {
    static let member = StorageMember.inGroups + ":Progress"

    var configurations: [AWSValue] = []
    var templates: [Template] = []
    var isFound = false

    init() {}

    init?(_ value: AWSValue?) {
      guard let value else { return nil }
      configurations = value["Configurations"]?.list ?? []
      templates = (value["Templates"]?.list ?? []).map {
        Template(id: $0["Id"] ?? .null, versions: $0["Versions"]?.list ?? [])
      }
      isFound = value["Found"] == true
    }

    /// The groups' configurations and templates, in their order.
    init(groups: [AWSObject]) {
      for group in groups {
        if let name = group["LaunchConfigurationName"] { configurations.append(name) }
        let named =
          group["LaunchTemplate"]
          ?? group.at(
            "MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification")
        guard let named, let id = named["LaunchTemplateId"] else { continue }
        let version = named["Version"] ?? "$Default"
        if let place = templates.firstIndex(where: { $0.id == id }) {
          if !templates[place].versions.contains(version) {
            templates[place].versions.append(version)
          }
        } else {
          templates.append(Template(id: id, versions: [version]))
        }
      }
      configurations = configurations.uniqued
    }

    func put(into document: inout AWSObject) {
      if configurations.isEmpty, templates.isEmpty {
        document[Self.member] = nil
        document[StorageMember.inGroups] = .bool(isFound)
        return
      }
      let templates = templates.map { ["Id": $0.id, "Versions": .list($0.versions)] as AWSValue }
      document[Self.member] = [
        "Configurations": .list(configurations), "Templates": .list(templates),
        "Found": .bool(isFound),
      ]
    }
  }

  func nextCall(_ document: AWSObject, _ setting: ReadSetting) -> ReadCall? {
    guard document[StorageMember.inGroups] == nil else { return nil }
    guard let progress = Progress(document[Progress.member]) else {
      return ReadCall(
        Self.autoScaling("DescribeAutoScalingGroups", setting), pagination: .nextToken
      ) { document, pages in
        Progress(groups: (pages ?? []).items("AutoScalingGroups")).put(into: &document)
      }
    }
    let id = document[idMember] ?? .null
    if !progress.configurations.isEmpty {
      return ReadCall(
        Self.autoScaling("DescribeLaunchConfigurations", setting), pagination: .nextToken
      ) { document, pages in
        var next = progress
        next.configurations = []
        next.isFound =
          next.isFound
          || (pages ?? []).items("LaunchConfigurations").contains {
            ofConfiguration($0, progress.configurations).contains(id)
          }
        next.put(into: &document)
      }
    }
    guard let template = progress.templates.first else { return nil }
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeLaunchTemplateVersions",
        input: ["LaunchTemplateId": template.id, "Versions": .list(template.versions)],
        scope: setting.scope),
      absentCodes: [
        "InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateId.VersionNotFound",
      ]
    ) { document, pages in
      var next = progress
      next.templates.removeFirst()
      let versions = (pages ?? []).items("LaunchTemplateVersions")
        .prefix(template.versions.count)
      next.isFound =
        next.isFound
        || versions.contains { ofTemplate($0["LaunchTemplateData"] ?? [:]).contains(id) }
      next.put(into: &document)
    }
  }

  private static func autoScaling(_ operation: String, _ setting: ReadSetting) -> APICall {
    APICall(service: "autoscaling", operation: operation, input: [:], scope: setting.scope)
  }
}

extension Hydration {
  static let imageInGroups = Hydration("image in groups") { document, setting in
    GroupLaunches.images.nextCall(document, setting)
  }
  static let snapshotInGroups = Hydration("snapshot in groups") { document, setting in
    GroupLaunches.snapshots.nextCall(document, setting)
  }
}
