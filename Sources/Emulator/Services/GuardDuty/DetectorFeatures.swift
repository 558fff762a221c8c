import AWS

/// What a detector looks at: the foundation, which goes with the detector itself, and what can be
/// switched by itself.
///
/// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
package struct DetectorFeatures: Hashable, Sendable {
  struct Switch: Hashable, Sendable {
    var isOn: Bool
    var updated: Timestamp
  }

  /// By name, `RUNTIME_MONITORING`; what belongs to another by both, with a dot between.
  private var switches: [String: Switch] = [:]

  /// Flow logs, DNS logs and CloudTrail's management events.
  private static let foundation = ["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"]

  /// In the order in which GetDetector shows them; a new detector has all but runtime monitoring.
  private static let optional: [(name: String, isOn: Bool, parts: [String])] = [
    ("S3_DATA_EVENTS", true, []), ("EKS_AUDIT_LOGS", true, []),
    ("EBS_MALWARE_PROTECTION", true, []), ("RDS_LOGIN_EVENTS", true, []),
    ("EKS_RUNTIME_MONITORING", false, ["EKS_ADDON_MANAGEMENT"]),
    ("LAMBDA_NETWORK_LOGS", true, []),
    (
      "RUNTIME_MONITORING", false,
      ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"]
    ),
  ]

  /// Those of a new detector.
  init(at now: Timestamp) {
    for feature in Self.optional {
      switches[feature.name] = Switch(isOn: feature.isOn, updated: now)
      for part in feature.parts {
        switches["\(feature.name).\(part)"] = Switch(isOn: false, updated: now)
      }
    }
  }

  init(column: String, times: String) {
    let updated = (try? JSON.parse(times)) ?? [:]
    for (name, isOn) in (try? JSON.parse(column))?.object ?? [:] {
      switches[name] = Switch(
        isOn: isOn == true, updated: Timestamp(microseconds: updated[name]?.integer ?? 0))
    }
  }

  private func text(_ value: (Switch) -> AWSValue) -> String {
    JSON.text(AWSObject(switches.sorted { $0.key < $1.key }.map { ($0.key, value($0.value)) }))
  }

  var column: String { text { .bool($0.isOn) } }
  var timesColumn: String { text { .integer($0.updated.microseconds) } }

  package func isOn(_ name: String) -> Bool { switches[name]?.isOn ?? false }

  private mutating func turn(_ name: String, _ isOn: Bool, at now: Timestamp) {
    if switches[name]?.isOn != isOn { switches[name] = Switch(isOn: isOn, updated: now) }
  }

  /// Takes the request's `Features`. The two runtime monitorings exclude each other, and a part
  /// belongs to its feature.
  mutating func apply(features list: [AWSObject], at now: Timestamp) throws(AWSError) {
    for feature in list {
      guard let name = feature["Name"]?.string,
        let known = Self.optional.first(where: { $0.name == name })
      else { throw GuardDutyError.invalidValue }
      if let status = feature["Status"]?.string { turn(name, status == "ENABLED", at: now) }
      for part in feature["AdditionalConfiguration"]?.list ?? [] {
        guard let partName = part["Name"]?.string, known.parts.contains(partName) else {
          throw GuardDutyError.invalidValue
        }
        guard let status = part["Status"]?.string else { continue }
        turn("\(name).\(partName)", status == "ENABLED", at: now)
      }
    }
    if isOn("EKS_RUNTIME_MONITORING"), isOn("RUNTIME_MONITORING") {
      throw GuardDutyError.invalidValue
    }
  }

  /// Takes the request's `DataSources`, the older form of three of the features.
  mutating func apply(dataSources: AWSObject, at now: Timestamp) {
    let sources = AWSValue.object(dataSources)
    let said: [(String, AWSValue?)] = [
      ("S3_DATA_EVENTS", sources.at("S3Logs", "Enable")),
      ("EKS_AUDIT_LOGS", sources.at("Kubernetes", "AuditLogs", "Enable")),
      (
        "EBS_MALWARE_PROTECTION",
        sources.at("MalwareProtection", "ScanEc2InstanceWithFindings", "EbsVolumes")
      ),
    ]
    for (name, value) in said { if let isOn = value?.bool { turn(name, isOn, at: now) } }
  }

  private static func status(_ isOn: Bool) -> AWSValue {
    ["Status": isOn ? "ENABLED" : "DISABLED"]
  }

  /// As GetDetector shows them.
  func dataSources(isEnabled: Bool) -> AWSObject {
    let malware: AWSValue = ["EbsVolumes": Self.status(isOn("EBS_MALWARE_PROTECTION"))]
    return [
      "CloudTrail": Self.status(isEnabled), "DNSLogs": Self.status(isEnabled),
      "FlowLogs": Self.status(isEnabled), "S3Logs": Self.status(isOn("S3_DATA_EVENTS")),
      "Kubernetes": ["AuditLogs": Self.status(isOn("EKS_AUDIT_LOGS"))],
      "MalwareProtection": ["ScanEc2InstanceWithFindings": malware],
    ]
  }

  /// As GetDetector shows them; the foundation has no switch of its own.
  func output(isEnabled: Bool, since created: Timestamp) -> [AWSValue] {
    func shown(_ name: String, _ one: Switch?) -> AWSObject {
      [
        "Name": .string(name), "Status": one?.isOn == true ? "ENABLED" : "DISABLED",
        "UpdatedAt": .timestamp(one?.updated ?? created),
      ]
    }
    let foundation = Self.foundation.map {
      AWSValue.object(shown($0, Switch(isOn: isEnabled, updated: created)))
    }
    return foundation
      + Self.optional.map { feature in
        var object = shown(feature.name, switches[feature.name])
        if !feature.parts.isEmpty {
          object["AdditionalConfiguration"] = .list(
            feature.parts.map { .object(shown($0, switches["\(feature.name).\($0)"])) })
        }
        return .object(object)
      }
  }
}
