package import AWS

/// One call on its way through an operation: who, where, when, and what its record shall say.
package struct Call {
  package let world: World
  /// botocore's directory name: `ec2`.
  package let service: String
  package let operation: String
  package let scope: Scope
  package let caller: Caller
  package let now: Timestamp
  /// When the request came; earlier than `now` for a long poll that was asked again.
  package let started: Timestamp
  /// Also the record's requestID.
  package let requestID: String
  package let request: HTTPRequest
  /// What the operation adds to, or says differently in, the CloudTrail record.
  package var record = RecordDetails()
  /// Set by a long poll that has nothing to answer: the world asks again.
  package var wait: Wait?

  package var database: Database { world.database }
  package var account: String { scope.account }
  package var region: String { scope.region }
}

/// A long poll that waits: until its time is up, or until what it waits for changes.
package struct Wait: Hashable, Sendable {
  package var until: Timestamp
  /// The ARN of the queue.
  package var wakeOn: String

  package init(until: Timestamp, wakeOn: String) {
    self.until = until
    self.wakeOn = wakeOn
  }
}

/// What an operation says of its own CloudTrail record where the general form isn't AWS's.
///
/// The general form: requestParameters are the input's members and responseElements the output's
/// (null for a read-only call), names with a small first letter, lists as `{"items": [...]}` for
/// EC2.
package struct RecordDetails: Sendable {
  /// Where the record's name isn't the operation's: `PutBucketPublicAccessBlock`.
  package var eventName: String?
  /// In place of the input's members; `.some(.null)` writes null.
  package var requestParameters: AWSValue?
  package var responseElements: AWSValue?
  package var additionalEventData: AWSObject?
  /// The record's `resources`: ARN, accountId, type.
  package var resources: [AWSObject] = []
  /// Whether the operation only reads; nil goes by its name (Get, List, Describe, Head, Lookup).
  package var readOnly: Bool?
  /// Data events: S3 objects, SQS messages.
  package var isData = false
  /// Whose account receives it besides the caller's: a bucket's owner in another account.
  package var sharedWith: [String] = []
  /// In place of the region of the call: that of a bucket.
  package var region: String?

  package init() {}
}

/// Who calls.
package struct Caller: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case anonymous
    case root
    case user(name: String)
    case assumedRole(role: String, session: String)
    /// Of GetFederationToken.
    case federatedUser(name: String)
    /// `cloudtrail.amazonaws.com`
    case service(String)
  }

  package var kind: Kind
  /// Empty for an anonymous caller.
  package var account: String
  /// `arn:aws:sts::123456789012:assumed-role/Ops/alice`; empty for an anonymous caller.
  package var arn: String
  /// `AIDA...`, `AROA...:session`, or the account for root.
  package var principalID: String
  package var accessKeyID: String
  /// The role behind an assumed role: `arn:aws:iam::123456789012:role/Ops`; the user behind a
  /// federated one.
  package var sessionIssuerARN: String?
  /// `AROA...`, `AIDA...`, the account for root.
  package var sessionIssuerID: String?
  /// Who stands behind a session, where it was said at its beginning.
  package var sourceIdentity: String?
  /// When the session began.
  package var sessionStart: Timestamp?
  package var hasMFA: Bool

  package init(
    kind: Kind, account: String, arn: String, principalID: String, accessKeyID: String = "",
    sessionIssuerARN: String? = nil, sessionStart: Timestamp? = nil, hasMFA: Bool = false
  ) {
    self.kind = kind
    self.account = account
    self.arn = arn
    self.principalID = principalID
    self.accessKeyID = accessKeyID
    self.sessionIssuerARN = sessionIssuerARN
    self.sessionStart = sessionStart
    self.hasMFA = hasMFA
  }

  package static let anonymous = Caller(
    kind: .anonymous, account: "", arn: "", principalID: "")
}
