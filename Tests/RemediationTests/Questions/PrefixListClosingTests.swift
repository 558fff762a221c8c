import AWS
import Remediation
import Testing

/// What `close-to-internet` keeps of a prefix list that names the internet and more.
@Suite struct PrefixListClosingTests {
  private func plan(_ entries: [String], _ action: AWSValue = "close-to-internet") throws -> Plan {
    let policy = try policy(
      on: "security-group", ["type": "reachable-from-internet", "ports": [22]], action)
    let document: AWSObject = [
      "GroupId": "sg-1", "OwnerId": "123456789012", "GroupName": "g",
      "IpPermissions": [
        [
          "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
          "PrefixListIds": [["PrefixListId": "pl-1"]],
        ]
      ],
      "stormdrill:PrefixLists": ["pl-1": .list(entries.map(AWSValue.string))],
    ]
    let evaluation = policy.evaluate(resources([document], of: policy.resourceType), context())
    let match = try #require(evaluation.matches.first, "\(evaluation.problems)")
    return policy.plan(match, context())
  }

  private func kept(_ plan: Plan) -> [String] {
    let permissions = plan.steps.first { $0.call.operation.hasPrefix("Authorize") }?
      .call.input["IpPermissions"]?.list
    return (permissions ?? []).compactMap { $0["IpRanges"]?.list?.first?["CidrIp"]?.string }
  }

  @Test func entriesWithoutPublicAddressesStayAsTheFewestNetworks() throws {
    let halves = (0..<16).map { "10.0.\($0).0/24" }
    let plan = try plan(["0.0.0.0/0", "192.168.0.0/24"] + halves)
    #expect(kept(plan) == ["10.0.0.0/20", "192.168.0.0/24"])
    #expect(plan.steps.last?.call.operation == "RevokeSecurityGroupIngress")
    expectOnWire(plan)
  }

  @Test func anEntryForEveryoneGoesAsAWhole() throws {
    let plan = try plan(["0.0.0.0/0"])
    #expect(plan.steps.map(\.call.operation) == ["RevokeSecurityGroupIngress"])
    let keep: AWSValue = ["type": "close-to-internet", "keep": ["10.0.0.0/8"]]
    #expect(kept(try self.plan(["0.0.0.0/0"], keep)) == ["10.0.0.0/8"])
  }

  @Test func aListWithTooMuchBesideTheInternetIsLeftAloneWithWhatToDo() throws {
    let scattered = { (count: Int) in (0..<count).map { "10.\($0 * 2).0.0/16" } }
    #expect(kept(try plan(["0.0.0.0/0"] + scattered(10))).count == 10)
    let left = try plan(["0.0.0.0/0"] + scattered(11))
    #expect(left.steps.isEmpty)
    #expect(
      left.remarks == [
        "sg-1: the rule for pl-1 is left as it is: beside the internet the list holds 11 networks, "
          + "more than the 10 that would be kept as rules of their own; take the internet's "
          + "networks out of the prefix list instead, with ModifyManagedPrefixList"
      ])
  }
}
