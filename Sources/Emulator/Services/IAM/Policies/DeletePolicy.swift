import AWS

extension IAMService {
  /// Refused while the policy is attached or has other versions than its default one.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
  enum DeletePolicy: OperationHandler {
    static func perform(_ input: PolicyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let policy = try call.iam.changeablePolicy(input.arn, call.account)
      let (attached, bounding) = (
        try call.iam.attachmentCount(ofPolicy: policy.arn, call.account),
        try call.iam.boundaries(policy.arn, call.account).count
      )
      if attached + bounding > 0 {
        throw IAMError.deleteConflict("Cannot delete a policy attached to entities.")
      }
      if try call.iam.versions(of: policy, call.account).count > 1 {
        throw IAMError.deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the "
            + "policy's versions. The default version is deleted with the policy.")
      }
      try call.iam.deletePolicy(policy.arn, call.account)
      return [:]
    }
  }
}

extension IAMStore {
  /// A policy that the account may change: AWS's own can't be.
  func changeablePolicy(_ arn: String, _ account: String) throws(AWSError) -> Policy {
    let policy = try existingPolicy(arn, account)
    if policy.isAWS {
      throw AWSError(
        "AccessDenied", "Policy is outside your own account.", status: 403)
    }
    return policy
  }
}
