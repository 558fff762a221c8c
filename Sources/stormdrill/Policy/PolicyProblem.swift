import Documents
import PolicyLanguage

/// Why a document in one of the user's files is no policy: AWS's message at its place.
enum PolicyProblem {
  static func diagnostic(_ error: PolicyError, in node: Node) -> Diagnostic {
    var place = node
    for step in error.path {
      let next: Node? =
        switch step {
        case .member(let name): place[name]
        case .item(let index):
          place.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        }
      guard let next else { break }
      place = next
    }
    return Diagnostic(
      place.position, error.message, suggestion: error.problem.expected(error.grammar))
  }
}

extension PolicyError.Problem {
  /// What would be right, where AWS's message doesn't say it.
  func expected(_ grammar: PolicyGrammar) -> String? {
    switch self {
    case .notAnObject, .invalidJSON: "expected a JSON object"
    case .missing(let field): "expected `\(field)`"
    case .prohibited(let field): "expected no `\(field)`"
    case .unknown(let field):
      Spelling.suggestion(
        for: field,
        among: [
          "Version", "Id", "Statement", "Sid", "Effect", "Principal", "NotPrincipal", "Action",
          "NotAction", "Resource", "NotResource", "Condition",
        ])
    case .wrongType(let field): "expected `\(field)` in its usual form, and once"
    case .invalidVersion: "expected `2012-10-17` or `2008-10-17`"
    case .noStatements: "expected at least one statement"
    case .invalidEffect: "expected `Allow` or `Deny`"
    case .invalidSid: "expected letters and digits"
    case .repeatedSid(let sid): "expected another name than `\(sid)`"
    case .invalidPrincipal:
      "expected `*`, an account, or the ARN of a user, role or session, without wildcards"
    case .invalidAction: "expected `*` or an action such as `s3:GetObject`"
    case .foreignTrustAction: "expected an action such as `sts:AssumeRole`"
    case .invalidResource: "expected `*` or an ARN"
    case .invalidConditionOperator: "expected an operator such as `StringEquals`"
    case .invalidConditionKey: "expected a key such as `aws:SourceIp`"
    case .tooLong(let limit): "expected at most \(limit) characters"
    }
  }
}
