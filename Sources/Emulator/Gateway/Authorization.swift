import AWS

/// Decides whether a caller may make a call, after it is validated and before its operation runs.
///
/// The seam for identity policies, boundaries and SCPs. What a resource's own policy says of
/// anonymous callers and of other accounts is asked by the operation, which knows the resource.
protocol Authorizer: Sendable {
  /// Throws the service's own error for a call that is denied.
  func authorise(_ call: Call, _ input: AWSObject, _ model: OperationModel) throws(AWSError)
}

/// `--iam allow`: whoever is authenticated may do everything in his own account.
struct AllowMode: Authorizer {
  func authorise(_ call: Call, _ input: AWSObject, _ model: OperationModel) throws(AWSError) {
    guard call.caller.kind == .anonymous else { return }
    // A bucket's or a queue's policy may allow everyone; nothing else on AWS may here.
    guard ["s3", "sqs"].contains(call.service) || model.isUnsigned else {
      throw model.service.missingAuthentication
    }
  }
}
