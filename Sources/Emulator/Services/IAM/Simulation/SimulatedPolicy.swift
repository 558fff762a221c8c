import AWS
import PolicyLanguage

/// A policy as the simulator names it in its answers.
struct SimulatedPolicy {
  /// A policy's name, or `PolicyInputList.1` for one that the call brings.
  var id: String
  /// `user`, `group`, `role`, `aws-managed`, `user-managed`, `resource` or `none`.
  var type: String
  var document: PolicyDocument
  /// Where each statement stands in the document's text.
  var places: [(start: TextPosition, end: TextPosition)]

  /// A policy of the call's own: what is none is refused.
  init(
    input text: String, _ id: String, type: String = "none", as grammar: PolicyGrammar = .identity
  ) throws(AWSError) {
    do {
      document = try PolicyDocument.parse(text, as: grammar)
    } catch {
      throw IAMError.invalidInput("\(id): \(error.message)")
    }
    self.id = id
    self.type = type
    places = PolicyText(text).statements
  }

  /// A stored policy, which was checked when it was stored.
  init?(stored text: String, _ id: String, type: String, _ world: World) {
    guard let document = world.policy(text, as: .identity) else { return nil }
    self.document = document
    self.id = id
    self.type = type
    places = PolicyText(text).statements
  }

  static func list(_ texts: [String], _ member: String) throws(AWSError) -> [SimulatedPolicy] {
    var policies: [SimulatedPolicy] = []
    for (index, text) in texts.enumerated() {
      policies.append(try SimulatedPolicy(input: text, "\(member).\(index + 1)"))
    }
    return policies
  }

  /// `Statement` of an answer.
  func answer(_ statement: Int) -> AWSValue {
    var answer: AWSObject = ["SourcePolicyId": .string(id), "SourcePolicyType": .string(type)]
    if places.indices.contains(statement) {
      answer["StartPosition"] = places[statement].start.answer
      answer["EndPosition"] = places[statement].end.answer
    }
    return .object(answer)
  }
}

extension TextPosition {
  fileprivate var answer: AWSValue {
    ["Line": .integer(Int64(line)), "Column": .integer(Int64(column))]
  }
}

/// The user, group or role whose policies are simulated.
struct PolicySource {
  var kind: IAMStore.EntityKind
  var name: String
  var arn: String
  var id = ""
  /// The ARN of its permissions boundary.
  var boundary: String?
}

extension Call {
  /// The user, group or role of the account that an ARN names.
  func policySource(_ text: String) throws(AWSError) -> PolicySource {
    guard let arn = ARN(text), arn.service == "iam", arn.account == account,
      let kind = IAMStore.EntityKind.allCases.first(where: {
        arn.resource.hasPrefix("\($0.rawValue)/")
      }), let name = arn.resource.split(separator: "/").last.map(String.init)
    else {
      throw IAMError.invalidInput(
        "Invalid Entity Arn: \(text) does not clearly define entity type and name.")
    }
    var source = PolicySource(kind: kind, name: name, arn: text)
    let found: String
    switch kind {
    case .user:
      let user = try iam.existingUser(name, account)
      (source.id, source.boundary, found) = (user.id, user.boundary, user.arn)
    case .role:
      let role = try iam.existingRole(name, account)
      (source.id, source.boundary, found) = (role.id, role.boundary, role.arn)
    case .group:
      let group = try iam.existingGroup(name, account)
      (source.id, found) = (group.id, group.arn)
    }
    guard found == text else {
      throw IAMError.noSuchEntity("The \(kind.rawValue) with name \(name) cannot be found.")
    }
    return source
  }

  /// Its identity policies, a user's groups' included.
  func policies(of source: PolicySource) throws(AWSError) -> [SimulatedPolicy] {
    var policies = try policies(of: source.kind, source.name)
    if source.kind == .user {
      for group in try iam.groups(ofUser: source.name, account) {
        policies += try self.policies(of: .group, group.name)
      }
    }
    return policies
  }

  private func policies(of kind: IAMStore.EntityKind, _ name: String) throws(AWSError)
    -> [SimulatedPolicy]
  {
    var policies: [SimulatedPolicy] = []
    for inline in try iam.inlinePolicies(of: kind, name, account) {
      let id = "\(kind.rawValue)_\(name)_\(inline.name)"
      if let policy = SimulatedPolicy(stored: inline.document, id, type: kind.rawValue, world) {
        policies.append(policy)
      }
    }
    for managed in try iam.attachedPolicies(of: kind, name, account) {
      if let policy = try self.managed(managed) { policies.append(policy) }
    }
    return policies
  }

  private func managed(_ policy: IAMStore.Policy) throws(AWSError) -> SimulatedPolicy? {
    guard let version = try iam.version(policy.defaultVersion, of: policy, account) else {
      return nil
    }
    return SimulatedPolicy(
      stored: version.document, policy.name, type: policy.isAWS ? "aws-managed" : "user-managed",
      world)
  }

  func boundary(of source: PolicySource) throws(AWSError) -> SimulatedPolicy? {
    guard let arn = source.boundary, let policy = try iam.policy(arn, account) else { return nil }
    return try managed(policy)
  }
}
