/// What can stop a call: one of the layers of defence that a scenario may switch off.
package enum Prong: String, Hashable, Sendable, CaseIterable {
  /// Identity policies: off, everybody may do everything, as an administrator.
  case identity
  case boundary
  case session
  /// Service control policies.
  case scp
  /// Resource control policies.
  case rcp
  /// A bucket's, a queue's, a key's policy, a role's trust: off, their denials count for nothing.
  case resourcePolicy = "resource-policy"
  /// S3's four blocks: off, new buckets come without them. One that is put works.
  case publicAccessBlock = "public-access-block"
}

/// Why the latest call was refused.
package struct Refusal: Hashable, Sendable {
  package var prong: Prong
  /// `s3:PutBucketPolicy`
  package var action: String
  package var resource: String
  /// Which policy and statement, in a sentence.
  package var reason: String

  package init(prong: Prong, action: String, resource: String, reason: String) {
    self.prong = prong
    self.action = action
    self.resource = resource
    self.reason = reason
  }
}
