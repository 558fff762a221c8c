import AWS
import Emulator
import TestKit
import Testing

/// What checkers see of EC2's changes.
struct EC2ChangeTests {
  @Test func ruleChangesAreChangesOfTheirGroup() throws {
    let fixture = try EC2Fixture()
    fixture.world.isObservingChanges = true
    try fixture.open(22)
    let added = fixture.world.takeChanges()
    #expect(added.map(\.resource) == [fixture.app])
    #expect(added.map(\.account) == ["123456789012"])
    #expect(added.first?.before == nil)
    try fixture.call(
      "RevokeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)]])
    let removed = fixture.world.takeChanges()
    #expect(removed.map(\.resource) == [fixture.app])
    #expect(removed.first?.before == added.first?.after)
    #expect(removed.first?.after == nil)
  }

  @Test func refusedAndReadingCallsChangeNothing() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22)
    fixture.world.isObservingChanges = true
    _ = fixture.error(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [EC2Fixture.tcp(443), EC2Fixture.tcp(22)],
      ])
    _ = fixture.error(
      "CreateTags",
      ["Resources": [.string(fixture.app), "nothing"], "Tags": [["Key": "k", "Value": "v"]]])
    try fixture.call("DescribeSecurityGroups")
    try fixture.call("DescribeInstances")
    #expect(fixture.world.takeChanges().isEmpty)
  }

  @Test func sameTagAgainIsNoChange() throws {
    let fixture = try EC2Fixture()
    let input: AWSObject = [
      "Resources": [.string(fixture.app)], "Tags": [["Key": "k", "Value": "v"]],
    ]
    try fixture.call("CreateTags", input)
    fixture.world.isObservingChanges = true
    try fixture.call("CreateTags", input)
    #expect(fixture.world.takeChanges().isEmpty)
  }

  @Test func timeAloneChangesNoRow() throws {
    let fixture = try EC2Fixture()
    try fixture.call(
      "RunInstances", ["ImageId": "ami-029eb80bc237bec6f", "MinCount": 1, "MaxCount": 1])
    fixture.world.isObservingChanges = true
    try fixture.call("DescribeInstances", at: Client.start + .minutes(5))
    #expect(fixture.world.takeChanges().isEmpty)
  }

  @Test func sameSeedMakesTheSameIdentifiers() throws {
    let first = try EC2Fixture()
    let second = try EC2Fixture()
    try first.open(22)
    try second.open(22)
    #expect(first.app == second.app)
    #expect(try first.world.records() == second.world.records())
  }

  /// Group by group and all at once read the same.
  @Test func fewGroupsAndManyGroupsLookTheSame() throws {
    let fixture = try EC2Fixture()
    for index in 0..<20 {
      let made = try fixture.call(
        "CreateSecurityGroup",
        ["GroupName": .string("many-\(index)"), "Description": "d"])
      let id = try #require(made["GroupId"]?.string)
      try fixture.open(Int64(index + 1), to: "10.0.0.0/8", group: id)
      try fixture.call(
        "CreateTags",
        ["Resources": [.string(id)], "Tags": [["Key": "n", "Value": .string("\(index)")]]])
    }
    let together = try fixture.call("DescribeSecurityGroups")["SecurityGroups"]?.list ?? []
    #expect(together.count == 24)
    for group in together {
      let id = try #require(group["GroupId"]?.string)
      #expect(try fixture.described(id).value == group)
    }
  }
}
