import AWS

/// EC2's request and resource token buckets, for each account and region
/// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html).
enum EC2Throttles {
  // Categories of requests.
  static let nonMutating = TokenBucket("non-mutating", size: 100, perSecond: 20)
  static let unfiltered = TokenBucket("unfiltered and unpaginated", size: 50, perSecond: 10)
  static let mutating = TokenBucket("mutating", size: 50, perSecond: 5)
  static let resourceIntensive = TokenBucket("resource-intensive", size: 50, perSecond: 5)

  // Operations with a bucket of their own.
  static let runInstances = TokenBucket("RunInstances", size: 5, perSecond: 2)
  static let startInstances = TokenBucket("StartInstances", size: 5, perSecond: 2)
  static let terminateInstances = TokenBucket("TerminateInstances", size: 100, perSecond: 5)
  static let createTags = TokenBucket("CreateTags", size: 100, perSecond: 10)

  // A token an instance, beside that for the request.
  static let runResources = TokenBucket("RunInstances resources", size: 1000, perSecond: 2)
  static let startResources = TokenBucket("StartInstances resources", size: 1000, perSecond: 2)
  static let stopResources = TokenBucket("StopInstances resources", size: 1000, perSecond: 20)
  static let terminateResources = TokenBucket(
    "TerminateInstances resources", size: 1000, perSecond: 20)

  static func charges(_ operation: String, _ input: AWSObject) -> [ThrottleCharge] {
    switch operation {
    case "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress":
      return [ThrottleCharge(resourceIntensive)]
    case "CreateTags": return [ThrottleCharge(createTags)]
    case "RunInstances":
      let count = input["MaxCount"]?.integer ?? 1
      return [ThrottleCharge(runInstances), ThrottleCharge(runResources, tokens: max(1, count))]
    case "StartInstances":
      return [ThrottleCharge(startInstances), instances(input, startResources)]
    case "StopInstances": return [ThrottleCharge(mutating), instances(input, stopResources)]
    case "TerminateInstances":
      return [ThrottleCharge(terminateInstances), instances(input, terminateResources)]
    case "DescribeInstances", "DescribeSecurityGroups":
      let isNarrow = ["Filters", "MaxResults", "InstanceIds", "GroupIds", "GroupNames"]
        .contains { input[$0] != nil }
      return [ThrottleCharge(isNarrow ? nonMutating : unfiltered)]
    default:
      let isReading = operation.hasPrefix("Describe") || operation.hasPrefix("Get")
      return [ThrottleCharge(isReading ? nonMutating : mutating)]
    }
  }

  private static func instances(_ input: AWSObject, _ bucket: TokenBucket) -> ThrottleCharge {
    ThrottleCharge(bucket, tokens: Int64(max(1, input["InstanceIds"]?.list?.count ?? 1)))
  }
}
