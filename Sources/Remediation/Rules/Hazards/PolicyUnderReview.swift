import AWS
import Documents

/// A policy as those who look for hazards take it apart and try it.
struct PolicyUnderReview {
  let policy: Policy

  /// A filter with the group that it stands in.
  struct Clause {
    let node: Node
    /// All filters of the group, itself included.
    let siblings: [Node]
    /// `and` at the top.
    let group: String

    var type: String? { node["type"]?.string ?? node.string }
    var isPermission: Bool { type == "ingress" || type == "egress" }
  }

  /// Every filter, groups included, outer ones first.
  var clauses: [Clause] { Self.clauses(filters, in: "and") }

  var filters: [Node] { policy.node["filters"]?.sequence ?? [] }
  var actions: [Node] { policy.node["actions"]?.sequence ?? [] }

  /// The inner filters of `and`, `or` and `not`.
  static func inner(_ node: Node) -> (group: String, filters: [Node])? {
    guard let pairs = node.mapping, pairs.count == 1, let name = pairs[0].key.string,
      ["and", "or", "not"].contains(name), let filters = pairs[0].value.sequence
    else { return nil }
    return (name, filters)
  }

  private static func clauses(_ nodes: [Node], in group: String) -> [Clause] {
    nodes.flatMap { node in
      [Clause(node: node, siblings: nodes, group: group)]
        + (inner(node).map { clauses($0.filters, in: $0.group) } ?? [])
    }
  }

  /// Whether rules that filters noted are taken away.
  var removesMatched: Bool { actions.contains(where: Self.removesMatched) }

  private static func removesMatched(_ node: Node) -> Bool {
    if node.string == "remove-permissions" { return true }
    guard node["type"]?.string == "remove-permissions" else { return false }
    return node["ingress"]?.string == "matched" || node["egress"]?.string == "matched"
      || (node["ingress"] == nil && node["egress"] == nil)
  }

  /// What some clauses by themselves make of a resource; nil where they don't match it.
  func evaluate(_ filters: [AWSValue], _ document: AWSObject) -> Match? {
    trial(filters, [], document)?.match
  }

  /// What an action would do to a resource that some clauses match.
  func steps(_ filters: [AWSValue], _ action: AWSValue, _ document: AWSObject) -> [PlannedStep] {
    guard let trial = trial(filters, [action], document) else { return [] }
    return trial.policy.plan(trial.match, Self.context).steps
  }

  private func trial(_ filters: [AWSValue], _ actions: [AWSValue], _ document: AWSObject) -> (
    policy: Policy, match: Match
  )? {
    let trial: AWSObject = [
      "name": "trial", "resource": .string(policy.resourceType.name), "filters": .list(filters),
      "actions": .list(actions),
    ]
    let text = JSON.text(["policies": [.object(trial)]] as AWSObject)
    guard let compiled = PolicyFile.load(text: text, file: "trial.json").policies.first,
      let id = compiled.resourceType.id(of: document)
    else { return nil }
    let scope = Scope(account: Self.account, region: "us-east-1")
    let resource = Resource(id: id, document: document, scope: scope)
    let match = compiled.evaluate([resource], Self.context).matches.first
    return match.map { (compiled, $0) }
  }

  private static let context = EvaluationContext(
    now: Timestamp(seconds: 1_772_442_000), account: account, region: "us-east-1")

  func matches(_ filters: [AWSValue], _ document: AWSObject) -> Bool {
    evaluate(filters, document) != nil
  }

  private static let account = "123456789012"

  /// A resource of the policy's type with some members.
  func resource(_ members: AWSObject) -> AWSObject {
    var resource: AWSObject = [policy.resourceType.idMember: "example"]
    if policy.resourceType.name == "aws.security-group" {
      resource = ["GroupId": "sg-example", "OwnerId": .string(Self.account)]
      resource["GroupName"] = "example"
      resource["IpPermissions"] = []
      resource["IpPermissionsEgress"] = []
    }
    for (key, value) in members { resource[key] = value }
    return resource
  }
}
