/// The token buckets of the services that don't say their own.
///
/// - CloudTrail (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html):
///   LookupEvents 2 a second; Get, Describe and List 10; all others 1. Assumed: each operation has
///   a bucket of its own, as large as a second's worth.
/// - STS (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html): 600 a second
///   for all operations together.
/// - IAM publishes no rate. Assumed: 100 at once and 20 a second for what reads, 50 and 5 for what
///   writes.
/// - Organizations' rates differ from operation to operation and aren't published as a whole.
///   Assumed: 20 at once and 10 a second for what reads, 10 and 2 for what writes.
/// - GuardDuty and AWS Config publish no rate. Assumed: as IAM's, in each region.
/// - SQS standard queues are "nearly unlimited", EventBridge's rates are far above a drill's: no
///   bucket.
enum ServiceRates {
  static func charges(_ service: String, _ operation: String) -> [ThrottleCharge] {
    switch service {
    case "cloudtrail":
      let rate: Int64 = operation == "LookupEvents" ? 2 : reads(operation) ? 10 : 1
      return [ThrottleCharge(TokenBucket(operation, size: rate, perSecond: rate))]
    case "organizations": return [reads(operation) ? organizationsRead : organizationsWrite]
    case "iam", "guardduty", "config": return [reads(operation) ? assumedRead : assumedWrite]
    case "sts": return [sts]
    default: return []
    }
  }

  private static func reads(_ operation: String) -> Bool {
    ["Get", "List", "Describe"].contains { operation.hasPrefix($0) }
  }

  private static let assumedRead = ThrottleCharge(TokenBucket("read", size: 100, perSecond: 20))
  private static let assumedWrite = ThrottleCharge(TokenBucket("write", size: 50, perSecond: 5))
  private static let organizationsRead = ThrottleCharge(
    TokenBucket("read", size: 20, perSecond: 10))
  private static let organizationsWrite = ThrottleCharge(
    TokenBucket("write", size: 10, perSecond: 2))
  private static let sts = ThrottleCharge(TokenBucket("all", size: 600, perSecond: 600))
}
