import AWS
import Documents

/// `delete` of what EC2 deletes by its id alone: a VPC, a subnet, an internet gateway, a security
/// group. What is still in use, AWS keeps.
struct DeleteNetworkResource: Action {
  let name: String
  let position: SourcePosition
  let operation: String
  /// The input's member for the id.
  let member: String
  /// For people: `subnet`.
  let kind: String
  let goneCodes: [String]

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    plan.steps.append(
      PlannedStep(
        summary: "delete the \(kind) \(setting.id)",
        call: setting.call("ec2", operation, AWSObject([(member, .string(setting.id))])),
        undo: [], irreversible: "a deleted \(kind) comes back only under another id",
        removed: .object(setting.shown), doneCodes: goneCodes))
  }
}

extension ActionSetting {
  /// The resource as AWS shows it, without what was read beside.
  var shown: AWSObject {
    AWSObject(document.filter { !$0.key.contains(":") }.map { ($0.key, $0.value) })
  }
}

extension ActionKind {
  static func delete(
    _ operation: String, _ member: String, _ kind: String, named name: String = "delete",
    goneCodes: [String]
  ) -> ActionKind {
    ActionKind(names: [name]) { name, reader, _, _ in
      DeleteNetworkResource(
        name: name, position: reader.position, operation: operation, member: member, kind: kind,
        goneCodes: goneCodes)
    }
  }
}
