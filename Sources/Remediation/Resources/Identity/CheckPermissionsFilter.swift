import AWS
import Documents

/// `check-permissions`: asks IAM's policy simulator what a principal, or a policy by itself, may
/// do, and looks at each evaluation.
struct CheckPermissionsFilter: ResourceFilter {
  let position: SourcePosition
  let simulation: PermissionSimulation
  let value: ValueFilter
  /// Whether one evaluation that matches is enough.
  let needsOne: Bool

  var hydrations: [Hydration] { [.simulated(simulation)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    if simulation.isOfInstance, InstanceProfile.roleARN(of: document) == nil {
      guard InstanceProfile.exact(document) == nil else {
        throw FilterProblem("the instance's profile has no role to ask the policy simulator about")
      }
      return false
    }
    guard let evaluations = document[simulation.member]?.list else {
      throw FilterProblem("the resource was read without what the policy simulator says")
    }
    guard !evaluations.isEmpty else { return false }
    var matched: [AWSValue] = []
    for case .object(let evaluation) in evaluations
    where try value.matches(evaluation, run.context) {
      matched.append(.object(evaluation))
    }
    guard needsOne ? !matched.isEmpty : matched.count == evaluations.count else { return false }
    run.notes[index].others["c7n:perm-matches"] = .list(matched)
    return true
  }
}

/// What the policy simulator is asked.
struct PermissionSimulation: Hashable, Sendable {
  var actions: [String]
  /// Whether permissions boundaries count.
  var hasBoundaries: Bool
  /// Whether the policy itself is asked about, not a principal.
  var isOfPolicy: Bool
  /// Whether the role of an instance's profile is asked about.
  var isOfInstance = false

  /// Where the evaluations are kept.
  var member: String {
    "stormdrill:Simulated \(actions.joined(separator: " "))\(hasBoundaries ? "" : " unbounded")"
  }

  /// A boundary that allows all: with none stated, the simulator takes the principal's own.
  static let allowAll =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
}

extension Hydration {
  static func simulated(_ simulation: PermissionSimulation) -> Hydration {
    Hydration(simulation.member) { document, setting in
      guard document[simulation.member] == nil else { return nil }
      var input: AWSObject = ["ActionNames": .list(simulation.actions.map { .string($0) })]
      if simulation.isOfPolicy {
        if let call = policyDefaultVersion.nextCall(document, setting) { return call }
        let policy = document[Hydration.policyMember]?["Document"]?.object ?? [:]
        input["PolicyInputList"] = [.string(JSON.text(policy))]
      } else {
        if simulation.isOfInstance {
          if let call = instanceProfile.nextCall(document, setting) { return call }
          guard let role = InstanceProfile.roleARN(of: document) else { return nil }
          input["PolicySourceArn"] = .string(role)
        } else {
          input["PolicySourceArn"] = document["Arn"] ?? .null
        }
        if !simulation.hasBoundaries {
          input["PermissionsBoundaryPolicyInputList"] = [.string(PermissionSimulation.allowAll)]
        }
      }
      let operation = simulation.isOfPolicy ? "SimulateCustomPolicy" : "SimulatePrincipalPolicy"
      return ReadCall(
        ResourceType.iam(operation, input, setting.scope), pagination: .marker,
        absentCodes: ["NoSuchEntity"]
      ) { document, pages in
        document[simulation.member] = .list(
          (pages ?? []).items("EvaluationResults").map { .object($0) })
      }
    }
  }
}

extension FilterKind {
  static let checkPermissions = FilterKind(name: "check-permissions") { loader, reader, type, _ in
    let actions = reader.strings("actions")
    if reader.requiredNode("actions") == nil { return nil }
    for action in actions ?? [] where !action.dropFirst().dropLast().contains(":") {
      reader.error(
        at: reader.node("actions")?.position, "`\(action)` is no action",
        suggestion: "expected the form `service:Action`")
    }
    let op = reader.word("match-operator", "and", "or")
    let boundaries = reader.bool("boundaries") ?? true
    guard let match = reader.requiredNode("match"),
      let value = loader.evaluationMatch(match, &reader, on: type)
    else { return nil }
    return CheckPermissionsFilter(
      position: reader.position,
      simulation: PermissionSimulation(
        actions: actions ?? [], hasBoundaries: boundaries,
        isOfPolicy: type.name == "aws.iam-policy", isOfInstance: type.name == "aws.ec2"),
      value: value, needsOne: op == "or")
  }
}

extension PolicyLoader {
  /// `allowed`, `denied`, or a value filter on an evaluation.
  fileprivate mutating func evaluationMatch(
    _ node: Node, _ reader: inout MappingReader, on type: ResourceType
  ) -> ValueFilter? {
    if let word = node.string {
      let decisions: [AWSValue]
      switch word {
      case "allowed": decisions = ["allowed"]
      case "denied": decisions = ["explicitDeny", "implicitDeny"]
      default:
        reader.error(
          at: node.position, "`match` can't be `\(word)`",
          suggestion: "expected `allowed`, `denied` or a value filter")
        return nil
      }
      let comparison = try? Comparison(.fixed(.value(.list(decisions))), op: .in)
      return comparison.map {
        ValueFilter(position: node.position, key: KeySelector("EvalDecision"), comparison: $0)
      }
    }
    if let pairs = node.mapping, pairs.count == 1, node["type"] == nil {
      return shortValue(pairs[0], at: node.position, on: type)
    }
    return reader.decodeNode(node, of: "`match`") { reader in
      _ = reader.requiredWord("type", "value")
      return value(&reader, on: type)
    }
  }
}
