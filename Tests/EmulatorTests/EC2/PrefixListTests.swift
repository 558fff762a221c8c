import AWS
import Emulator
import TestKit
import Testing

struct PrefixListTests {
  private let fixture: EC2Fixture
  private let later = Client.start + .seconds(5)

  init() throws { fixture = try EC2Fixture() }

  private func list(
    _ blocks: [String] = [], size: Int64 = 5, family: String = "IPv4", name: String = "offices"
  ) throws -> AWSObject {
    let answer = try fixture.call(
      "CreateManagedPrefixList",
      [
        "PrefixListName": .string(name), "MaxEntries": .integer(size),
        "AddressFamily": .string(family),
        "Entries": .list(blocks.map { ["Cidr": .string($0), "Description": "block"] }),
      ])
    return try #require(answer["PrefixList"]?.object)
  }

  private func id(_ list: AWSObject) -> AWSValue { list["PrefixListId"] ?? "" }

  private func entries(_ id: AWSValue, version: Int64? = nil, at now: Timestamp) throws -> [String]
  {
    var input: AWSObject = ["PrefixListId": id]
    input.set("TargetVersion", version.map(AWSValue.integer))
    return (try fixture.call("GetManagedPrefixListEntries", input, at: now)["Entries"]?.list ?? [])
      .compactMap { $0["Cidr"]?.string }
  }

  private func described(_ id: AWSValue, at now: Timestamp) throws -> AWSObject {
    let answer = try fixture.call(
      "DescribeManagedPrefixLists", ["PrefixListIds": [id]], at: now)
    return try #require(answer["PrefixLists"]?.list?.first?.object)
  }

  private func rule(_ id: AWSValue, port: Int64 = 22) -> AWSObject {
    [
      "GroupId": .string(fixture.app),
      "IpPermissions": [
        [
          "IpProtocol": "tcp", "FromPort": .integer(port), "ToPort": .integer(port),
          "PrefixListIds": [["PrefixListId": id, "Description": "offices"]],
        ]
      ],
    ]
  }

  @Test func listIsMadeWithItsEntries() throws {
    let made = try list(["198.51.100.7/24", "203.0.113.0/25"])
    let text = id(made).string ?? ""
    #expect(text.hasPrefix("pl-") && text.utf8.count == 20)
    #expect(made["State"] == "create-in-progress")
    #expect(made["Version"] == 1)
    let arn = "arn:aws:ec2:us-east-1:123456789012:prefix-list/\(text)"
    #expect(made["PrefixListArn"] == .string(arn))
    #expect(try described(id(made), at: later)["State"] == "create-complete")
    // Bits beyond the prefix are cleared.
    #expect(try entries(id(made), at: later) == ["198.51.100.0/24", "203.0.113.0/25"])
  }

  @Test func sameTokenMakesNothingAnew() throws {
    var input: AWSObject = [
      "PrefixListName": "one", "MaxEntries": 3, "AddressFamily": "IPv4", "ClientToken": "t",
    ]
    let first = try fixture.call("CreateManagedPrefixList", input)["PrefixList"]
    let second = try fixture.call("CreateManagedPrefixList", input)["PrefixList"]
    #expect(first?["PrefixListId"] == second?["PrefixListId"])
    input["MaxEntries"] = 4
    #expect(
      fixture.error("CreateManagedPrefixList", input)?.code == "IdempotentParameterMismatch")
  }

  @Test(arguments: [
    ("IPv5", 1, "10.0.0.0/8", "InvalidParameterValue"),
    ("IPv4", 0, "10.0.0.0/8", "InvalidParameterValue"),
    ("IPv4", 1001, "10.0.0.0/8", "InvalidParameterValue"),
    ("IPv4", 1, "::/0", "InvalidParameterValue"),
    ("IPv6", 1, "10.0.0.0/8", "InvalidParameterValue"),
    ("IPv4", 1, "10.0.0.0", "InvalidParameterValue"),
  ])
  func malformedListsAreRefused(family: String, size: Int64, block: String, code: String) throws {
    let error = fixture.error(
      "CreateManagedPrefixList",
      [
        "PrefixListName": "x", "MaxEntries": .integer(size), "AddressFamily": .string(family),
        "Entries": [["Cidr": .string(block)]],
      ])
    #expect(error?.code == code)
  }

  @Test func listHoldsNoMoreThanItsSizeAndNoBlockTwice() throws {
    func error(_ blocks: [String]) -> AWSError? {
      fixture.error(
        "CreateManagedPrefixList",
        [
          "PrefixListName": "x", "MaxEntries": 1, "AddressFamily": "IPv4",
          "Entries": .list(blocks.map { ["Cidr": .string($0)] }),
        ])
    }
    #expect(error(["10.0.0.0/8", "11.0.0.0/8"])?.code == "PrefixListMaxEntriesExceeded")
    #expect(error(["10.0.0.0/8", "10.1.0.0/8"])?.code == "InvalidPrefixListModification")
    #expect(
      error(Array(repeating: "10.0.0.0/8", count: 101))?.message
        == "The number of entries per request cannot exceeds limit (100).")
  }

  @Test func changeOfEntriesMakesAVersion() throws {
    let list = id(try list(["198.51.100.0/24"]))
    let change: AWSObject = [
      "PrefixListId": list, "CurrentVersion": 1,
      "AddEntries": [["Cidr": "203.0.113.0/24"]],
      "RemoveEntries": [["Cidr": "198.51.100.0/24"]],
    ]
    #expect(fixture.error("ModifyManagedPrefixList", change)?.code == "IncorrectState")
    let changed = try fixture.call("ModifyManagedPrefixList", change, at: later)
    #expect(changed.value.at("PrefixList", "State") == "modify-in-progress")
    #expect(changed.value.at("PrefixList", "Version") == 1)
    let done = later + .seconds(5)
    #expect(try described(list, at: done)["Version"] == 2)
    #expect(try described(list, at: done)["State"] == "modify-complete")
    #expect(try entries(list, at: done) == ["203.0.113.0/24"])
    #expect(try entries(list, version: 1, at: done) == ["198.51.100.0/24"])
    let again = fixture.error("ModifyManagedPrefixList", change, at: done)
    #expect(again?.code == "PrefixListVersionMismatch")
    #expect(again?.message == "The prefix list has the incorrect version number.")
  }

  @Test func whatACallTakesAwayGoesBeforeWhatItAdds() throws {
    let list = id(try list(["198.51.100.0/24"], size: 1))
    try fixture.call(
      "ModifyManagedPrefixList",
      [
        "PrefixListId": list, "CurrentVersion": 1,
        "AddEntries": [["Cidr": "198.51.100.0/24", "Description": "moved"]],
        "RemoveEntries": [["Cidr": "198.51.100.0/24"]],
      ], at: later)
    let shown = try fixture.call(
      "GetManagedPrefixListEntries", ["PrefixListId": list], at: later + .seconds(5))
    #expect(
      shown["Entries"] == [["Cidr": "198.51.100.0/24", "Description": "moved"]])
  }

  @Test(arguments: [
    (["AddEntries": [["Cidr": "198.51.100.0/24"]]], "InvalidPrefixListModification"),
    (["RemoveEntries": [["Cidr": "192.0.2.0/24"]]], "InvalidPrefixListModification"),
    (
      ["AddEntries": [["Cidr": "192.0.2.0/24"], ["Cidr": "192.0.3.0/24"]]],
      "PrefixListMaxEntriesExceeded"
    ),
    (["AddEntries": [["Cidr": "x"]]], "InvalidParameterValue"),
    (["AddEntries": [["Cidr": "192.0.2.0/24"]], "MaxEntries": 9], "InvalidParameterCombination"),
    (["MaxEntries": 0], "InvalidParameterValue"),
  ] as [(AWSObject, String)])
  func wrongChangesAreRefused(change: AWSObject, code: String) throws {
    let list = id(try list(["198.51.100.0/24"], size: 2))
    var input = change
    input["PrefixListId"] = list
    input["CurrentVersion"] = 1
    #expect(fixture.error("ModifyManagedPrefixList", input, at: later)?.code == code)
    #expect(try entries(list, at: later + .seconds(5)) == ["198.51.100.0/24"])
  }

  @Test func changeOfEntriesNamesTheVersionAndOneOfTheNameDoesNot() throws {
    let list = id(try list())
    let error = fixture.error(
      "ModifyManagedPrefixList",
      ["PrefixListId": list, "AddEntries": [["Cidr": "192.0.2.0/24"]]], at: later)
    #expect(error?.code == "InvalidParameterValue")
    try fixture.call(
      "ModifyManagedPrefixList", ["PrefixListId": list, "PrefixListName": "renamed"], at: later)
    let shown = try described(list, at: later + .seconds(5))
    #expect(shown["PrefixListName"] == "renamed")
    #expect(shown["Version"] == 1)
  }

  @Test func earlierVersionIsRestoredAsANewOne() throws {
    let list = id(try list(["198.51.100.0/24", "192.0.2.0/24"]))
    try fixture.call(
      "ModifyManagedPrefixList",
      [
        "PrefixListId": list, "CurrentVersion": 1, "AddEntries": [["Cidr": "0.0.0.0/1"]],
        "RemoveEntries": [["Cidr": "192.0.2.0/24"]],
      ], at: later)
    let next = later + .seconds(5)
    func restore(_ previous: Int64, _ current: Int64) -> AWSError? {
      fixture.error(
        "RestoreManagedPrefixListVersion",
        [
          "PrefixListId": list, "PreviousVersion": .integer(previous),
          "CurrentVersion": .integer(current),
        ], at: next)
    }
    #expect(restore(1, 1)?.code == "PrefixListVersionMismatch")
    #expect(restore(7, 2)?.code == "InvalidParameterValue")
    #expect(restore(1, 2) == nil)
    let done = next + .seconds(5)
    #expect(try described(list, at: done)["State"] == "restore-complete")
    #expect(try described(list, at: done)["Version"] == 3)
    #expect(try entries(list, at: done) == ["198.51.100.0/24", "192.0.2.0/24"])
    #expect(try entries(list, version: 2, at: done) == ["198.51.100.0/24", "0.0.0.0/1"])
  }

  @Test func entriesComeInPagesOfAHundred() throws {
    let list = id(
      try list((0..<100).map { "10.0.\($0).0/24" }, size: 150))
    try fixture.call(
      "ModifyManagedPrefixList",
      [
        "PrefixListId": list, "CurrentVersion": 1,
        "AddEntries": .list((100..<130).map { ["Cidr": .string("10.0.\($0).0/24")] }),
      ], at: later)
    let done = later + .seconds(5)
    let first = try fixture.call(
      "GetManagedPrefixListEntries", ["PrefixListId": list], at: done)
    #expect(first["Entries"]?.list?.count == 100)
    let second = try fixture.call(
      "GetManagedPrefixListEntries",
      ["PrefixListId": list, "NextToken": first["NextToken"] ?? ""], at: done)
    #expect(second["Entries"]?.list?.count == 30)
    #expect(second["NextToken"] == nil)
    #expect(
      fixture.error(
        "GetManagedPrefixListEntries", ["PrefixListId": list, "MaxResults": 101], at: done)?.code
        == "InvalidParameterValue")
  }

  @Test func ruleNamesAListThatIsThere() throws {
    let error = fixture.error(
      "AuthorizeSecurityGroupIngress", rule("pl-0123456789abcdef0"))
    #expect(error?.code == "InvalidPrefixListID.NotFound")
    #expect(error?.message == "The prefix list ID 'pl-0123456789abcdef0' does not exist")
    #expect(
      fixture.error("AuthorizeSecurityGroupIngress", rule("pl-x"))?.code
        == "InvalidPrefixListId.Malformed")
    let list = id(try list())
    try fixture.call("AuthorizeSecurityGroupIngress", rule(list))
    #expect(
      try fixture.described(fixture.app)["IpPermissions"]?.list?.first?["PrefixListIds"]
        == [["PrefixListId": list, "Description": "offices"]])
    let found = try fixture.call(
      "GetManagedPrefixListAssociations", ["PrefixListId": list])["PrefixListAssociations"]
    #expect(
      found == [["ResourceId": .string(fixture.app), "ResourceOwner": "123456789012"]])
    try fixture.call("RevokeSecurityGroupIngress", rule(list))
    #expect(try fixture.described(fixture.app)["IpPermissions"] == [])
  }

  @Test func anotherRegionsListIsNotThere() throws {
    let list = id(try list())
    let elsewhere = fixture.world.error(
      "ec2", "GetManagedPrefixListEntries", ["PrefixListId": list], region: "eu-west-1")
    #expect(elsewhere?.code == "InvalidPrefixListID.NotFound")
  }

  @Test func ruleWeighsAsMuchAsItsListMayHold() throws {
    let list = id(try list(size: 50))
    try fixture.call("AuthorizeSecurityGroupIngress", rule(list))
    for port in 1...10 { try fixture.open(Int64(port)) }
    #expect(throws: AWSError.self) { try fixture.open(11) }
    // Only its own family.
    try fixture.open(11, to6: "2001:db8::/32")
    let grown = fixture.error(
      "ModifyManagedPrefixList", ["PrefixListId": list, "MaxEntries": 51], at: later)
    #expect(grown?.code == "RulesPerSecurityGroupLimitExceeded")
    #expect(try described(list, at: later)["MaxEntries"] == 50)
    try fixture.call(
      "ModifyManagedPrefixList", ["PrefixListId": list, "MaxEntries": 49], at: later)
    try fixture.open(11)
  }

  @Test func listInUseIsNotDeleted() throws {
    let list = id(try list(["198.51.100.0/24"]))
    try fixture.call("AuthorizeSecurityGroupIngress", rule(list))
    let asked = try fixture.call(
      "DeleteManagedPrefixList", ["PrefixListId": list], at: later)
    #expect(asked.value.at("PrefixList", "State") == "delete-in-progress")
    let failed = try described(list, at: later + .seconds(5))
    #expect(failed["State"] == "delete-failed")
    #expect(failed["StateMessage"]?.string?.contains(fixture.app) == true)
    #expect(try entries(list, at: later + .seconds(5)) == ["198.51.100.0/24"])
    try fixture.call("RevokeSecurityGroupIngress", rule(list))
    try fixture.call("DeleteManagedPrefixList", ["PrefixListId": list], at: later)
    #expect(
      fixture.error("DeleteManagedPrefixList", ["PrefixListId": list], at: later)?.code
        == "InvalidPrefixListID.NotFound")
  }

  @Test func filtersAndTagsNarrowTheList() throws {
    let one = id(try list(name: "one"))
    _ = try list(name: "two")
    try fixture.call(
      "CreateTags", ["Resources": [one], "Tags": [["Key": "team", "Value": "blue"]]])
    for (name, values, count) in [
      ("prefix-list-name", ["t*"], 1), ("owner-id", ["123456789012"], 2),
      ("prefix-list-id", [one.string ?? ""], 1), ("tag:team", ["blue"], 1),
    ] {
      let found = try fixture.call(
        "DescribeManagedPrefixLists", ["Filters": [EC2Fixture.filter(name, values)]])
      #expect(found["PrefixLists"]?.list?.count == count, "\(name)")
    }
  }

  @Test func recordTellsTheRequestAsXML() throws {
    let list = id(try list())
    try fixture.call(
      "ModifyManagedPrefixList",
      [
        "PrefixListId": list, "CurrentVersion": 1, "AddEntries": [["Cidr": "192.0.2.0/24"]],
      ], at: later)
    let record = try fixture.lastRecord()
    #expect(record.eventName == "ModifyManagedPrefixList")
    #expect(
      record.requestParameters["ModifyManagedPrefixListRequest"]
        == [
          "PrefixListId": list, "CurrentVersion": 1,
          "AddEntry": ["Cidr": "192.0.2.0/24", "tag": 1],
        ])
    #expect(
      record.responseElements.at("ModifyManagedPrefixListResponse", "prefixList", "state")
        == "modify-in-progress")
  }

  @Test func dryRunChangesNothing() throws {
    let list = id(try list())
    for (operation, input) in [
      ("ModifyManagedPrefixList", ["PrefixListName": "x"]), ("DeleteManagedPrefixList", [:]),
    ] as [(String, AWSObject)] {
      var input = input
      input["PrefixListId"] = list
      input["DryRun"] = true
      #expect(fixture.error(operation, input, at: later)?.code == "DryRunOperation")
    }
    #expect(try described(list, at: later)["PrefixListName"] == "offices")
  }
}
