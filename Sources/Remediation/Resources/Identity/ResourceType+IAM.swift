import AWS

extension ResourceType {
  /// IAM answers from a partition's first region.
  @Sendable static func globalScope(_ document: AWSObject, _ scope: Scope) -> Scope {
    switch scope.partition {
    case "aws-cn": scope.in(region: "cn-north-1")
    case "aws-us-gov": scope.in(region: "us-gov-west-1")
    default: scope.in(region: "us-east-1")
    }
  }

  static func iam(_ operation: String, _ input: AWSObject, _ scope: Scope) -> APICall {
    APICall(
      service: "iam", operation: operation, input: input, scope: globalScope([:], scope))
  }
}
