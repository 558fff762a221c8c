import Documents
import JMESPath

extension PolicyLoader {
  /// How a Lambda is set up: read, since a mistake in it is one, and meaningless here.
  private static let lambdaMembers: [(String, Shape)] = [
    ("execution-options", .mapping), ("function-prefix", .text), ("member-role", .text),
    ("packages", .texts), ("layers", .texts), ("concurrency", .integer),
    ("runtime", .word(["python3.10", "python3.11", "python3.12", "python3.13"])),
    ("role", .text), ("handler", .text), ("pattern", .filledMapping), ("timeout", .number),
    ("memory", .number), ("environment", .mapping), ("tags", .mapping),
    ("dead_letter_config", .mapping), ("kms_key_arn", .text), ("tracing_config", .mapping),
    ("security_groups", .list), ("subnets", .list),
  ]

  /// What each mode has beside its `type` and, but for `pull`, a Lambda's members.
  private static let modes: [(name: String, members: [(String, Shape)])] = [
    ("pull", []), ("periodic", [("schedule", .text)]),
    (
      "schedule",
      [
        ("schedule", .text), ("timezone", .text), ("start-date", .text), ("end-date", .text),
        ("scheduler-role", .text), ("group-name", .text),
      ]
    ),
    ("cloudtrail", [("delay", .integer), ("events", .list)]),
    ("config-rule", []),
    (
      "config-poll-rule",
      [
        (
          "schedule",
          .word(["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"])
        ), ("ignore-support-check", .flag),
      ]
    ),
    ("guard-duty", []), ("hub-finding", []), ("hub-action", []),
    (
      "phd",
      [
        ("events", .texts),
        ("categories", .words(["issue", "accountNotification", "scheduledChange"])),
        ("statuses", .words(["open", "upcoming", "closed"])),
      ]
    ),
    (
      "ec2-instance-state",
      [
        (
          "events",
          .words(["pending", "running", "shutting-down", "stopped", "stopping", "terminated"])
        )
      ]
    ),
    (
      "asg-instance-state",
      [
        (
          "events",
          .words(["launch-success", "launch-failure", "terminate-success", "terminate-failure"])
        )
      ]
    ),
  ]

  mutating func mode(_ reader: inout MappingReader) -> PolicyMode {
    guard let node = reader.node("mode") else { return .pull }
    let policy = reader.node
    return reader.decodeNode(node, of: "a mode") { reader in
      let name = reader.requiredString("type")
      guard let mode = Self.modes.first(where: { $0.name == name }) else {
        for pair in reader.node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
        if reader.node["type"]?.string != nil {
          reader.error(
            at: reader.node("type")?.position, "unknown mode `\(name.shortened)`",
            suggestion: Spelling.suggestion(for: name, among: Self.modes.map(\.name)))
        }
        return .pull
      }
      for (key, shape) in mode.members + (name == "pull" ? [] : Self.lambdaMembers) {
        reader.check(key, shape)
      }
      if name != "pull" { checkLambda(policy, &reader) }
      switch name {
      case "pull": return .pull
      case "periodic": return .scheduled(reader.node["schedule"]?.string)
      case "schedule":
        guard reader.requiredNode("schedule") != nil else { return .scheduled(nil) }
        return .scheduled(reader.node["schedule"]?.string)
      case "cloudtrail": return .cloudtrail(triggers(&reader))
      default:
        checkOther(name, policy, &reader)
        reader.diagnostics.append(
          Diagnostic(
            reader.node("type")?.position ?? reader.position,
            "no feed carries the events of mode `\(name)`: the policy runs in scans only",
            suggestion: "expected `cloudtrail` to run on events", severity: .warning))
        return .other(name)
      }
    }
  }

  /// What AWS allows the Lambda that Cloud Custodian would make of it.
  private func checkLambda(_ policy: Node, _ reader: inout MappingReader) {
    let prefix = reader.node["function-prefix"]?.string ?? "custodian-"
    let length = (prefix + (policy["name"]?.string ?? "")).unicodeScalars.count
    if length > 64 {
      reader.error(
        "the Lambda of the policy has a name of \(length) characters",
        suggestion: "expected `function-prefix` and `name` to have at most 64 together")
    }
    let description = policy["description"]?.string?.unicodeScalars.count ?? 0
    if description > 256 {
      reader.error(
        at: policy["description"]?.position,
        "the Lambda of the policy has a description of \(description) characters",
        suggestion: "expected at most 256; `comment` may be longer")
    }
  }

  /// Types of resources that AWS Config records.
  private static let recorded: Set<String> = [
    "security-group", "ec2", "ebs", "vpc", "subnet", "internet-gateway", "network-acl",
    "route-table", "s3", "iam-user", "iam-role", "iam-policy", "iam-group", "cloudtrail",
  ]

  private func checkOther(_ name: String, _ policy: Node, _ reader: inout MappingReader) {
    let resource = policy["resource"]?.string ?? ""
    let plain = resource.hasPrefix("aws.") ? String(resource.dropFirst(4)) : resource
    let place = reader.node("type")?.position
    switch name {
    case "guard-duty":
      if !["account", "ec2", "iam-user"].contains(resource) {
        reader.error(
          at: place, "mode `guard-duty` is not for `\(resource.shortened)`",
          suggestion: "expected `resource` to be `account`, `ec2` or `iam-user`, without `aws.`")
      }
    case "phd":
      if resource == "account" { return }
      if !["ec2", "ebs"].contains(plain) {
        reader.error(
          at: place, "mode `phd` is not for `\(resource.shortened)`",
          suggestion: "expected `resource` to be `account`, `ec2` or `ebs`")
      } else if reader.node["events"] == nil {
        reader.error("mode `phd` names no events", suggestion: "expected a list `events`")
      }
    case "config-rule", "config-poll-rule":
      let polls = name == "config-poll-rule"
      let isRecorded = Self.recorded.contains(plain)
      if polls, reader.node["schedule"] == nil {
        reader.error("mode `\(name)` has no `schedule`", suggestion: "expected `schedule`")
      }
      if !polls, !isRecorded {
        reader.error(
          at: place, "AWS Config does not record `\(resource.shortened)`",
          suggestion: "expected `config-poll-rule`, or `periodic`")
      }
      if polls, isRecorded, reader.node["ignore-support-check"]?.bool != true {
        reader.error(
          at: place, "AWS Config records `\(resource.shortened)` by itself",
          suggestion: "expected `config-rule`, or `ignore-support-check: true`")
      }
      if polls, !isRecorded, plain != "account" {
        reader.error(
          at: place, "`\(resource.shortened)` has no type in CloudFormation to report to Config",
          suggestion: "expected `periodic`")
      }
      if let pattern = reader.node["pattern"] {
        reader.error(
          at: pattern.position, "mode `\(name)` can't have a `pattern`",
          suggestion: "expected filters")
      }
    default: break
    }
  }

  private func triggers(_ reader: inout MappingReader) -> [EventTrigger] {
    guard let node = reader.node("events") else {
      reader.error("mode `cloudtrail` names no events", suggestion: "expected a list `events`")
      return []
    }
    if node.sequence?.isEmpty == true {
      reader.error(
        at: node.position, "mode `cloudtrail` names no events",
        suggestion: "expected a list `events`")
    }
    return (node.sequence ?? []).compactMap { trigger($0, &reader) }
  }

  private func trigger(_ node: Node, _ reader: inout MappingReader) -> EventTrigger? {
    if let name = node.string {
      if let trigger = EventTrigger.shortcut(name) { return trigger }
      reader.error(
        at: node.position, "there is no shortcut for the event `\(name.shortened)`",
        suggestion: Spelling.nearest(to: name, among: EventTrigger.shortcuts.map(\.name))
          .map { "did you mean `\($0)`?" }
          ?? "expected a mapping with `source`, `event` and `ids`")
      return nil
    }
    return reader.decodeNode(node, of: "an event") { reader in
      let source = reader.requiredString("source")
      let event = reader.requiredString("event")
      let ids = reader.requiredString("ids")
      for pair in reader.node.mapping ?? [] {
        guard let key = pair.key.string, !["source", "event", "ids"].contains(key) else {
          continue
        }
        reader.allow(key)
        reader.diagnostics.append(
          Diagnostic(
            pair.key.position, "`\(key)` of an event means nothing",
            suggestion: "expected `source`, `event` and `ids` only", severity: .warning))
      }
      guard reader.node["ids"]?.string != nil else { return nil }
      do throws(JMESPathError) {
        return EventTrigger(source: source, event: event, ids: try JMESPathExpression(ids))
      } catch {
        reader.error(
          at: reader.node("ids")?.position, "`ids` is no JMESPath: \(error.message)",
          suggestion: "the mistake is at character \(error.offset + 1)")
        return nil
      }
    }
  }
}
