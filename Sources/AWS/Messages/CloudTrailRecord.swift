/// One CloudTrail record: the document as it is delivered, with names for what is read most.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
package struct CloudTrailRecord: Hashable, Sendable {
  package var document: AWSObject

  package init(_ document: AWSObject) { self.document = document }

  package var eventID: String { document["eventID"]?.string ?? "" }
  package var eventName: String { document["eventName"]?.string ?? "" }
  package var eventSource: String { document["eventSource"]?.string ?? "" }
  package var awsRegion: String { document["awsRegion"]?.string ?? "" }
  package var recipientAccountID: String { document["recipientAccountId"]?.string ?? "" }
  package var userAgent: String { document["userAgent"]?.string ?? "" }
  package var sourceIPAddress: String { document["sourceIPAddress"]?.string ?? "" }
  /// nil for a call that succeeded. EC2's codes start with `Client.` or `Server.`.
  package var errorCode: String? { document["errorCode"]?.string }
  package var userIdentity: AWSObject { document["userIdentity"]?.object ?? [:] }
  /// AWSValue.null where AWS writes null: a denied AssumeRole, a call without parameters.
  package var requestParameters: AWSValue { document["requestParameters"] ?? .null }
  package var responseElements: AWSValue { document["responseElements"] ?? .null }
  package var isReadOnly: Bool { document["readOnly"]?.bool ?? false }
  package var isManagement: Bool { document["managementEvent"]?.bool ?? true }

  /// To the second, as AWS writes it; nil for a record whose time can't be read.
  package var eventTime: Timestamp? {
    switch document["eventTime"] {
    case .string(let text): Timestamp(iso8601: text)
    case .timestamp(let time): time
    default: nil
    }
  }

  /// Where the call was made, as far as the record says.
  package var scope: Scope {
    Scope(account: recipientAccountID, region: awsRegion)
  }
}
