import AWS
import Exposure
import Foundation
import PolicyLanguage
import Testing

@testable import Remediation

@Suite struct ReachableGroupTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Cases/ssh-from-internet")

  static func cases(_ name: String) throws -> [AWSValue] {
    try JSON.parse(Array(Data(contentsOf: folder.appendingPathComponent(name)))).list ?? []
  }

  static func policy(_ filter: AWSValue, _ action: AWSValue = "close-to-internet") throws -> Policy
  {
    let policy: AWSObject = [
      "name": "p", "resource": "security-group", "filters": [filter], "actions": [action],
    ]
    let loaded = PolicyFile.load(
      text: JSON.text(["policies": [.object(policy)]] as AWSObject), file: "p.json")
    return try #require(loaded.policies.first, "\(loaded.diagnostics)")
  }

  static let ssh: AWSValue = ["type": "reachable-from-internet", "ports": [22]]

  /// The known groups, completed by the known answers.
  static func groups(for policy: Policy) throws -> [Resource] {
    let answers = try cases("answers.json")
    return try cases("groups.json").map { value in
      let document = try #require(value.object)
      let setting = ReadSetting(
        scope: Scope(account: "123456789012", region: "us-east-1"),
        now: Timestamp(microseconds: 0))
      let completion = policy.resourceType.complete(
        document, with: policy.hydrations, in: setting
      ) { call in
        let answer = answers.first { $0.at("input", "PrefixListId") == call.input["PrefixListId"] }
        return .success(answer?["output"]?.object ?? [:])
      }
      guard case .ready(let whole) = completion else {
        throw FilterProblem("\(completion)")
      }
      return Resource(id: whole["GroupId"]?.string ?? "", document: whole, scope: setting.scope)
    }
  }

  static func isOpen(_ group: AWSObject) -> Bool {
    (group["Tags"]?.list ?? []).contains { $0["Value"]?.string == "open" }
  }

  @Test func theFilterIsRightAboutEveryKnownGroup() throws {
    let policy = try Self.policy(Self.ssh)
    let groups = try Self.groups(for: policy)
    let evaluation = policy.evaluate(groups, context())
    #expect(evaluation.problems.isEmpty)
    #expect(
      evaluation.matches.map(\.resource.id)
        == groups.filter { Self.isOpen($0.document) }.map(\.id))
    #expect(groups.count >= 59)
  }

  @Test func theActionClosesEveryKnownGroupAndUndoOpensItAgain() throws {
    let policy = try Self.policy(Self.ssh)
    for match in policy.evaluate(try Self.groups(for: policy), context()).matches {
      let plan = policy.plan(match, context())
      expectOnWire(plan)
      var group = RuleSet(match.resource.document)
      for step in plan.steps { try group.make(step.call) }
      var after = match.resource
      after.document = group.document
      #expect(
        policy.evaluate([after], context()).matches.isEmpty, "\(match.resource.document)")
      for step in plan.steps.reversed() {
        for call in step.undo { try group.make(call) }
      }
      #expect(group.rules == RuleSet(match.resource.document).rules)
    }
  }

  @Test func otherSourcesAndPortsOfARuleStay() throws {
    let document: AWSObject = [
      "GroupId": "sg-1",
      "IpPermissions": [
        [
          "IpProtocol": "tcp", "FromPort": 20, "ToPort": 443,
          "IpRanges": [
            ["CidrIp": "0.0.0.0/0", "Description": "everyone"], ["CidrIp": "10.0.0.0/8"],
          ],
        ]
      ],
    ]
    func steps(_ action: AWSValue) throws -> [PlannedStep] {
      let policy = try Self.policy(Self.ssh, action)
      let match = try #require(
        policy.evaluate(resources([document], of: policy.resourceType), context()).matches.first)
      return policy.plan(match, context()).steps
    }
    func rule(_ from: Int64, _ to: Int64, _ range: AWSValue) -> AWSValue {
      [
        "IpProtocol": "tcp", "FromPort": .integer(from), "ToPort": .integer(to),
        "IpRanges": [range],
      ]
    }
    let everyone: AWSValue = ["CidrIp": "0.0.0.0/0", "Description": "everyone"]
    let split = try steps("close-to-internet")
    #expect(
      split.map(\.call.operation)
        == ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"])
    #expect(
      split[0].call.input["IpPermissions"] == [
        rule(20, 21, everyone), rule(23, 443, everyone),
      ])
    #expect(split[1].call.input["IpPermissions"] == [rule(20, 443, everyone)])
    let whole = try steps(["type": "close-to-internet", "whole-rules": true])
    #expect(whole.map(\.call.operation) == ["RevokeSecurityGroupIngress"])
    let sparing = try steps(
      ["type": "close-to-internet", "whole-rules": true, "keep": ["198.51.100.0/24"]])
    #expect(
      sparing[0].call.input["IpPermissions"] == [
        rule(20, 443, ["CidrIp": "198.51.100.0/24"])
      ])
  }

  @Test func whatCountsAsTheInternetIsASetting() throws {
    func matches(_ source: String, _ more: AWSObject) throws -> Bool {
      var filter: AWSObject = ["type": "reachable-from-internet", "ports": [22]]
      for (key, value) in more { filter[key] = value }
      let policy = try Self.policy(.object(filter))
      let document: AWSObject = [
        "GroupId": "sg-1",
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
            "IpRanges": [["CidrIp": .string(source)]],
          ]
        ],
      ]
      return !policy.evaluate(resources([document], of: policy.resourceType), context()).matches
        .isEmpty
    }
    #expect(try !matches("17.1.0.0/16", [:]))
    #expect(try matches("17.1.0.0/16", ["more-than": 0]))
    #expect(try !matches("17.1.0.0/16", ["more-than": 0, "trusted": ["17.0.0.0/8"]]))
    #expect(try matches("10.1.0.0/16", ["public": ["10.0.0.0/8"], "more-than": 256]))
    #expect(try !matches("0.0.0.0/0", ["public": ["10.0.0.0/8"], "trusted": ["10.0.0.0/8"]]))
  }

  @Test func aPrefixListThatNobodyReadIsAProblemNotANo() throws {
    let policy = try Self.policy(Self.ssh)
    let document: AWSObject = [
      "GroupId": "sg-1",
      "IpPermissions": [
        [
          "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
          "PrefixListIds": [["PrefixListId": "pl-1"]],
        ]
      ],
    ]
    let evaluation = policy.evaluate(
      resources([document], of: policy.resourceType), context())
    #expect(evaluation.matches.isEmpty)
    #expect(evaluation.problems.first?.message.contains("pl-1") == true)
  }
}

/// A group's rules, each a source by itself, as EC2 keeps them.
struct RuleSet {
  private(set) var rules: [String: AWSValue] = [:]
  private let rest: AWSObject

  init(_ document: AWSObject) {
    rest = document
    for permission in document["IpPermissions"]?.list ?? [] {
      for (name, rule) in Self.split(permission) { rules[name] = rule }
    }
  }

  var document: AWSObject {
    var document = rest
    document["IpPermissions"] = .list(rules.sorted { $0.key < $1.key }.map(\.value))
    return document
  }

  private static func split(_ permission: AWSValue) -> [(String, AWSValue)] {
    ["IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"].flatMap { list in
      (permission[list]?.list ?? []).map { item in
        var rule: AWSObject = [:]
        for member in ["IpProtocol", "FromPort", "ToPort"] { rule[member] = permission[member] }
        let source = AWSObject((item.object ?? [:]).filter { $0.key != "Description" })
        let name = JSON.text(rule) + JSON.text(source)
        rule[list] = [item]
        return (name, .object(rule))
      }
    }
  }

  mutating func make(_ call: APICall) throws {
    for permission in call.input["IpPermissions"]?.list ?? [] {
      for (name, rule) in Self.split(permission) {
        switch call.operation {
        case "AuthorizeSecurityGroupIngress":
          try #require(rules[name] == nil, "\(name) is there already")
          rules[name] = rule
        case "RevokeSecurityGroupIngress":
          try #require(rules.removeValue(forKey: name) != nil, "\(name) is not there")
        default: Issue.record("\(call.operation) changes no rules")
        }
      }
    }
  }
}
