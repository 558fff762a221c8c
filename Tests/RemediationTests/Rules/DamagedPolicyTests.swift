import AWS
import Remediation
import Testing

/// Policies with every filter and action in them, damaged at random: each is refused or works, and
/// none ends the process.
@Suite struct DamagedPolicyTests {
  static let policies = """
    [{"name": "a", "resource": "security-group", "max-resources": {"amount": 3, "op": "and"},
      "mode": {"type": "cloudtrail", "events": ["RunInstances",
        {"source": "ec2.amazonaws.com", "event": "X", "ids": "a.b[]"}]},
      "filters": [{"or": [{"type": "ingress", "Ports": [22], "OnlyPorts": [80],
        "Cidr": {"value_type": "cidr", "op": "in", "value": ["10.0.0.0/8"]}, "CidrV6": "::/0",
        "Description": {"op": "regex", "value": "a"}, "SelfReference": true,
        "SGReferences": {"key": "VpcId", "value": "v"}, "IpProtocol": "tcp",
        "match-operator": "or"}, {"not": [{"type": "egress", "FromPort": 22}]}]},
        {"type": "list-item", "key": "IpPermissions", "count": 1, "count_op": "gt",
         "attrs": [{"and": [{"FromPort": 22}]}, {"type": "value", "key": "ToPort", "value": 22}]},
        {"type": "event", "key": "detail.x", "value": 1}, "default-vpc",
        {"type": "marked-for-op", "op": "delete", "skew": 1}, {"type": "tag-count", "count": 2},
        {"type": "reduce", "group-by": "VpcId", "sort-by": {"key": "N", "value_type": "number"},
         "limit": 1},
        {"type": "value", "value_type": "resource_count", "op": "gt", "value": 1}],
      "actions": [{"type": "remove-permissions", "ingress": "matched", "egress": "all"},
        {"type": "tag", "tags": {"a": "b"}}, {"type": "mark-for-op", "op": "delete", "days": 2},
        {"type": "notify", "to": ["x"], "transport": {"type": "file", "path": "p"}}]},
     {"name": "b", "resource": "aws.s3", "mode": {"type": "periodic", "schedule": "rate(1 day)"},
      "filters": [{"type": "check-public-block", "BlockPublicAcls": true}, "global-grants",
        {"type": "has-statement", "statement_ids": ["A"],
         "statements": [{"Effect": "Allow", "Action": ["a"], "PartialMatch": "Action"}]},
        {"type": "cross-account", "whitelist": ["1"], "whitelist_orgids": ["o-1"],
         "whitelist_from": {"url": "file:x.txt"}},
        {"type": "value", "key": "CreationDate", "op": "gt", "value_type": "age", "value": 3,
         "value_regex": "(a)", "tag_key_transforms": ["lower"]}],
      "actions": ["set-public-block", "delete-global-grants", {"type": "unmark", "tags": ["a"]},
        {"type": "remove-statements", "statement_ids": "matched"}]},
     {"name": "c", "resource": "iam-user", "max-resources-percent": 5,
      "filters": [{"type": "policy", "key": "Arn", "value": "a", "include-via": true},
        {"type": "access-key", "key": "Status", "value": "Active", "match-operator": "and"},
        {"type": "group", "key": "GroupName", "op": "in", "value": ["a"]},
        {"type": "mfa-device", "value": []}, {"tag:x": "absent"}],
      "actions": [{"type": "set-policy", "state": "detached", "arn": "*"}]},
     {"name": "d", "resource": "cloudtrail",
      "filters": [{"type": "status", "key": "IsLogging", "value": false}, "is-shadow",
        {"type": "event-selectors", "key": "a[].b", "op": "contains", "value_path": "c"}],
      "actions": [{"type": "set-logging", "enabled": true}]}]
    """

  static let junk: [AWSValue] = [
    .null, true, -1, 0, 9_000_000_000_000_000_000, 1.5, "", "a", "(", "[?", "absent", "value",
    "or", "regex", "10.0.0.0/8", "{x", [], [[]], [1, "a"], [:], ["type": "value"], ["or": 1],
    ["not": [["a": 1]]], ["key": [:]], ["url": 1], .string(String(repeating: "(", count: 300)),
  ]

  /// One place of the tree replaced, left out or renamed.
  private static func damage(_ value: AWSValue, _ random: inout SeededGenerator) -> AWSValue {
    if random.below(5) == 0 { return random.element(of: junk) }
    switch value {
    case .list(let items) where !items.isEmpty:
      var items = items
      let place = Int(random.below(UInt64(items.count)))
      switch random.below(8) {
      case 0: items.remove(at: place)
      case 1: items.append(random.element(of: junk))
      default: items[place] = damage(items[place], &random)
      }
      return .list(items)
    case .object(let object) where !object.isEmpty:
      var pairs = object.map { ($0.key, $0.value) }
      let place = Int(random.below(UInt64(pairs.count)))
      switch random.below(8) {
      case 0: pairs.remove(at: place)
      case 1: pairs[place].0 = String(pairs[place].0.dropLast())
      case 2: pairs.append(("key", random.element(of: junk)))
      default: pairs[place].1 = damage(pairs[place].1, &random)
      }
      return .object(AWSObject(pairs))
    default: return random.element(of: junk)
    }
  }

  @Test func everyDamagedPolicyIsRefusedOrWorks() throws {
    var random = SeededGenerator(seed: 4)
    let whole = try JSON.parse(Self.policies)
    let sound = PolicyFile.load(
      text: JSON.text(["policies": whole] as AWSObject), file: "p.json") { _ in .success("1\n2\n") }
    #expect(sound.diagnostics.isEmpty)
    #expect(sound.policies.count == 4)
    let documents: [AWSObject] = [
      ["GroupId": "g", "OwnerId": "1", "IpPermissions": [["FromPort": 1]], "Tags": .null],
      ["Name": "b", "Policy": "{", "Acl": ["Grants": [1]], "TrailARN": "t", "UserName": "u"], [:],
    ]
    var (refused, worked) = (0, 0)
    for _ in 0..<300 {
      var value = whole
      for _ in 0...random.below(2) { value = Self.damage(value, &random) }
      let (policies, diagnostics) = PolicyFile.load(
        text: JSON.text(["policies": value] as AWSObject), file: "p.json"
      ) { _ in .success("1\n2\n") }
      refused += diagnostics.isEmpty ? 0 : 1
      for policy in policies {
        worked += 1
        let evaluation = policy.evaluate(
          resources(documents, of: policy.resourceType), context(event: ["detail": 1]))
        for match in evaluation.matches { _ = policy.plan(match, context()) }
      }
    }
    #expect(refused > 100)
    #expect(worked > 300)
  }
}
