package import AWS

/// S3's control plane: the public access block of a whole account
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html).
///
/// What it blocks, `S3Access` and its neighbours know: a bucket's own block and its account's count
/// together.
package enum S3ControlService: ServiceDefinition {
  package static let service = "s3control"

  package static var schema: String { S3Store.accountBlockSchema }
  package static let tables = [
    ResourceTable("s3_account_public_access_block", resource: "account")
  ]

  package static let operations: [ServedOperation] = [
    ServedOperation(service, AccountPublicAccess.DeletePublicAccessBlock.self),
    ServedOperation(service, AccountPublicAccess.GetPublicAccessBlock.self),
    ServedOperation(service, AccountPublicAccess.PutPublicAccessBlock.self),
  ]

  /// S3's own form: the account and the host, and the document in the body.
  package static func beginRecord(of call: inout Call, _ input: AWSObject) {
    call.record.eventName = call.operation.replacing("Public", with: "AccountPublic")
    var parameters = AWSObject()
    parameters.set("accountId", input["AccountId"])
    for (name, value) in S3Record.parameters(call, bucket: nil, key: nil) {
      parameters[name] = value
    }
    if let document = S3Record.document(call) { parameters[document.name] = document.form }
    call.record.requestParameters = .object(parameters)
    call.record.responseElements = .null
    call.record.additionalEventData = S3Record.additional(call)
  }
}
