/// An identity provider at which anyone may have an account, with the claims that tell whose a
/// token is. A provider that isn't here issues tokens to its owner's people alone.
///
/// GitHub and GitLab: https://docs.github.com/en/actions/concepts/security/openid-connect and
/// https://docs.gitlab.com/ci/cloud_services/ ; the others by
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
struct SharedIssuer {
  /// The prefix of its condition keys, in lower case.
  let host: String
  private let claims: [String: KeyDomain]

  /// - Parameter provider: as a Principal element names it, an ARN or a host.
  init?(provider: String) {
    let host = provider.split(separator: "oidc-provider/").last.map(String.init) ?? provider
    guard let claims = Self.known[host.lowercased()] else { return nil }
    self.host = host.lowercased()
    self.claims = claims
  }

  /// Providers that AWS trusts by their names, without an object in the account.
  static let builtIn = [
    "accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com",
    "www.amazon.com",
  ]

  /// What a stranger's token says; nil for a key of another's. Claims about a run (branch,
  /// environment, actor) and an audience that anyone may ask for are of his own choice.
  func domain(of key: String) -> KeyDomain? {
    guard key.hasPrefix("\(host):") else { return nil }
    return claims[String(key.dropFirst(host.utf8.count + 1))] ?? .free
  }

  private static let slash = KeyDomain.Foreign.upTo(UInt8(ascii: "/"), occurrence: 1)
  private static let secondColon = KeyDomain.Foreign.upTo(UInt8(ascii: ":"), occurrence: 2)
  private static let id = KeyDomain.shaped("?*", foreign: .whole, optional: false)
  private static let optionalID = KeyDomain.shaped("?*", foreign: .whole)

  private static func subject(_ shape: String, _ foreign: KeyDomain.Foreign) -> KeyDomain {
    .shaped(shape, foreign: foreign, optional: false)
  }

  private static let known: [String: [String: KeyDomain]] = [
    "token.actions.githubusercontent.com": [
      "sub": subject("repo:?*/?*:?*", slash), "repository": subject("?*/?*", slash),
      "job_workflow_ref": subject("?*/?*", slash), "repository_owner": id,
      "repository_id": id, "repository_owner_id": id, "enterprise": optionalID,
      "enterprise_id": optionalID,
    ],
    "gitlab.com": [
      "sub": subject("project_path:?*/?*:?*", slash), "project_path": subject("?*/?*", slash),
      "namespace_path": id, "namespace_id": id, "project_id": id,
    ],
    "app.terraform.io": [
      "sub": subject("organization:?*:project:?*:?*", secondColon),
      "terraform_organization_name": id, "terraform_organization_id": id,
    ],
    "agent.buildkite.com": [
      "sub": subject("organization:?*:pipeline:?*:?*", secondColon), "organization_slug": id,
    ],
    "oidc.vercel.com": ["sub": subject("owner:?*:project:?*:?*", secondColon), "owner": id],
    "accounts.google.com": ["sub": id, "aud": id, "oaud": id, "email": optionalID],
    "www.amazon.com": ["app_id": id, "user_id": id],
    "graph.facebook.com": ["app_id": id, "id": id],
    "cognito-identity.amazonaws.com": ["aud": id, "sub": id],
  ]
}
