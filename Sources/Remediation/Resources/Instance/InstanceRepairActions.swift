import AWS
import Documents

/// `resize`: changes an instance's type to what Cost Optimization Hub recommends, or to what the
/// policy says. AWS changes the type of stopped instances only: with `restart` one that runs is
/// stopped and started again.
struct ResizeInstance: Action {
  let name = "resize"
  let position: SourcePosition
  let restarts: Bool
  /// By the type that an instance has.
  let types: [(from: String, to: String)]
  /// For all other types.
  let standard: String?

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isIn(["running", "stopped"], for: "resize", &plan) else { return }
    let type = setting.document["InstanceType"]?.string ?? ""
    let hint = setting.match.annotations[CostFilter.annotation]
    let recommended =
      hint?["actionType"] == "Rightsize" ? hint?["recommendedResourceSummary"]?.string : nil
    let wanted = recommended ?? types.last { $0.from == type }?.to ?? standard
    guard let wanted, !wanted.isEmpty, wanted != type else {
      plan.remarks.append("\(setting.id) is to stay \(type)")
      return
    }
    let isRunning = setting.instanceState == "running"
    if isRunning, !restarts {
      plan.remarks.append("\(setting.id) is running, where its type can't be changed")
      return
    }
    func switched(_ operation: String, _ other: String, _ verb: String) -> PlannedStep {
      PlannedStep(
        summary: "\(verb) \(setting.id)", call: setting.instanceCall(operation),
        undo: [setting.instanceCall(other)])
    }
    func modify(_ type: String) -> APICall {
      setting.call(
        "ec2", "ModifyInstanceAttribute",
        ["InstanceId": .string(setting.id), "InstanceType": ["Value": .string(type)]])
    }
    if isRunning { plan.steps.append(switched("StopInstances", "StartInstances", "stop")) }
    plan.steps.append(
      PlannedStep(
        summary: "change \(setting.id) from \(type) to \(wanted)", call: modify(wanted),
        undo: [modify(type)], removed: ["InstanceType": .string(type)]))
    if isRunning { plan.steps.append(switched("StartInstances", "StopInstances", "start")) }
  }
}

/// `send-command`: runs a document of Systems Manager on an instance.
struct SendCommand: Action {
  let name = "send-command"
  let position: SourcePosition
  /// As the API takes it, without the instance.
  let command: AWSObject

  func objection(to filters: [Node]) -> String? {
    filters.names(filter: "ssm") ? nil : "`\(name)` needs a filter `ssm` beside it"
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    var input = command
    input["InstanceIds"] = [.string(setting.id)]
    let document = command["DocumentName"]?.string ?? "a command"
    plan.steps.append(
      PlannedStep(
        summary: "run \(document) on \(setting.id)",
        call: setting.call("ssm", "SendCommand", input), undo: [],
        irreversible: "what a command changes on an instance isn't known"))
  }

  /// What AWS's model says against a command.
  static func problem(_ command: AWSObject) -> String? {
    guard let service = ServiceModel.named("ssm"),
      let operation = service.operation("SendCommand")
    else { return nil }
    var input = command
    input["InstanceIds"] = ["i-1"]
    for member in operation.input?.required ?? [] where input[member] == nil {
      return "it has no `\(member)`"
    }
    do throws(AWSError) {
      _ = try service.encodeRequest(operation, input)
      return nil
    } catch { return error.message }
  }
}

/// `propagate-spot-tags`: gives an instance the tags of the spot request that it came from. As in
/// Cloud Custodian 0.9.53, `only_tags` restricts nothing: a tag of it that the request lacks is a
/// mistake there, and all of the request's tags are copied otherwise.
struct PropagateSpotTags: Action {
  let name = "propagate-spot-tags"
  let position: SourcePosition
  let onlyTags: [String]
  let type: ResourceType

  private static let member = "stormdrill:SpotRequest"

  var hydrations: [Hydration] {
    [
      Hydration(Self.member) { document, setting in
        guard document[Self.member] == nil, document["InstanceLifecycle"] == "spot",
          let id = document["SpotInstanceRequestId"]
        else { return nil }
        let filter: AWSValue = ["Name": "spot-instance-request-id", "Values": [id]]
        return ReadCall(
          APICall(
            service: "ec2", operation: "DescribeSpotInstanceRequests",
            input: ["Filters": [filter]], scope: setting.scope), pagination: .nextToken
        ) { document, pages in
          document[Self.member] =
            (pages ?? []).items("SpotInstanceRequests")
            .first { $0["SpotInstanceRequestId"] == id }.map { .object($0) } ?? .null
        }
      }
    ]
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let tags = (setting.document[Self.member]?["Tags"]?.list ?? []).compactMap {
      tag -> (String, String)? in
      guard let key = tag["Key"]?.string, let value = tag["Value"]?.string,
        !key.hasPrefix("aws:")
      else { return nil }
      return (key, value)
    }
    guard !tags.isEmpty else {
      plan.remarks.append("\(setting.id) came from no spot request with tags")
      return
    }
    guard onlyTags.allSatisfy({ key in tags.contains { $0.0 == key } }) else {
      plan.remarks.append("the spot request of \(setting.id) lacks some of `only_tags`")
      return
    }
    guard Tagger.canRead(setting, in: &plan) else { return }
    let tagger = Tagger(type: type, setting: setting)
    let differs = tags.contains { tag in
      tagger.before.last { $0.key == tag.0 }?.value != tag.1
    }
    if differs {
      tagger.set(tags, in: &plan)
    } else {
      plan.remarks.append("\(setting.id) has the tags of its spot request")
    }
  }
}

extension ActionKind {
  static let instanceRepairs: [ActionKind] = [
    ActionKind(names: ["resize"]) { _, reader, _, _ in
      let types = reader.mapping("type-map", of: "`type-map`") { reader in
        (reader.node.mapping ?? []).compactMap { pair -> (from: String, to: String)? in
          guard let key = pair.key.scalarText else { return nil }
          return reader.string(key).map { (key, $0) }
        }
      }
      return ResizeInstance(
        position: reader.position, restarts: reader.bool("restart") ?? false,
        types: types ?? [], standard: reader.string("default"))
    },
    ActionKind(names: ["send-command"]) { _, reader, _, _ in
      guard let node = reader.requiredNode("command") else { return nil }
      guard let command = node.value.object, node.mapping != nil else {
        reader.error(
          at: node.position, "`command` can't be \(node.kindName)",
          suggestion: "expected a mapping such as {DocumentName: AWS-RunShellScript}")
        return nil
      }
      if let problem = SendCommand.problem(command) {
        reader.error(at: node.position, "`command` is none for Systems Manager: \(problem)")
      }
      return SendCommand(position: reader.position, command: command)
    },
    ActionKind(names: ["propagate-spot-tags"]) { _, reader, type, _ in
      PropagateSpotTags(
        position: reader.position, onlyTags: reader.strings("only_tags") ?? [], type: type)
    },
  ]
}
