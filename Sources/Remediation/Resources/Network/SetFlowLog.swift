import AWS
import Documents

/// `set-flow-log`: makes a flow log of a VPC's or subnet's traffic, and the log group that it
/// needs; or, with `state: false`, deletes the flow logs that are there.
struct SetFlowLog: Action {
  let name = "set-flow-log"
  let position: SourcePosition
  /// `VPC` or `Subnet`.
  let resourceType: String
  /// Members of CreateFlowLogs.
  let attributes: AWSObject
  let isEnabled: Bool

  var hydrations: [Hydration] { isEnabled ? [] : [.flowLogs] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard isEnabled else { return delete(in: &plan, setting) }
    if Self.needsGroup(attributes), let group = attributes["LogGroupName"] {
      plan.steps.append(
        PlannedStep(
          summary: "create the log group \(group.string ?? "")",
          call: setting.call("logs", "CreateLogGroup", ["logGroupName": group]), undo: [],
          irreversible: "the log group stays, with what was logged to it",
          doneCodes: ["ResourceAlreadyExistsException"]))
    }
    let input = Self.input(attributes, resourceType, setting.id)
    let made = AnswerReference.to(step: plan.steps.count, "FlowLogIds.0")
    plan.steps.append(
      PlannedStep(
        summary: "log the traffic of \(setting.id)",
        call: setting.call("ec2", "CreateFlowLogs", input),
        undo: [setting.call("ec2", "DeleteFlowLogs", ["FlowLogIds": [made]])],
        doneCodes: ["FlowLogAlreadyExists"]))
  }

  static func needsGroup(_ attributes: AWSObject) -> Bool {
    (attributes["LogDestinationType"] ?? "cloud-watch-logs") == "cloud-watch-logs"
  }

  static func input(_ attributes: AWSObject, _ type: String, _ id: String) -> AWSObject {
    var input: AWSObject = ["ResourceIds": [.string(id)], "ResourceType": .string(type)]
    for (member, value) in attributes { input[member] = value }
    return input
  }

  private func delete(in plan: inout Plan, _ setting: ActionSetting) {
    let logs = setting.document[FlowLogsFilter.member]?.list ?? []
    let ids = logs.compactMap { $0["FlowLogId"] }
    guard !ids.isEmpty else {
      plan.remarks.append("\(setting.id) has no flow logs")
      return
    }
    plan.steps.append(
      PlannedStep(
        summary: "delete \(ids.count) flow log\(ids.count == 1 ? "" : "s") of \(setting.id)",
        call: setting.call("ec2", "DeleteFlowLogs", ["FlowLogIds": .list(ids)]),
        undo: logs.map { setting.call("ec2", "CreateFlowLogs", again($0, setting.id)) },
        irreversible: "a flow log that is made again has another id",
        removed: .list(logs), doneCodes: ["InvalidFlowLogId.NotFound"]))
  }

  /// What makes a flow log like one that was.
  private func again(_ log: AWSValue, _ id: String) -> AWSObject {
    var attributes = AWSObject()
    let toGroup = log["LogDestinationType"].map { $0 == "cloud-watch-logs" } ?? true
    for member in [
      "TrafficType", "LogDestinationType", toGroup ? "LogGroupName" : "LogDestination",
      "DeliverLogsPermissionArn", "DeliverCrossAccountRole", "LogFormat",
      "MaxAggregationInterval", "DestinationOptions",
    ] {
      if let value = log[member], value != .null, value != .string("") {
        attributes[member] = value
      }
    }
    if let tags = log["Tags"]?.list, !tags.isEmpty {
      attributes["TagSpecifications"] = [
        ["ResourceType": "vpc-flow-log", "Tags": .list(tags)]
      ]
    }
    return Self.input(attributes, resourceType, id)
  }
}

extension ActionKind {
  static let setFlowLog = ActionKind(names: ["set-flow-log"]) { _, reader, type, _ in
    let resourceType = type.name == "aws.vpc" ? "VPC" : "Subnet"
    var attributes = AWSObject()
    for key in [
      "DeliverLogsPermissionArn", "LogGroupName", "LogDestination", "LogFormat",
    ] {
      if let text = reader.string(key) { attributes[key] = .string(text) }
    }
    if let seconds = reader.integer("MaxAggregationInterval") {
      attributes["MaxAggregationInterval"] = .integer(seconds)
    }
    for (key, words) in [
      ("LogDestinationType", ["s3", "cloud-watch-logs"]),
      ("TrafficType", ["ACCEPT", "REJECT", "ALL"]),
    ] {
      let listed = words.map { "`\($0)`" }.joined(separator: " or ")
      let word = reader.value(key, expected: listed) { node in
        words.contains(node.string ?? "") ? node.value : nil
      }
      attributes.set(key, word)
    }
    let state = reader.bool("state") ?? true
    if let node = reader.node("attrs") {
      if !attributes.isEmpty {
        reader.error(
          at: node.position, "`attrs` can't stand beside the options of the old form",
          suggestion: "expected all of it under `attrs`")
      }
      if let written = node.value.object, node.mapping != nil {
        attributes = written
      } else {
        reader.error(
          at: node.position, "`attrs` can't be \(node.kindName)", suggestion: "expected a mapping")
      }
    }
    let place = reader.node("attrs")?.position ?? reader.position
    let call = SetFlowLog.input(attributes, resourceType, "vpc-123")
    if let problem = WireForm.problem(service: "ec2", operation: "CreateFlowLogs", input: call) {
      reader.error(at: place, problem)
    } else if state, SetFlowLog.needsGroup(attributes), attributes["LogGroupName"] == nil {
      reader.error(
        at: place, "\(reader.subject) to CloudWatch Logs has no `LogGroupName`",
        suggestion: "expected `LogGroupName`, or `LogDestinationType: s3`")
    }
    return SetFlowLog(
      position: reader.position, resourceType: resourceType, attributes: attributes,
      isEnabled: state)
  }
}
