/// Why a document is no policy, with the message that AWS gives for it.
package struct PolicyError: Error, Hashable, Sendable {
  package var problem: Problem
  package var grammar: PolicyGrammar
  /// Where in the document: the steps from its top to what is wrong.
  package var path: [Step]

  /// One step into a document.
  package enum Step: Hashable, Sendable {
    case member(String)
    /// Of a list, counted from 0.
    case item(Int)
  }

  package enum Problem: Hashable, Sendable {
    case notAnObject
    case invalidJSON(offset: Int)
    case missing(field: String)
    case prohibited(field: String)
    case unknown(field: String)
    case wrongType(field: String)
    case invalidVersion
    case noStatements
    case invalidEffect(String)
    case invalidSid(String)
    case repeatedSid(String)
    case invalidPrincipal(String)
    case invalidAction(String)
    /// A trust policy speaks of assuming its role, and of nothing else.
    case foreignTrustAction(String)
    case invalidResource(String)
    case invalidConditionOperator(String)
    case invalidConditionKey(String)
    case tooLong(limit: Int)
  }

  package init(_ problem: Problem, _ grammar: PolicyGrammar, at path: [Step] = []) {
    self.problem = problem
    self.grammar = grammar
    self.path = path
  }

  /// AWS's own words, as the service that owns the policy says them.
  package var message: String {
    switch grammar {
    case .identity, .control, .trust: identityMessage
    case .resource: resourceMessage
    }
  }

  private var resourceMessage: String {
    switch problem {
    case .notAnObject: "Policies must be valid JSON and the first byte must be '{'"
    case .invalidJSON: "This policy contains invalid Json"
    case .missing(let field): "Missing required field \(field)"
    case .prohibited(let field): "Has prohibited field \(field)"
    case .unknown(let field): "Unknown field \(field)"
    case .wrongType, .invalidSid: "Invalid policy syntax."
    case .invalidVersion: "The policy must contain a valid version string"
    case .noStatements: "Could not parse the policy: Statement is empty!"
    case .invalidEffect(let text): "Invalid effect: \(text)"
    case .repeatedSid: "Statement IDs (SID) in a single policy must be unique."
    case .invalidPrincipal: "Invalid principal in policy"
    case .invalidAction, .foreignTrustAction: "Policy has invalid action"
    case .invalidResource: "Policy has invalid resource"
    case .invalidConditionOperator(let name): "Invalid Condition type : \(name)"
    case .invalidConditionKey: "Policy has an invalid condition key"
    case .tooLong: "Normalized policy document exceeds the maximum allowed size"
    }
  }

  private var identityMessage: String {
    switch problem {
    case .missing(field: "Action"): "Policy statement must contain actions."
    case .missing(field: "Resource"): "Policy statement must contain resources."
    case .missing(let field) where grammar == .trust: "Missing required field \(field)"
    case .prohibited(let field) where grammar == .trust: "Has prohibited field \(field)"
    case .prohibited: "Policy document should not specify a principal."
    case .invalidVersion: "The policy must contain a valid version string."
    case .repeatedSid: "Statement IDs (SID) in a single policy must be unique."
    case .invalidSid(let sid):
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
        + " expression [0-9A-Za-z]*: \(sid)"
    case .invalidPrincipal(let principal): "Invalid principal in policy: \(principal)"
    case .foreignTrustAction: "AssumeRole policy may only specify STS AssumeRole actions."
    case .invalidAction(let action) where action.contains(":"):
      "The policy contains an invalid action: \(action)"
    case .invalidAction, .invalidConditionKey:
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    case .invalidResource(let resource): "Resource \(resource) must be in ARN format or \"*\"."
    case .invalidConditionOperator(let name): "Invalid Condition type : \(name)"
    case .tooLong(let limit): "Cannot exceed quota for PolicySize: \(limit)"
    default: "Syntax errors in policy."
    }
  }
}

/// Which elements a policy must and must not have goes by what it is attached to.
package enum PolicyGrammar: Hashable, Sendable {
  /// Managed and inline policies, boundaries, session policies: no Principal.
  case identity
  /// Service and resource control policies.
  case control
  /// A role's trust policy: a Principal, no Resource.
  case trust
  /// Buckets, queues, keys: a Principal and a Resource.
  case resource
}
