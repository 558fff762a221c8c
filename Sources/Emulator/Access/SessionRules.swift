import AWS

/// Calls that temporary credentials can't make, whatever policies say
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html).
enum SessionRules {
  /// Those of GetSessionToken call IAM only with MFA, and of STS only what is listed; those of
  /// GetFederationToken call neither, but may ask who they are.
  static func check(_ call: Call, _ service: ServiceModel) throws(AWSError) {
    guard call.caller.sessionStart != nil else { return }
    let isFederated: Bool
    switch call.caller.kind {
    case .user, .root: isFederated = false
    case .federatedUser: isFederated = true
    case .assumedRole, .service, .anonymous: return
    }
    if call.service == "iam", isFederated || !call.caller.hasMFA {
      throw .invalidToken(service, key: call.caller.accessKeyID)
    }
    let open = isFederated ? ["GetCallerIdentity"] : ["GetCallerIdentity", "AssumeRole"]
    if call.service == "sts", !open.contains(call.operation) {
      throw AWSError(
        "AccessDenied", "Cannot call \(call.operation) with session credentials", status: 403)
    }
  }
}
