import AWS
import Documents
import Remediation
import Testing

@Suite struct HazardTests {
  private func policy(
    _ filters: [AWSValue], actions: [AWSValue] = [], on type: String = "security-group"
  ) throws -> Policy {
    let policy: AWSObject = [
      "name": "p", "resource": .string(type), "filters": .list(filters),
      "actions": .list(actions),
    ]
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    let (policies, diagnostics) = PolicyFile.load(text: text, file: "case.json")
    return try #require(policies.first, "\(diagnostics)")
  }

  private func codes(
    _ filters: [AWSValue], actions: [AWSValue] = [], on type: String = "security-group"
  ) throws -> [Hazard.Code] {
    try policy(filters, actions: actions, on: type).hazards.map(\.code)
  }

  private static let take: AWSValue = ["type": "remove-permissions", "ingress": "matched"]
  private static let ssh: AWSValue = ["type": "ingress", "IpProtocol": "tcp", "Ports": [22]]
  private static let wide: AWSValue = [
    "type": "ingress", "Cidr": ["value_type": "cidr_size", "op": "lt", "value": 8],
  ]
  private static let good: AWSValue = [
    "type": "ingress", "IpProtocol": "tcp", "Ports": [22],
    "Cidr": ["value_type": "cidr_size", "op": "lt", "value": 8],
  ]

  @Test func aCarefulPolicyHasNone() throws {
    #expect(try codes([Self.good, ["tag:team": "red"]], actions: [Self.take]).isEmpty)
    let mark: AWSValue = ["type": "mark-for-op", "op": "delete", "days": 2]
    #expect(try codes([Self.good], actions: [mark]).isEmpty)
  }

  @Test func andedRuleFiltersAreShownToMatchTwoHarmlessRules() throws {
    let policy = try policy([Self.ssh, Self.wide], actions: [Self.take])
    let hazard = try #require(policy.hazards.first)
    #expect(policy.hazards.map(\.code) == [.splitRules])
    #expect(hazard.message.contains("takes away every rule"))
    #expect(hazard.resource["IpPermissions"]?.list?.count == 2)
    #expect(hazard.corrected["Ports"] == [22])
    #expect(hazard.corrected["Cidr"] != nil)
    let again = try self.policy([hazard.corrected], actions: [Self.take])
    #expect(again.hazards.isEmpty)
    #expect(
      again.evaluate(resources([hazard.resource], of: again.resourceType), context()).matches
        .isEmpty)
    #expect(
      policy.evaluate(resources([hazard.resource], of: policy.resourceType), context()).matches
        .count == 1)
  }

  @Test func worldWrittenAsTextMissesIPv6AndHalves() throws {
    let filter: AWSValue = ["type": "ingress", "IpProtocol": "tcp", "Cidr": "0.0.0.0/0"]
    #expect(Set(try codes([filter])) == [.ipv4Only, .worldAsText])
    let twin: AWSValue = ["type": "ingress", "IpProtocol": "tcp", "CidrV6": "::/0"]
    #expect(try codes([["or": [filter, twin]]]) == [.worldAsText])
  }

  @Test func portsWithoutAProtocolMatchUDP() throws {
    let filter: AWSValue = ["type": "ingress", "Ports": [22], "CidrV6": "::/0"]
    let hazards = try policy([filter]).hazards
    #expect(hazards.map(\.code) == [.anyProtocol])
    #expect(hazards.first?.corrected["IpProtocol"] == "tcp")
  }

  @Test func aFailedBranchLeavesItsRulesToTheAction() throws {
    let exempt: AWSValue = [
      "and": [
        ["type": "ingress", "IpProtocol": "tcp", "Ports": [443]], ["tag:public": "yes"],
      ]
    ]
    let hazards = try policy([["or": [exempt, Self.good]]], actions: [Self.take]).hazards
    #expect(hazards.map(\.code) == [.leakedMatch])
    let ordered = hazards.first?.corrected["and"]?.list ?? []
    #expect(ordered.last?["type"] == "ingress")
    let either: AWSValue = ["or": [hazards.first?.corrected ?? .null, Self.good]]
    #expect(try codes([either], actions: [Self.take]).isEmpty)
    #expect(try codes([["or": [exempt, Self.good]]]).isEmpty)
  }

  @Test func whatIsMissingIsNotEqual() throws {
    let filter: AWSValue = ["type": "value", "key": "tag:env", "op": "ne", "value": "prod"]
    #expect(try codes([filter], on: "ec2") == [.missingIsNot])
    #expect(try codes([["tag:env": "present"], filter], on: "ec2").isEmpty)
    let name: AWSValue = ["type": "value", "key": "GroupName", "op": "ne", "value": "default"]
    #expect(try codes([name]).isEmpty)
  }

  @Test func aMarkWithoutDaysIsDueToday() throws {
    let mark: AWSValue = ["type": "mark-for-op", "op": "delete"]
    #expect(try codes([], actions: [mark]) == [.dueToday])
    let hazard = try #require(try policy([], actions: [mark]).hazards.first)
    #expect(hazard.corrected["days"] == 4)
    #expect(hazard.diagnostic.description.contains("case.json:1:"))
    #expect(hazard.diagnostic.description.contains("[due-today]"))
  }

  @Test func oldVersionsAreDeletedInPlaceOfEncrypted() throws {
    let hazard = try #require(
      try policy([["Name": "b"]], actions: ["encrypt-keys"], on: "s3").hazards.first)
    #expect(hazard.code == .deletesVersions)
    let corrected = hazard.corrected.list ?? []
    #expect(corrected.last == "encrypt-keys")
    let fixed = try policy(Array(corrected.prefix(1)), actions: ["encrypt-keys"], on: "s3")
    #expect(fixed.hazards.isEmpty)
    #expect(
      fixed.evaluate(resources([hazard.resource], of: fixed.resourceType), context()).matches
        .isEmpty)
    let report: AWSValue = ["type": "encrypt-keys", "report-only": true]
    #expect(try codes([], actions: [report], on: "s3").isEmpty)
    let thought: AWSValue = ["not": [["Versioning.Status": "present"]]]
    #expect(try codes([thought], actions: ["encrypt-keys"], on: "s3").isEmpty)
  }

  @Test func keysThatNoFilterMetGoToo() throws {
    let old: AWSValue = [
      "type": "access-key", "key": "CreateDate", "value_type": "age", "op": "gt", "value": 90,
    ]
    let reported: AWSValue = [
      "type": "credential", "key": "access_keys.last_rotated", "value_type": "age", "op": "gt",
      "value": 90,
    ]
    for filter in [old, reported] {
      let hazards = try policy([filter], actions: ["remove-keys"], on: "iam-user").hazards
      #expect(hazards.map(\.code) == [.removesAllKeys])
      #expect(hazards.first?.corrected == ["type": "remove-keys", "matched": true])
      #expect(hazards.first?.resource["c7n:AccessKeys"]?.list?.count == 2)
    }
    let careful: AWSValue = ["type": "remove-keys", "matched": true]
    #expect(try codes([old], actions: [careful], on: "iam-user").isEmpty)
    let password: AWSValue = ["type": "credential", "key": "password_enabled", "value": true]
    #expect(try codes([password], actions: ["remove-keys"], on: "iam-user").isEmpty)
  }

  @Test func anyConditionOnAddressesPassesForCrossAccount() throws {
    let hazards = try policy([["type": "cross-account"]], on: "s3").hazards
    #expect(hazards.map(\.code) == [.anySourceIP])
    let hazard = try #require(hazards.first)
    let corrected = try policy([hazard.corrected], on: "s3")
    let subjects = resources([hazard.resource], of: corrected.resourceType)
    #expect(corrected.evaluate(subjects, context()).matches.count == 1)
    #expect(try codes([["type": "cross-account"]], on: "iam-role").isEmpty)
  }

  @Test func idsThatMissAShapeOfTheRecordLoseEvents() throws {
    func hazards(_ event: String, _ ids: String) throws -> [Hazard] {
      let policy: AWSObject = [
        "name": "p", "resource": "security-group",
        "mode": [
          "type": "cloudtrail", "role": "arn:aws:iam::123456789012:role/c7n",
          "events": [
            [
              "source": "ec2.amazonaws.com", "event": .string(event), "ids": .string(ids),
            ]
          ],
        ],
      ]
      let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
      let (policies, diagnostics) = PolicyFile.load(text: text, file: "case.json")
      return try #require(policies.first, "\(diagnostics)").hazards
    }
    let one = try hazards("AuthorizeSecurityGroupIngress", "requestParameters.groupId")
    #expect(one.map(\.code) == [.oneShapeIDs])
    let whole = one.first?.corrected["ids"]?.string ?? ""
    #expect(try hazards("AuthorizeSecurityGroupIngress", whole).isEmpty)
    #expect(
      try hazards("ModifySecurityGroupRules", "requestParameters.groupId").map(\.code)
        == [.oneShapeIDs])
    #expect(try hazards("DeleteSecurityGroup", "requestParameters.groupId").isEmpty)
  }
}
