import Documents
import JMESPath

extension PolicyLoader {
  private static let lambdaKeys = [
    "execution-options", "function-prefix", "member-role", "packages", "layers", "concurrency",
    "runtime", "role", "handler", "pattern", "timeout", "memory", "environment", "tags",
    "dead_letter_config", "kms_key_arn", "tracing_config", "security_groups", "subnets",
  ]

  private static let otherModes = [
    "config-rule", "config-poll-rule", "guard-duty", "hub-finding", "hub-action", "phd",
    "ec2-instance-state", "asg-instance-state",
  ]

  /// The keys of a mode that say how a Lambda is set up are accepted, and mean nothing here.
  mutating func mode(_ reader: inout MappingReader) -> PolicyMode {
    guard let node = reader.node("mode") else { return .pull }
    return reader.decodeNode(node, of: "a mode") { reader in
      for key in Self.lambdaKeys { reader.allow(key) }
      let kind = reader.requiredString("type")
      switch kind {
      case "": return .pull
      case "pull": return .pull
      case "periodic": return .scheduled(reader.string("schedule"))
      case "schedule":
        for key in ["timezone", "start-date", "end-date", "scheduler-role", "group-name"] {
          reader.allow(key)
        }
        let schedule = reader.requiredString("schedule")
        return .scheduled(schedule)
      case "cloudtrail":
        reader.allow("delay")
        return .cloudtrail(triggers(&reader))
      default:
        for pair in reader.node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
        let place = reader.node("type")?.position ?? reader.position
        let known = ["pull", "periodic", "schedule", "cloudtrail"] + Self.otherModes
        guard Self.otherModes.contains(kind) else {
          reader.error(
            at: place, "unknown mode `\(kind)`",
            suggestion: Spelling.suggestion(for: kind, among: known))
          return .pull
        }
        reader.diagnostics.append(
          Diagnostic(
            place, "no feed carries the events of mode `\(kind)`: the policy runs in scans only",
            suggestion: "expected `cloudtrail` to run on events", severity: .warning))
        return .other(kind)
      }
    }
  }

  private func triggers(_ reader: inout MappingReader) -> [EventTrigger] {
    guard let events = reader.sequence("events"), !events.isEmpty else {
      reader.error("mode `cloudtrail` names no events", suggestion: "expected a list `events`")
      return []
    }
    var triggers: [EventTrigger] = []
    for node in events {
      if let name = node.string {
        if let trigger = EventTrigger.shortcut(name) {
          triggers.append(trigger)
        } else {
          reader.error(
            at: node.position, "there is no shortcut for the event `\(name)`",
            suggestion: Spelling.nearest(to: name, among: EventTrigger.shortcuts.map(\.name))
              .map { "did you mean `\($0)`?" }
              ?? "expected a mapping with `source`, `event` and `ids`")
        }
        continue
      }
      reader.decodeNode(node, of: "an event") { reader in
        let source = reader.requiredString("source")
        let event = reader.requiredString("event")
        let ids = reader.requiredString("ids")
        guard !ids.isEmpty else { return }
        do throws(JMESPathError) {
          triggers.append(
            EventTrigger(source: source, event: event, ids: try JMESPathExpression(ids)))
        } catch {
          reader.error(
            at: reader.node("ids")?.position, "`ids` is no JMESPath: \(error.message)",
            suggestion: "the mistake is at character \(error.offset + 1)")
        }
      }
    }
    return triggers
  }
}
