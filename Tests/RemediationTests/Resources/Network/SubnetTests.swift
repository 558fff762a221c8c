import AWS
@testable import Remediation
import Testing

private func subnet(_ more: (String, AWSValue)...) -> AWSObject {
  var document: AWSObject = [
    "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24",
    "AvailableIpAddressCount": 251, "MapPublicIpOnLaunch": true,
  ]
  for (key, value) in more { document[key] = value }
  return document
}

@Suite struct SubnetFilterTests {
  private func usage(_ free: Int64, of range: String) throws -> AWSObject {
    try AddressUsageFilter.usage(
      of: subnet(("CidrBlock", .string(range)), ("AvailableIpAddressCount", .integer(free))))
  }

  @Test func fiveAddressesAreAWSsOwn() throws {
    #expect(
      try usage(3, of: "10.0.2.0/28")
        == ["MaxAvailable": 11, "NumberUsed": 8, "PercentUsed": 72.73])
    #expect(try usage(251, of: "10.0.0.0/24")["PercentUsed"] == .double(0))
    #expect(throws: FilterProblem.self) { try usage(3, of: "10.0.2.1/28") }
  }

  @Test func roundingIsPythons() {
    // Exact ties go to the even neighbour, others by what the binary fraction really is.
    for (value, rounded) in [
      (0.125, 0.12), (0.375, 0.38), (2.675, 2.67), (99.995, 100), (54.545454, 54.55), (100, 100),
      (-0.125, -0.12), (1e-40, 0),
    ] {
      #expect(AddressUsageFilter.roundedToCents(value) == rounded)
    }
  }

  @Test func usageIsComparedAndNoted() throws {
    let filter: AWSValue = [
      "type": "ip-address-usage", "key": "PercentUsed", "op": "gte", "value": 50,
    ]
    let full = subnet(("AvailableIpAddressCount", 51))
    #expect(try NetworkCase.matches("subnet", filter, [full]) == ["subnet-1"])
    #expect(try NetworkCase.matches("subnet", filter, [subnet()]) == [])
    let noted: AWSValue = ["and": [
      filter, ["type": "value", "key": "\"c7n:IpAddressUsage\".NumberUsed", "value": 200],
    ]]
    #expect(try NetworkCase.matches("subnet", noted, [full]) == ["subnet-1"])
    #expect(
      NetworkCase.refusal(
        "subnet", filters: [["type": "ip-address-usage", "key": "Used", "value": 1]])?
        .contains("`Used`") == true)
  }

  @Test func theVPCIsAsked() throws {
    let answers: [String: AWSValue] = [
      "DescribeVpcs": ["Vpcs": [["VpcId": "vpc-1", "IsDefault": true]]]
    ]
    let filter: AWSValue = ["type": "vpc", "key": "IsDefault", "value": true]
    let gone = subnet(("SubnetId", "subnet-2"), ("VpcId", "vpc-2"))
    #expect(try NetworkCase.matches("subnet", filter, [subnet(), gone], answers) == ["subnet-1"])
    let absent: AWSValue = ["type": "vpc", "key": "IsDefault", "value": "absent"]
    #expect(try NetworkCase.matches("subnet", absent, [subnet(), gone], answers) == ["subnet-2"])
  }
}

@Suite struct SubnetActionTests {
  private func step(_ action: AWSObject, _ document: AWSObject) throws -> PlannedStep {
    var action = action
    action["type"] = "modify"
    let plan = try NetworkCase(
      resource: "subnet", actions: [.object(action)], documents: [document]
    ).run().plan
    return try #require(plan.steps.first)
  }

  @Test func publicAddressesEndAndComeBack() throws {
    let step = try step(["MapPublicIpOnLaunch": false], subnet())
    #expect(step.call.operation == "ModifySubnetAttribute")
    #expect(
      step.call.input == ["SubnetId": "subnet-1", "MapPublicIpOnLaunch": ["Value": false]])
    #expect(
      step.undo.map(\.input) == [
        ["SubnetId": "subnet-1", "MapPublicIpOnLaunch": ["Value": true]]
      ])
    #expect(step.irreversible == nil)
  }

  @Test func eachAttributeIsPutBackByItself() throws {
    let names: AWSValue = ["HostnameType": "resource-name", "EnableResourceNameDnsARecord": true]
    let step = try step(
      [
        "PrivateDnsHostnameTypeOnLaunch": "ip-name", "EnableLniAtDeviceIndex": 1,
        "EnableResourceNameDnsARecordOnLaunch": true, "CustomerOwnedIpv4Pool": "pool",
      ], subnet(("PrivateDnsNameOptionsOnLaunch", names)))
    #expect(
      step.undo.map(\.input) == [
        ["SubnetId": "subnet-1", "PrivateDnsHostnameTypeOnLaunch": "resource-name"],
        ["SubnetId": "subnet-1", "DisableLniAtDeviceIndex": ["Value": true]],
      ])
    #expect(step.irreversible?.contains("CustomerOwnedIpv4Pool") == true)
  }

  @Test func nothingToModifyIsSaid() throws {
    let plan = try NetworkCase(resource: "subnet", actions: ["modify"], documents: [subnet()])
      .run().plan
    #expect(plan.steps.isEmpty)
    #expect(plan.remarks.count == 1)
    #expect(
      NetworkCase.refusal(
        "subnet", actions: [["type": "modify", "PrivateDnsHostnameTypeOnLaunch": "x"]]) != nil)
    #expect(
      NetworkCase.refusal("subnet", actions: [["type": "modify", "MapPublicIp": true]])?
        .contains("`MapPublicIp`") == true)
  }

  @Test func deletingIsForGood() throws {
    let plan = try NetworkCase(resource: "subnet", actions: ["delete"], documents: [subnet()])
      .run().plan
    #expect(plan.steps.map(\.call.operation) == ["DeleteSubnet"])
    #expect(plan.steps.first?.irreversible != nil)
  }
}
