import AWS
import Documents

/// `modify` of subnets: sets what new interfaces in one get, in one call.
struct ModifySubnet: Action {
  let name = "modify"
  let position: SourcePosition
  /// Members of ModifySubnetAttribute with their new values, as they are written.
  let wanted: [(member: String, value: AWSValue)]

  static let switches = [
    "AssignIpv6AddressOnCreation", "DisableLniAtDeviceIndex",
    "EnableResourceNameDnsAAAARecordOnLaunch", "EnableResourceNameDnsARecordOnLaunch",
    "EnableDns64", "MapPublicIpOnLaunch", "MapCustomerOwnedIpOnLaunch",
  ]

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard !wanted.isEmpty else {
      plan.remarks.append("`modify` names nothing to change")
      return
    }
    let id = AWSValue.string(setting.id)
    var input: AWSObject = ["SubnetId": id]
    var undo: [APICall] = []
    var removed = AWSObject()
    var lost: [String] = []
    for (member, value) in wanted {
      input[member] = Self.parameter(value)
      guard let (back, before) = Self.before(member, in: setting.document) else {
        lost.append(member)
        continue
      }
      removed[back] = before
      if back == member, before == value { continue }
      // AWS takes one attribute a call.
      undo.append(
        setting.call(
          "ec2", "ModifySubnetAttribute",
          AWSObject([("SubnetId", id), (back, Self.parameter(before))])))
    }
    plan.steps.append(
      PlannedStep(
        summary: "set \(wanted.map(\.member).joined(separator: ", ")) of \(setting.id)",
        call: setting.call("ec2", "ModifySubnetAttribute", input), undo: undo,
        irreversible: lost.isEmpty
          ? nil : "the subnet doesn't tell what \(lost.joined(separator: ", ")) was",
        removed: .object(removed)))
  }

  private static func parameter(_ value: AWSValue) -> AWSValue {
    if case .bool = value { ["Value": value] } else { value }
  }

  /// What sets a member back, and to what; nil where the subnet doesn't tell.
  private static func before(_ member: String, in subnet: AWSObject) -> (String, AWSValue)? {
    let names = subnet["PrivateDnsNameOptionsOnLaunch"]
    let before: AWSValue?
    switch member {
    case "PrivateDnsHostnameTypeOnLaunch": before = names?["HostnameType"]
    case "EnableResourceNameDnsARecordOnLaunch": before = names?["EnableResourceNameDnsARecord"]
    case "EnableResourceNameDnsAAAARecordOnLaunch":
      before = names?["EnableResourceNameDnsAAAARecord"]
    case "EnableLniAtDeviceIndex", "DisableLniAtDeviceIndex":
      guard let index = subnet["EnableLniAtDeviceIndex"], index != .null else {
        return ("DisableLniAtDeviceIndex", true)
      }
      return ("EnableLniAtDeviceIndex", index)
    default: before = subnet[member]
    }
    guard let before, before != .null else { return nil }
    return (member, before)
  }
}

extension ActionKind {
  static let modifySubnet = ActionKind(names: ["modify"]) { _, reader, _, _ in
    var wanted: [(member: String, value: AWSValue)] = []
    for pair in reader.node.mapping ?? [] {
      guard let member = pair.key.string else { continue }
      let value: AWSValue?
      switch member {
      case _ where ModifySubnet.switches.contains(member):
        value = reader.bool(member).map { .bool($0) }
      case "EnableLniAtDeviceIndex": value = reader.integer(member).map { .integer($0) }
      case "CustomerOwnedIpv4Pool": value = reader.string(member).map { .string($0) }
      case "PrivateDnsHostnameTypeOnLaunch":
        value = reader.value(member, expected: "`ip-name` or `resource-name`") { node in
          ["ip-name", "resource-name"].contains(node.string) ? node.value : nil
        }
      default: continue
      }
      if let value { wanted.append((member, value)) }
    }
    // So that a word that is none of them is told what it may mean.
    for member in ModifySubnet.switches { reader.allow(member) }
    reader.allow(
      "EnableLniAtDeviceIndex", "CustomerOwnedIpv4Pool", "PrivateDnsHostnameTypeOnLaunch")
    return ModifySubnet(position: reader.position, wanted: wanted)
  }
}
