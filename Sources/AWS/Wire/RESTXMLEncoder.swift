/// Requests and answers of the rest-xml protocol: members in labels, query, headers and body.
struct RESTXMLEncoder {
  let service: ServiceModel

  init(_ service: ServiceModel) { self.service = service }

  static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

  /// `input` conforms to the operation's shape.
  func request(_ operation: OperationModel, _ input: AWSObject) throws(AWSError) -> HTTPRequest {
    let shape = operation.node.input.map { service.shapeNodes[$0] }
    var request = try RESTLocations(service).request(operation, input, shape)
    if let shape { body(operation, input, shape, into: &request) }
    return request
  }

  private func body(
    _ operation: OperationModel, _ input: AWSObject, _ shape: ShapeNode,
    into request: inout HTTPRequest
  ) {
    if let payload = shape.payload {
      let member = shape.members[payload]
      guard let value = input[member.name] else { return }
      request.body = document(value, member)
    } else if shape.members.contains(where: { $0.location == .body }) {
      var xml = XMLEncoder(service, declaration: false)
      let root = operation.node.inputName ?? shape.name
      xml.writer.open(root, xmlns: operation.node.inputNamespace)
      xml.members(input, shape)
      xml.writer.close(root)
      request.body = xml.writer.bytes
    }
  }

  /// The member that is the body: bytes and text as they are, the rest as XML.
  private func document(_ value: AWSValue, _ member: MemberNode) -> [UInt8] {
    let shape = service.shapeNodes[member.target]
    switch (shape.kind, value) {
    case (.blob, .bytes(let bytes)): return bytes
    case (.string, .string(let text)): return Array(text.utf8)
    default:
      var xml = XMLEncoder(service, declaration: false)
      xml.append(value, member, name: member.wireName)
      return xml.writer.bytes
    }
  }

  func response(_ operation: OperationModel, _ output: AWSObject, requestID: String)
    -> HTTPResponse
  {
    let headers = S3Identity.headers(requestID)
    guard let index = operation.node.output else {
      return HTTPResponse(status: operation.responseCode, headers: headers)
    }
    let shape = service.shapeNodes[index]
    var response = RESTLocations(service).response(operation, output, shape, headers: headers)
    // Part of an object (RFC 9110, section 15.3.7).
    if output["ContentRange"] != nil { response.status = 206 }
    if operation.method == "HEAD" { return response }
    if let payload = shape.payload {
      let member = shape.members[payload]
      if let value = output[member.name] { payloadBody(value, member, into: &response) }
    } else if operation.name == "GetBucketLocation" {
      location(output, into: &response)
    } else if shape.members.contains(where: { $0.location == .body }) {
      let root = S3RootName.of(operation)
      var xml = XMLEncoder(service)
      xml.writer.open(root, xmlns: Self.namespace)
      xml.members(output, shape)
      xml.writer.close(root)
      set(xml.writer.bytes, "application/xml", into: &response)
    }
    return response
  }

  private func payloadBody(
    _ value: AWSValue, _ member: MemberNode, into response: inout HTTPResponse
  ) {
    let shape = service.shapeNodes[member.target]
    if shape.isEventStream {
      set(
        EventStream.encode(value.list ?? [], shape, service), "application/vnd.amazon.eventstream",
        into: &response)
    } else if case .structure = shape.kind {
      var xml = XMLEncoder(service)
      xml.writer.open(member.wireName, xmlns: Self.namespace)
      xml.members(value.object ?? [:], shape)
      xml.writer.close(member.wireName)
      set(xml.writer.bytes, "application/xml", into: &response)
    } else {
      let type = shape.kind == .string ? "application/json" : "binary/octet-stream"
      set(document(value, member), type, into: &response)
    }
  }

  private func set(_ body: [UInt8], _ type: String, into response: inout HTTPResponse) {
    response.body = body
    if response.headers["Content-Type"] == nil { response.headers.add("Content-Type", type) }
  }

  /// The one answer of S3 whose root element holds text; empty for us-east-1.
  private func location(_ output: AWSObject, into response: inout HTTPResponse) {
    var xml = XMLWriter()
    xml.open("LocationConstraint", xmlns: Self.namespace)
    xml.escape(output["LocationConstraint"]?.string ?? "")
    xml.close("LocationConstraint")
    set(xml.bytes, "application/xml", into: &response)
  }
}

/// S3's root elements, which the model doesn't know: clients don't look at them.
enum S3RootName {
  private static let names: [String: String] = [
    "CompleteMultipartUpload": "CompleteMultipartUploadResult",
    "CreateMultipartUpload": "InitiateMultipartUploadResult",
    "CreateSession": "CreateSessionResult",
    "DeleteObjects": "DeleteResult",
    "GetBucketAccelerateConfiguration": "AccelerateConfiguration",
    "GetBucketAcl": "AccessControlPolicy",
    "GetBucketCors": "CORSConfiguration",
    "GetBucketLifecycle": "LifecycleConfiguration",
    "GetBucketLifecycleConfiguration": "LifecycleConfiguration",
    "GetBucketLogging": "BucketLoggingStatus",
    "GetBucketNotification": "NotificationConfiguration",
    "GetBucketNotificationConfiguration": "NotificationConfiguration",
    "GetBucketRequestPayment": "RequestPaymentConfiguration",
    "GetBucketTagging": "Tagging",
    "GetBucketVersioning": "VersioningConfiguration",
    "GetBucketWebsite": "WebsiteConfiguration",
    "GetObjectAcl": "AccessControlPolicy",
    "GetObjectAttributes": "GetObjectAttributesResponse",
    "GetObjectTagging": "Tagging",
    "ListBucketAnalyticsConfigurations": "ListBucketAnalyticsConfigurationResult",
    "ListBucketInventoryConfigurations": "ListInventoryConfigurationsResult",
    "ListBucketMetricsConfigurations": "ListMetricsConfigurationsResult",
    "ListBuckets": "ListAllMyBucketsResult",
    "ListDirectoryBuckets": "ListAllMyDirectoryBucketsResult",
    "ListMultipartUploads": "ListMultipartUploadsResult",
    "ListObjectVersions": "ListVersionsResult",
    "ListObjects": "ListBucketResult",
    "ListObjectsV2": "ListBucketResult",
    "ListParts": "ListPartsResult",
  ]

  static func of(_ operation: OperationModel) -> String {
    names[operation.name] ?? operation.output?.name ?? "\(operation.name)Result"
  }
}
