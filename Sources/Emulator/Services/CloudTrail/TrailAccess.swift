import AWS

/// What CloudTrail's operations ask
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html).
extension Call {
  /// The call's own action on a trail, by name or ARN, whether or not it is there.
  func trailCheck(_ nameOrARN: String, keys: [String: [String]] = [:]) throws(AWSError)
    -> AccessCheck
  {
    let isARN = nameOrARN.hasPrefix("arn:")
    let arn = isARN ? nameOrARN : trailARN(nameOrARN)
    var check = AccessCheck(ownAction, on: arn, context: keys)
    if let owner = ARN(arn)?.account, !owner.isEmpty { check.owner = owner }
    let tags = try trails.trail(arn: arn)?.tags.pairs ?? []
    check.context.merge(AccessCheck.tags("aws:ResourceTag", tags)) { given, _ in given }
    return check
  }
}
