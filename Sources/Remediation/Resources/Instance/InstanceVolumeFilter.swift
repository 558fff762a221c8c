import AWS
import Documents

/// `ebs`: a value filter on the volumes that are attached to an instance first; one that matches
/// is enough, or all must (`operator: and`).
struct InstanceVolumeFilter: ResourceFilter {
  let position: SourcePosition
  let value: ValueFilter
  let needsAll: Bool
  let skippedDevices: [String]

  private static let ids = RelatedIDs("BlockDeviceMappings", "Ebs", "VolumeId")

  var hydrations: [Hydration] { [RelatedKind.volumes.hydration(Self.ids)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    var volumes: [AWSObject] = []
    for item in document[RelatedKind.volumes.member]?.list ?? [] {
      guard let volume = item.object, let attachments = volume["Attachments"]?.list else {
        throw FilterProblem("a volume has no `Attachments`")
      }
      if let first = attachments.first, first["InstanceId"] == document["InstanceId"] {
        volumes.append(volume)
      }
    }
    guard !volumes.isEmpty else { return false }
    volumes.removeAll { volume in
      (volume["Attachments"]?.list ?? []).contains {
        skippedDevices.contains($0["Device"]?.string ?? "")
      }
    }
    for volume in volumes where try value.matches(volume, run.context) != needsAll {
      return !needsAll
    }
    return needsAll
  }
}

/// `ephemeral`: instances without an EBS volume as their root device.
struct EphemeralFilter: ResourceFilter {
  let position: SourcePosition

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    try Self.isEphemeral(run.resources[index].document)
  }

  static func isEphemeral(_ instance: AWSObject) throws(FilterProblem) -> Bool {
    for device in instance["BlockDeviceMappings"]?.list ?? [] {
      guard let name = device["DeviceName"]?.string else {
        throw FilterProblem("a block device has no `DeviceName`")
      }
      if ["/dev/sda1", "/dev/xvda", "xvda"].contains(name) { return device["Ebs"] == nil }
    }
    return true
  }
}

/// `singleton`: instances that neither an Auto Scaling group nor a recovery alarm brings back.
struct SingletonFilter: ResourceFilter {
  let position: SourcePosition

  static let groupTag = "tag:aws:autoscaling:groupName"
  static let states = ["running", "stopped", "pending", "stopping"]

  var hydrations: [Hydration] { [.statusAlarms] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard Self.states.contains(document["State"]?["Name"]?.string ?? "") else { return false }
    let group = try KeySelector(Self.groupTag).select(from: document)
    if let name = group.string, !name.isEmpty {
      run.notes[index].matchedFilters.append(Self.groupTag)
      return false
    }
    let alarms = document["stormdrill:StatusAlarms"]?.list ?? []
    return !alarms.contains { alarm in
      (alarm["AlarmActions"]?.list ?? []).contains { action in
        let name = action.string ?? ""
        return name.hasPrefix("arn:aws:automate:") && name.hasSuffix(":ec2:recover")
      }
    }
  }
}
