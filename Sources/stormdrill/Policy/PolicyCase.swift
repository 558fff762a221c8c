import AWS
import Documents
import PolicyLanguage

/// A request with all the policies that bear on it, as a file says it.
struct PolicyCase {
  var access: AccessPolicies
  var request: PolicyRequest

  /// nil where the diagnostics have errors.
  static func decode(_ node: Node) -> (policyCase: PolicyCase?, diagnostics: [Diagnostic]) {
    var reader = MappingReader(node, of: "a case")
    let principal =
      reader.requiredNode("principal").map { Self.principal($0, &reader) } ?? .anonymous
    let action = reader.requiredString("action")
    let resource = reader.requiredString("resource")
    let account = reader.text("resourceAccount")
    let mustAllow = reader.bool("resourcePolicyMustAllow") ?? false
    let context = reader.node("context").map { Self.context($0, &reader) } ?? [:]
    let request = PolicyRequest(
      principal: principal, action: action, resource: resource, context: context)
    var access = AccessPolicies(
      resourceAccount: account ?? Self.account(of: resource) ?? principal.account)
    access.resourcePolicyMustAllow = mustAllow
    if let policies = reader.requiredNode("policies") {
      let isForRole = action.lowercased().hasPrefix("sts:")
      reader.decodeNode(policies, of: "policies") { reader in
        attach(&access, resourceGrammar: isForRole ? .trust : .resource, &reader)
      }
    }
    let diagnostics = reader.finish()
    return (
      diagnostics.hasErrors ? nil : PolicyCase(access: access, request: request), diagnostics
    )
  }

  private static func account(of resource: String) -> String? {
    ARN(resource).flatMap { $0.account.utf8.count == 12 ? $0.account : nil }
  }

  // MARK: Who asks

  private enum PrincipalType: String, CaseIterable {
    case user = "User"
    case assumedRole = "AssumedRole"
    case root = "Root"
    case federatedUser = "FederatedUser"
    case service = "Service"
    case anonymous = "Anonymous"
  }

  private static func principal(_ node: Node, _ outer: inout MappingReader) -> Principal {
    if let name = node.string {
      if let principal = PrincipalName.principal(name) { return principal }
      outer.error(
        at: node.position, "`\(name)` names no principal that makes requests",
        suggestion: PrincipalName.expected)
      return .anonymous
    }
    return outer.decodeNode(node, of: "a principal") { reader in
      _ = reader.requiredNode("type")
      let type = reader.choice("type", as: PrincipalType.self) ?? .anonymous
      let account = reader.text("account") ?? ""
      let arn = reader.string("arn") ?? ""
      let role = reader.string("roleArn")
      let userID = reader.string("userId") ?? ""
      let canonicalUserID = reader.string("canonicalUserId")
      if type != .anonymous, arn.isEmpty {
        reader.error(
          "a principal of type `\(type.rawValue)` has no `arn`",
          suggestion: type == .service ? "expected the service's name" : "expected its ARN")
      }
      if type != .anonymous, type != .service, account.isEmpty {
        reader.error(
          "a principal of type `\(type.rawValue)` has no `account`",
          suggestion: "expected twelve digits")
      }
      if type == .assumedRole, role == nil {
        reader.error("an assumed role has no `roleArn`", suggestion: "expected the role's ARN")
      }
      let kind: Principal.Kind
      switch type {
      case .user: kind = .user
      case .assumedRole: kind = .assumedRole
      case .root: kind = .root
      case .federatedUser: kind = .federatedUser
      case .service: return .service(arn)
      case .anonymous: return .anonymous
      }
      return Principal(
        kind: kind, account: account, arn: arn, roleARN: role, userID: userID,
        canonicalUserID: canonicalUserID)
    }
  }

  private static func context(_ node: Node, _ reader: inout MappingReader) -> [String: [String]] {
    guard let pairs = node.mapping else {
      reader.error(
        at: node.position, "`context` can't be \(node.kindName)", suggestion: "expected a mapping")
      return [:]
    }
    var context: [String: [String]] = [:]
    for pair in pairs {
      let values = pair.value.sequence ?? [pair.value]
      let texts = values.compactMap { $0.isNull ? nil : $0.scalarText }
      if texts.count < values.count {
        reader.error(
          at: pair.value.position, "`\(pair.key.scalarText ?? "")` can't be used as values",
          suggestion: "expected a string or a list of strings")
      }
      context[pair.key.scalarText ?? ""] = texts
    }
    return context
  }
}

// MARK: Policies

extension PolicyCase {
  private static func attach(
    _ access: inout AccessPolicies, resourceGrammar: PolicyGrammar, _ reader: inout MappingReader
  ) {
    access.identity = list("identity", .identity, &reader) ?? []
    access.boundary = one("boundary", .identity, &reader)
    access.session = list("session", .identity, &reader)
    access.serviceControl = levels("serviceControl", &reader)
    access.resourceControl = levels("resourceControl", &reader)
    access.resource = one("resource", resourceGrammar, &reader)
    access.endpoint = one("endpoint", .resource, &reader)
  }

  private static func one(
    _ key: String, _ grammar: PolicyGrammar, _ reader: inout MappingReader
  ) -> AttachedPolicy? {
    guard let node = reader.node(key), !node.isNull else { return nil }
    return policy(node, grammar, &reader)
  }

  /// nil where it is missing or null: for sessions that isn't the same as an empty list.
  private static func list(
    _ key: String, _ grammar: PolicyGrammar, _ reader: inout MappingReader
  ) -> [AttachedPolicy]? {
    guard let node = reader.node(key), !node.isNull else { return nil }
    return reader.sequence(key)?.compactMap { policy($0, grammar, &reader) }
  }

  private static func levels(_ key: String, _ reader: inout MappingReader) -> [[AttachedPolicy]] {
    guard let node = reader.node(key), !node.isNull else { return [] }
    return (reader.sequence(key) ?? []).map { level in
      guard let policies = level.sequence else {
        reader.error(
          at: level.position, "a level of `\(key)` can't be \(level.kindName)",
          suggestion: "expected a list of policies for each level from the root to the account")
        return []
      }
      return policies.compactMap { policy($0, .control, &reader) }
    }
  }

  /// A document, a document's JSON text, or a name with one.
  private static func policy(
    _ node: Node, _ grammar: PolicyGrammar, _ reader: inout MappingReader
  ) -> AttachedPolicy? {
    guard node["document"] != nil else {
      return document(node, grammar, &reader).map { AttachedPolicy($0) }
    }
    return reader.decodeNode(node, of: "a policy") { reader in
      let name = reader.string("name")
      let arn = reader.string("arn")
      guard let inner = reader.node("document"), let parsed = document(inner, grammar, &reader)
      else { return nil }
      return AttachedPolicy(name: name ?? arn ?? parsed.id ?? "", arn: arn, document: parsed)
    }
  }

  private static func document(
    _ node: Node, _ grammar: PolicyGrammar, _ reader: inout MappingReader
  ) -> PolicyDocument? {
    do throws(PolicyError) {
      if let text = node.string { return try PolicyDocument.parse(text, as: grammar) }
      return try PolicyDocument.parse(node.value, as: grammar)
    } catch {
      reader.diagnostics.append(PolicyProblem.diagnostic(error, in: node))
      return nil
    }
  }
}
