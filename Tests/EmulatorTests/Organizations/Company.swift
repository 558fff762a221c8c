import AWS
import Emulator
import TestKit
import Testing

/// An organization for a test, its management account 123456789012.
struct Company {
  let world: World
  let id: String
  let root: String
  static let management = "123456789012"
  static let member = "444455556666"

  init(_ change: (inout WorldOptions) -> Void = { _ in }, features: String = "ALL") throws {
    world = try World.fresh {
      $0.isThrottling = false
      change(&$0)
    }
    let answer = try world.call(
      "organizations", "CreateOrganization", ["FeatureSet": .string(features)])
    id = answer["Organization"]?["Id"]?.string ?? ""
    root =
      try world.call("organizations", "ListRoots")["Roots"]?.list?.first?["Id"]?.string ?? ""
  }

  @discardableResult
  func call(
    _ operation: String, _ input: AWSObject = [:], account: String = management,
    at now: Timestamp = Client.start
  ) throws(AWSError) -> AWSObject {
    try world.call("organizations", operation, input, account: account, at: now)
  }

  /// The code and reason of a call that must fail: `ConstraintViolationException WAIT_...`.
  func refusal(
    _ operation: String, _ input: AWSObject = [:], account: String = management,
    at now: Timestamp = Client.start
  ) -> String? {
    world.error("organizations", operation, input, account: account, at: now).map { error in
      (error.members["Reason"]?.string).map { "\(error.code) \($0)" } ?? error.code
    }
  }

  /// Invites an account and lets it accept.
  func join(_ account: String = member, at now: Timestamp = Client.start) throws(AWSError) {
    let handshake = try call(
      "InviteAccountToOrganization", ["Target": ["Type": "ACCOUNT", "Id": .string(account)]],
      at: now)
    let id = handshake["Handshake"]?["Id"] ?? ""
    try call("AcceptHandshake", ["HandshakeId": id], account: account, at: now)
  }

  func unit(_ name: String, below parent: String? = nil) throws(AWSError) -> String {
    try call(
      "CreateOrganizationalUnit",
      ["ParentId": .string(parent ?? root), "Name": .string(name)])["OrganizationalUnit"]?["Id"]?
      .string ?? ""
  }

  func policy(
    _ name: String, type: String = "SERVICE_CONTROL_POLICY", content: String = Company.denial
  ) throws(AWSError) -> String {
    try call(
      "CreatePolicy",
      [
        "Name": .string(name), "Description": "", "Type": .string(type),
        "Content": .string(content),
      ])["Policy"]?["PolicySummary"]?["Id"]?.string ?? ""
  }

  func enable(_ type: String = "SERVICE_CONTROL_POLICY") throws(AWSError) {
    try call("EnablePolicyType", ["RootId": .string(root), "PolicyType": .string(type)])
  }

  func attach(_ policy: String, to target: String) throws(AWSError) {
    try call("AttachPolicy", ["PolicyId": .string(policy), "TargetId": .string(target)])
  }

  func names(
    on target: String, type: String = "SERVICE_CONTROL_POLICY"
  ) throws(AWSError) -> [String] {
    try call("ListPoliciesForTarget", ["TargetId": .string(target), "Filter": .string(type)])[
      "Policies"]?.list?.compactMap { $0["Name"]?.string } ?? []
  }

  static let denial = """
    {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"guardduty:*","Resource":"*"}]}
    """
}
