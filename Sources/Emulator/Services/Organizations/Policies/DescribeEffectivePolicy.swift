import AWS

extension OrganizationsService {
  /// What an account's management policies come to, from the root down. Of control policies there
  /// is no such thing: each decides for itself, and AWS takes their types for no value.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
  enum DescribeEffectivePolicy: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["PolicyType", "TargetId"]
      let type: OrganizationPolicyType
      let target: String?
      var resources: [String] { target.map { [$0] } ?? [] }
      var keys: [String: [String]] { ["organizations:PolicyType": [type.rawValue]] }

      init(_ members: Members) throws(AWSError) {
        type = try OrganizationPolicyType(checked: members.string("PolicyType"))
        if type.isControl { throw OrganizationsError.invalidEnum }
        target = members.string("TargetId")
      }
    }

    /// A member may ask for itself, the management account and delegated administrators for all.
    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let isOwn = input.target == nil || input.target == call.account
      let organization = try isOwn ? call.ownOrganization() : call.readableOrganization()
      let target = try call.existingTarget(input.target ?? call.account, organization)
      guard case .account(let account) = target else {
        throw OrganizationsError.targetNotSupported
      }
      let store = call.organizations
      var effective = EffectivePolicy()
      for node in try store.ancestors(account.parentID) + [account.id] {
        for policy in try store.policies(on: node, input.type, organization) {
          if let document = (try? JSON.parse(policy.content))?.object { effective.apply(document) }
        }
        effective.descend()
      }
      guard let content = effective.document else {
        throw AWSError(
          "EffectivePolicyNotFoundException",
          "If you ran this action on the management account, this policy type is not enabled. If "
            + "you ran the action on a member account, the account doesn't have an effective "
            + "policy of this type.")
      }
      return [
        "EffectivePolicy": [
          "PolicyContent": .string(JSON.text(content)),
          "LastUpdatedTimestamp": .timestamp(call.now),
          "TargetId": .string(account.id), "PolicyType": .string(input.type.rawValue),
        ]
      ]
    }
  }
}

/// Management policies laid over one another, by the inheritance operators
/// (https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html).
struct EffectivePolicy {
  private var root = Node()
  private var isEmpty = true

  /// A place in the document: what lies below, or the value that is assigned, and what policies
  /// further down may still do there.
  private struct Node {
    var children: [(key: String, node: Node)] = []
    var value: AWSValue?
    var allowed: Set<String>?
    /// From the next level on.
    var nextAllowed: Set<String>?
  }

  mutating func apply(_ document: AWSObject) {
    isEmpty = false
    Self.merge(document, into: &root)
  }

  /// Goes on to the next level of the tree: what this one forbids holds from now on.
  mutating func descend() { Self.close(&root) }

  /// nil where no policy applies.
  var document: AWSValue? { isEmpty ? nil : Self.value(root) }

  private static func merge(_ object: AWSObject, into node: inout Node) {
    for (key, value) in object {
      switch key {
      case "@@operators_allowed_for_child_policies":
        let names = (value.list ?? []).compactMap(\.string)
        node.nextAllowed = names.contains("@@all") ? nil : Set(names)
      case "@@assign" where permits("@@assign", node): node.value = value
      case "@@append" where permits("@@append", node):
        let old = list(node.value)
        node.value = .list(old + list(value).filter { !old.contains($0) })
      case "@@remove" where permits("@@remove", node):
        node.value = .list(list(node.value).filter { !list(value).contains($0) })
      case "@@assign", "@@append", "@@remove": continue
      default: descend(key, value, &node)
      }
    }
  }

  private static func descend(_ key: String, _ value: AWSValue, _ node: inout Node) {
    // Names of tags and the like are the same whatever their case.
    let index =
      node.children.firstIndex { $0.key.lowercased() == key.lowercased() } ?? node.children.count
    if index == node.children.count { node.children.append((key, Node(allowed: node.allowed))) }
    if let object = value.object {
      merge(object, into: &node.children[index].node)
    } else if permits("@@assign", node.children[index].node) {
      node.children[index].node.value = value
    }
  }

  private static func permits(_ name: String, _ node: Node) -> Bool {
    node.allowed.map { $0.contains(name) } ?? true
  }

  private static func close(_ node: inout Node) {
    if let next = node.nextAllowed { restrict(&node, next) }
    for index in node.children.indices { close(&node.children[index].node) }
  }

  private static func restrict(_ node: inout Node, _ allowed: Set<String>) {
    node.allowed = node.allowed.map { $0.intersection(allowed) } ?? allowed
    for index in node.children.indices { restrict(&node.children[index].node, allowed) }
  }

  private static func value(_ node: Node) -> AWSValue {
    if let value = node.value { return value }
    var object: AWSObject = [:]
    for (key, child) in node.children { object[key] = value(child) }
    return .object(object)
  }

  private static func list(_ value: AWSValue?) -> [AWSValue] {
    switch value {
    case .list(let items): items
    case .some(let value): [value]
    case nil: []
    }
  }
}
