import AWS
@testable import Remediation
import Testing

private let document: AWSObject = [
  "GroupId": "sg-1", "OwnerId": "1",
  "IpPermissions": [
    [
      "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [["CidrIp": "0.0.0.0/0"]],
    ]
  ],
  "IpPermissionsEgress": [["IpProtocol": "-1", "IpRanges": [["CidrIp": "0.0.0.0/0"]]]],
]

@Suite struct GroupActionTests {
  private func plan(_ action: AWSValue) throws -> Plan {
    try NetworkCase(
      resource: "security-group", filters: [["type": "ingress", "Ports": [22]]],
      actions: [action], documents: [document]
    ).run().plan
  }

  @Test func rulesAreAddedBeforeOthersAreTakenAway() throws {
    let office: AWSValue = [
      "IpPermissions": [
        ["IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [["CidrIp": "1.1.1.1/32"]]]
      ],
      "TagSpecifications": [["ResourceType": "security-group-rule"]],
    ]
    let steps = try plan([
      "type": "set-permissions", "add-ingress": [office], "remove-ingress": "matched",
      "add-egress": [["IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "1.1.1.1/32"]],
      "remove-egress": "all",
    ]).steps
    #expect(
      steps.map(\.call.operation) == [
        "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress",
        "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress",
      ])
    #expect(
      steps.flatMap(\.undo).map(\.operation) == [
        "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress",
      ])
    #expect(steps[1].doneCodes == ["InvalidPermission.Duplicate"])
    // Revoking takes no tags.
    #expect(steps[1].undo[0].input["TagSpecifications"] == nil)
    #expect(steps[2].call.input["IpPermissions"]?.list?.count == 1)
    #expect(steps[3].call.input["IpPermissions"] == document["IpPermissionsEgress"])
  }

  @Test func listedRulesAreTakenAway() throws {
    let listed: AWSValue = [["IpProtocol": "-1", "IpRanges": [["CidrIp": "0.0.0.0/0"]]]]
    let steps = try plan(["type": "set-permissions", "remove-egress": listed]).steps
    #expect(steps.map(\.call.operation) == ["RevokeSecurityGroupEgress"])
    #expect(steps[0].call.input["IpPermissions"] == listed)
  }

  @Test func whatTheSchemaRefusesIsRefused() {
    func refusal(_ action: AWSValue) -> String? {
      NetworkCase.refusal("security-group", actions: [action])
    }
    let list: AWSValue = [["IpProtocol": "-1", "FromPort": 1]]
    #expect(refusal(["type": "remove-permissions", "ingress": list])?.contains("`ingress`") == true)
    #expect(refusal(["type": "set-permissions", "remove-ingress": list]) == nil)
    #expect(
      refusal(["type": "set-permissions", "remove-ingress": [["IpProtocol": "-1"]]]) != nil)
    #expect(
      refusal(["type": "set-permissions", "add-ingress": [["Cidr": "x"]]])?.contains("`Cidr`")
        == true)
    #expect(refusal("patch")?.contains("`patch`") == true)
  }

  @Test func clausesOnPortsAndProtocolsAreCheckedAsTheSchemaDoes() {
    func refusal(_ clause: (String, AWSValue)) -> String? {
      NetworkCase.refusal(
        "security-group", filters: [.object(AWSObject([("type", "ingress"), clause]))])
    }
    #expect(refusal(("FromPort", "22")) != nil)
    #expect(refusal(("FromPort", ["value": 22])) != nil)
    #expect(refusal(("FromPort", ["type": "value", "value": 22])) == nil)
    #expect(refusal(("IpProtocol", "6")) != nil)
    #expect(refusal(("IpProtocol", -1)) == nil)
    #expect(refusal(("Cidr", ["value": "0.0.0.0/0"])) == nil)
  }

  @Test func aDeletedGroupDoesNotComeBack() throws {
    let step = try #require(plan("delete").steps.first)
    #expect(step.call.operation == "DeleteSecurityGroup")
    #expect(step.call.input == ["GroupId": "sg-1"])
    #expect(step.undo.isEmpty)
    #expect(step.irreversible != nil)
    #expect(step.removed == .object(document))
  }
}
