import AWS
import PolicyLanguage

/// What a document must be for its type of policy.
///
/// - SCPs: the grammar of identity policies, without a principal
///   (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html).
/// - RCPs: `Deny` alone, `"Principal": "*"`, actions of the services that RCPs reach, none of them
///   `*` alone, no NotAction
///   (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html).
/// - All others are JSON objects whose meaning the services know, not Organizations.
enum PolicyContent {
  static func check(_ content: String, as type: OrganizationPolicyType) throws(AWSError) {
    if content.unicodeScalars.count > type.sizeLimit {
      throw OrganizationsError.constraint(
        "POLICY_CONTENT_LIMIT_EXCEEDED", "You have exceeded the maximum policy size.")
    }
    guard type.isControl else {
      guard let value = try? JSON.parse(content), value.object != nil else {
        throw OrganizationsError.malformedPolicy
      }
      return
    }
    guard let document = try? PolicyDocument.parse(content, as: .control) else {
      throw OrganizationsError.malformedPolicy
    }
    let isSound = document.statements.allSatisfy {
      type == .service ? $0.principals == nil : isResourceControl($0)
    }
    if !isSound { throw OrganizationsError.malformedPolicy }
  }

  private static func isResourceControl(_ statement: Statement) -> Bool {
    guard statement.effect == .deny, !statement.actions.isNegated,
      let principals = statement.principals, !principals.isNegated,
      principals.principals == [.everyone]
    else { return false }
    return statement.actions.patterns.allSatisfy { action in
      let service = action.text.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
      return action.text.contains(":") && resourceControlServices.contains(service.lowercased())
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
  private static let resourceControlServices: Set<String> = [
    "s3", "sts", "kms", "sqs", "secretsmanager", "cognito-idp", "cognito-identity", "logs",
    "dynamodb", "ecr", "aoss",
  ]
}
