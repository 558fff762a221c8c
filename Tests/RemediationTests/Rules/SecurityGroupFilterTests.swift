import AWS
import Remediation
import Testing

/// A permission of one range.
private func permission(
  _ port: Int64, _ cidr: String, protocol name: String = "tcp"
) -> AWSValue {
  [
    "IpProtocol": .string(name), "FromPort": .integer(port), "ToPort": .integer(port),
    "IpRanges": [["CidrIp": .string(cidr)]],
  ]
}

private func groups(_ permissions: [AWSValue]...) -> [AWSObject] {
  permissions.enumerated().map { index, list in
    ["GroupId": .string("sg-\(index)"), "OwnerId": "123456789012", "IpPermissions": .list(list)]
  }
}

private func run(_ filters: [AWSValue], _ documents: [AWSObject]) throws -> Evaluation {
  try evaluate(
    ["name": "p", "resource": "security-group", "filters": .list(filters)], documents)
}

/// The ports in the annotation of a match.
private func ports(_ match: Match?) -> [Int64] {
  (match?.annotations["MatchedIpPermissions"]?.list ?? []).compactMap { $0["FromPort"]?.integer }
}

@Suite struct SecurityGroupFilterTests {
  static let ssh: AWSValue = ["type": "ingress", "Ports": [22]]
  static let world: AWSValue = ["type": "ingress", "Cidr": "0.0.0.0/0"]

  @Test func twoFiltersActOnTheUnionOfWhatEachMatched() throws {
    let documents = groups([permission(22, "10.0.0.0/8"), permission(443, "0.0.0.0/0")])
    let evaluation = try run([Self.ssh, Self.world], documents)
    #expect(ports(evaluation.matches.first) == [22, 443])
    let both: AWSValue = ["type": "ingress", "Ports": [22], "Cidr": "0.0.0.0/0"]
    #expect(try run([both], documents).matches.isEmpty)
  }

  @Test func portsThatAreNoNumbersAreAProblem() throws {
    let odd: AWSValue = [
      "IpProtocol": "tcp", "FromPort": 22, "ToPort": .null, "IpRanges": [["CidrIp": "0.0.0.0/0"]],
    ]
    #expect(try run([Self.ssh], groups([odd])).problems.count == 1)
    #expect(try run([["not": [Self.ssh]]], groups([odd])).matches.isEmpty)
    // No port from which on the end would matter.
    #expect(try run([["type": "ingress", "Ports": [21]]], groups([odd])).problems.isEmpty)
    #expect(try run([["type": "ingress", "OnlyPorts": [22]]], groups([odd])).matches.count == 1)
  }

  @Test func aRuleThatSeveralFiltersMatchIsNotedOnce() throws {
    let evaluation = try run(
      [["or": [Self.ssh, Self.world]]], groups([permission(22, "0.0.0.0/0")]))
    #expect(ports(evaluation.matches.first) == [22])
  }

  @Test func whatAFailedBlockNotedStays() throws {
    let evaluation = try run(
      [["or": [["and": [Self.world, ["GroupName": "x"]]], Self.ssh]]],
      groups([permission(22, "10.0.0.0/8"), permission(443, "0.0.0.0/0")]))
    #expect(ports(evaluation.matches.first) == [443, 22])
    #expect(evaluation.matches.first?.annotations["c7n:MatchedFilters"] == nil)
  }

  @Test func sourcesAreTakenApart() throws {
    let shared: AWSValue = [
      "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
      "IpRanges": [["CidrIp": "0.0.0.0/0", "Description": "d"], ["CidrIp": "10.0.0.0/8"]],
      "UserIdGroupPairs": [["GroupId": "sg-0", "UserId": "123456789012"]],
    ]
    let match = try run([Self.world], groups([shared])).matches.first
    #expect(
      match?.annotations["MatchedIpPermissions"] == [
        [
          "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Ipv6Ranges": [],
          "IpRanges": [["CidrIp": "0.0.0.0/0", "Description": "d"]], "PrefixListIds": [],
          "UserIdGroupPairs": [],
        ]
      ])
    let own: AWSValue = ["type": "ingress", "SelfReference": true]
    #expect(try run([own], groups([shared], [permission(22, "0.0.0.0/0")])).matches.count == 1)
  }

  @Test func onlyPortsMatchesWhatIsNotListed() throws {
    let filter: AWSValue = ["type": "ingress", "OnlyPorts": [22, 443]]
    let evaluation = try run(
      [filter], groups([permission(22, "1.1.1.1/32")], [permission(80, "1.1.1.1/32")]))
    #expect(evaluation.matches.map(\.resource.id) == ["sg-1"])
  }

  @Test func referencesAreLookedUp() throws {
    let pair: AWSValue = [
      "IpProtocol": "-1", "UserIdGroupPairs": [["GroupId": "sg-9", "UserId": "123456789012"]],
    ]
    var documents = groups([pair])
    documents[0]["stormdrill:Groups"] = [["GroupId": "sg-9", "VpcId": "vpc-2"]]
    func count(_ vpc: String) throws -> Int {
      try run(
        [["type": "ingress", "SGReferences": ["key": "VpcId", "value": .string(vpc)]]], documents
      ).matches.count
    }
    #expect(try count("vpc-2") == 1)
    #expect(try count("vpc-1") == 0)
  }

  @Test func listItemsMustPassAllAttributes() throws {
    let filter: AWSValue = [
      "type": "list-item", "key": "IpPermissions",
      "attrs": [
        ["FromPort": 22],
        ["type": "value", "key": "IpRanges[].CidrIp", "op": "in", "value_type": "swap",
          "value": "0.0.0.0/0"],
      ],
    ]
    let evaluation = try run(
      [filter],
      groups(
        [permission(22, "10.0.0.0/8"), permission(443, "0.0.0.0/0")],
        [permission(443, "0.0.0.0/0"), permission(22, "0.0.0.0/0")]))
    #expect(evaluation.matches.map(\.resource.id) == ["sg-1"])
    #expect(
      evaluation.matches.first?.annotations["c7n:ListItemMatches"] == ["IpPermissions[1]"])
  }

  @Test func eventsAreAskedWhereThereIsOne() throws {
    let policy: AWSObject = [
      "name": "p", "resource": "security-group",
      "mode": ["type": "cloudtrail", "events": ["RunInstances"]],
      "filters": [["type": "event", "key": "detail.eventName", "value": "A"]],
    ]
    let documents = groups([])
    #expect(try evaluate(policy, documents).matches.count == 1)
    #expect(
      try evaluate(policy, documents, event: ["detail": ["eventName": "A"]]).matches.count == 1)
    #expect(
      try evaluate(policy, documents, event: ["detail": ["eventName": "B"]]).matches.isEmpty)
  }

  @Test func reduceKeepsAPartOfEachGroup() throws {
    let documents: [AWSObject] = [
      ("a", "x", 3), ("b", "y", 1), ("c", "x", 1), ("d", "x", 2),
    ].map { ["GroupId": .string($0.0), "G": .string($0.1), "N": .integer($0.2)] }
    let filter: AWSValue = [
      "type": "reduce", "group-by": "G", "order": "desc", "limit": 1,
      "sort-by": ["key": "N", "value_type": "number"],
    ]
    #expect(try run([filter], documents).matches.map(\.resource.id) == ["b", "a"])
  }
}
