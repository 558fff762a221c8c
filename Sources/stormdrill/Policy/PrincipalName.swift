import AWS
import PolicyLanguage

/// A principal by the one name that says all of it: its ARN, a service's name, `*` for nobody who
/// signs.
enum PrincipalName {
  static let expected =
    "expected an ARN of a user, of `root`, of an assumed role or of a federated user, a service "
    + "like `ec2.amazonaws.com`, or `*`"

  /// nil for what names no principal that can make a request: a role alone makes none.
  static func principal(_ text: String) -> Principal? {
    if text == "*" { return .anonymous }
    if text.hasSuffix(".amazonaws.com"), !text.contains(":") { return .service(text) }
    guard let arn = ARN(text), !arn.account.isEmpty else { return nil }
    let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false)
    var kind: Principal.Kind
    var role: String?
    switch (arn.service, parts.first) {
    case ("iam", "root"): kind = .root
    case ("iam", "user") where parts.count > 1: kind = .user
    case ("sts", "federated-user") where parts.count == 2: kind = .federatedUser
    case ("sts", "assumed-role") where parts.count == 3:
      kind = .assumedRole
      role = "arn:\(arn.partition):iam::\(arn.account):role/\(parts[1])"
    default: return nil
    }
    return Principal(kind: kind, account: arn.account, arn: text, roleARN: role, userID: "")
  }
}
