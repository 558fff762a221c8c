/// What AWS answers instead of a result: wire behaviour, thrown typed.
package struct AWSError: Error, Hashable, Sendable {
  /// The code as the service spells it, without CloudTrail's `Client.`: `InvalidGroup.NotFound`.
  package var code: String
  package var message: String
  /// The HTTP status.
  package var status: Int
  /// Members that the error carries beside its message: `BucketName`, `Resource`, `Type`.
  package var members: AWSObject

  package init(_ code: String, _ message: String, status: Int = 400, members: AWSObject = [:]) {
    self.code = code
    self.message = message
    self.status = status
    self.members = members
  }

  /// Whether AWS's SDKs count the code as throttling (the standard retry mode's list).
  package var isThrottling: Bool { Self.throttlingCodes.contains(code) }

  /// Whether AWS's SDKs send the call again: throttled, a 5xx, or a transient code.
  package var isRetryable: Bool {
    isThrottling || [500, 502, 503, 504].contains(status) || Self.transientCodes.contains(code)
  }

  /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
  private static let throttlingCodes: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
    "TooManyRequestsException", "ProvisionedThroughputExceededException",
    "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
    "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
    "EC2ThrottledException",
  ]
  private static let transientCodes: Set<String> = [
    "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure",
    "ServiceUnavailable", "Unavailable",
  ]
}
