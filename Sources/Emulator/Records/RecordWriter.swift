import AWS

/// Makes the CloudTrail record of one call, one for each account that receives it
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
struct RecordWriter {
  let prepared: PreparedCall
  let outcome: CallOutcome
  /// How long the answer's body is.
  let bytesOut: Int

  private var call: Call { prepared.call }

  /// AWS's version of the record format since 2025.
  static let eventVersion = "1.11"

  var eventName: String { call.record.eventName ?? call.operation }
  var eventSource: String {
    let prefix = prepared.call.isOfS3 ? "s3" : prepared.model.service.endpointPrefix
    return "\(prefix).amazonaws.com"
  }
  var region: String { call.record.region ?? call.scope.region }

  var isReadOnly: Bool {
    if let readOnly = call.record.readOnly { return readOnly }
    return Self.readingVerbs.contains { call.operation.hasPrefix($0) }
  }
  private static let readingVerbs = [
    "Get", "List", "Describe", "Head", "Lookup", "Simulate", "Test",
  ]

  /// The caller's own account first, anonymous callers having none.
  var recipients: [String] {
    var recipients = call.caller.account.isEmpty ? [] : [call.caller.account]
    for account in call.record.sharedWith where !recipients.contains(account) {
      recipients.append(account)
    }
    return recipients
  }

  func document(for recipient: String, eventID: String, sharedEventID: String?, time: String)
    -> AWSObject
  {
    let isOwn = recipient == call.caller.account
    let isData = call.record.isData
    var document: AWSObject = [
      "eventVersion": .string(Self.eventVersion),
      "userIdentity": .object(
        isOwn ? UserIdentity.document(call.caller) : UserIdentity.foreign(call.caller)),
      "eventTime": .string(time),
      "eventSource": .string(eventSource),
      "eventName": .string(eventName),
      "awsRegion": .string(region),
      "sourceIPAddress": .string(sourceAddress),
      "userAgent": .string(userAgent),
    ]
    if case .failure(let error) = outcome {
      document["errorCode"] = .string(Self.code(error, prepared.definition))
      document["errorMessage"] = .string(error.message)
    }
    document["requestParameters"] = requestParameters
    document["responseElements"] = responseElements
    document.set("additionalEventData", additionalEventData)
    document["requestID"] = .string(call.requestID)
    document["eventID"] = .string(eventID)
    document["readOnly"] = .bool(isReadOnly)
    if !call.record.resources.isEmpty {
      document["resources"] = .list(call.record.resources.map(AWSValue.object))
    }
    document["eventType"] = "AwsApiCall"
    document["managementEvent"] = .bool(!isData)
    document["recipientAccountId"] = .string(recipient)
    document.set("sharedEventID", sharedEventID.map(AWSValue.string))
    document["eventCategory"] = isData ? "Data" : "Management"
    document.set("tlsDetails", tlsDetails)
    return document
  }

  /// Whatever a service calls a denial on the wire, a record has one word for it.
  private static func code(_ error: AWSError, _ service: any ServiceDefinition.Type) -> String {
    error.code == "AccessDeniedException" ? "AccessDenied" : service.recordedErrorCode(error)
  }

  private var sourceAddress: String {
    if case .service(let name) = call.caller.kind { return name }
    return call.request.sourceAddress
  }

  private var userAgent: String {
    if case .service(let name) = call.caller.kind { return name }
    let agent = call.request.headers["User-Agent"] ?? ""
    return call.isOfS3 ? "[\(agent)]" : agent
  }

  /// null where AWS refused before it looked: denied and throttled calls of the query and JSON
  /// services. EC2 and S3 tell what was asked.
  private var requestParameters: AWSValue {
    if let said = call.record.requestParameters { return said }
    let wire = prepared.model.service.wire
    if wire == .query || wire.isJSON, case .failure(let error) = outcome,
      error.code.hasPrefix("AccessDenied") || error.isThrottling
    {
      return .null
    }
    return prepared.definition.recordedInput(call.operation, prepared.input)
      ?? RecordedForm(service: prepared.model.service)
      .input(prepared.input, prepared.model)
  }

  private var responseElements: AWSValue {
    guard case .success(let output) = outcome else { return .null }
    if let said = call.record.responseElements { return said }
    if isReadOnly { return .null }
    return prepared.definition.recordedOutput(
      call.operation, output, requestID: call.requestID)
      ?? RecordedForm(service: prepared.model.service)
      .output(output, prepared.model, requestID: call.requestID)
  }

  /// S3 alone counts the bytes.
  private var additionalEventData: AWSValue? {
    guard var data = call.record.additionalEventData else { return nil }
    if call.isOfS3 { data["bytesTransferredOut"] = .integer(Int64(bytesOut)) }
    return .object(data)
  }

  private var tlsDetails: AWSValue? {
    guard call.request.isSecure else { return nil }
    var details: AWSObject = [
      "tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256",
    ]
    details.set("clientProvidedHostHeader", call.request.headers["Host"].map(AWSValue.string))
    return .object(details)
  }
}
