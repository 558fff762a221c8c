import AWS

/// What S3 records of a call: the query's parameters, the headers that matter, the document in
/// the body, the host; not the members of the model.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
enum S3Record {
  private static let headers = [
    "x-amz-acl", "x-amz-copy-source", "x-amz-expected-bucket-owner", "x-amz-grant-full-control",
    "x-amz-grant-read", "x-amz-grant-read-acp", "x-amz-grant-write", "x-amz-grant-write-acp",
    "x-amz-metadata-directive", "x-amz-object-ownership", "x-amz-server-side-encryption",
    "x-amz-storage-class",
  ]

  /// Decoded, in the order of the request; what signs the request is left out.
  static func query(_ request: HTTPRequest) -> [(name: String, value: String)] {
    request.query.split(separator: "&").compactMap { part in
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = PercentEncoding.decode(halves[0], plusIsSpace: true)
      if name.isEmpty || ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-Security-Token", "x-id"]
        .contains(name)
      {
        return nil
      }
      let value = halves.count == 2 ? PercentEncoding.decode(halves[1], plusIsSpace: true) : ""
      return (name, value)
    }
  }

  static func parameters(_ call: Call, bucket: String?, key: String?) -> AWSObject {
    var parameters = AWSObject()
    for (name, value) in query(call.request) { parameters[name] = .string(value) }
    parameters.set("bucketName", bucket.map(AWSValue.string))
    parameters["Host"] = .string(call.request.headers["Host"] ?? "s3.amazonaws.com")
    parameters.set("key", key.map(AWSValue.string))
    for name in headers {
      if let value = call.request.headers[name] { parameters[name] = .string(value) }
    }
    return parameters
  }

  /// The bytes of the answer are counted when it is there.
  static func additional(_ call: Call) -> AWSObject {
    var data = AWSObject()
    if call.caller.kind != .anonymous {
      let isQuery = call.request.headers["Authorization"] == nil
      data["SignatureVersion"] = "SigV4"
      data["AuthenticationMethod"] = isQuery ? "QueryString" : "AuthHeader"
    }
    if call.request.isSecure { data["CipherSuite"] = "TLS_AES_128_GCM_SHA256" }
    data["bytesTransferredIn"] = .integer(Int64(call.request.body.count))
    data["x-amz-id-2"] = .string(Base64.encode(SHA256.hash(Array(call.requestID.utf8))))
    return data
  }

  /// A document's elements: attributes, numbers and booleans by their look, repeated ones a list.
  static func form(_ element: XMLElement) -> AWSValue {
    if element.children.isEmpty, element.attributes.isEmpty { return scalar(element.text) }
    var object = AWSObject()
    for attribute in element.attributes { object[attribute.name] = .string(attribute.value) }
    for child in element.children {
      let value = form(child)
      switch object[child.name] {
      case .list(let items)?: object[child.name] = .list(items + [value])
      case let first?: object[child.name] = .list([first, value])
      case nil: object[child.name] = value
      }
    }
    return .object(object)
  }

  /// What the body says, by the name of its element; nil where there is nothing to read.
  static func document(_ call: Call) -> (name: String, form: AWSValue)? {
    guard !call.request.body.isEmpty, let document = try? XML.parse(call.request.body) else {
      return nil
    }
    return (document.name, form(document))
  }

  private static func scalar(_ text: String) -> AWSValue {
    switch text {
    case "true", "TRUE": return true
    case "false", "FALSE": return false
    default:
      if let number = Int64(text), String(number) == text { return .integer(number) }
      return .string(text)
    }
  }
}

extension S3Record {
  /// Names that aren't the operation's.
  private static let eventNames = [
    "DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketLifecycleConfiguration": "GetBucketLifecycle",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "ListObjectsV2": "ListObjects",
    "PutBucketLifecycleConfiguration": "PutBucketLifecycle",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
  ]

  /// Calls on many objects at once, data events like those on one.
  private static let bulkOperations = [
    "DeleteObjects", "ListObjects", "ListObjectsV2", "ListObjectVersions",
  ]

  static func begin(_ call: inout Call, _ input: AWSObject) {
    let key = input["Key"]?.string
    call.record.eventName = eventNames[call.operation]
    call.record.isData = key != nil || bulkOperations.contains(call.operation)
    var parameters = parameters(call, bucket: input["Bucket"]?.string, key: key)
    if call.operation == "PutBucketPolicy", let policy = input["Policy"]?.string {
      // Recorded as the document that it is.
      parameters["bucketPolicy"] = (try? JSON.parse(policy)) ?? .string(policy)
    } else if !call.record.isData, let document = document(call) {
      parameters[document.name] = document.form
    }
    call.record.requestParameters = .object(parameters)
    call.record.responseElements = .null
    call.record.additionalEventData = additional(call)
  }
}

extension Call {
  /// Once the bucket is known: whose it is, where it is, who else receives the record.
  mutating func recordResource(_ bucket: Bucket, key: String? = nil) {
    let whole: AWSObject = [
      "accountId": .string(bucket.account), "type": "AWS::S3::Bucket", "ARN": .string(bucket.arn),
    ]
    if let key {
      let object: AWSObject = [
        "type": "AWS::S3::Object", "ARN": .string(bucket.arn(key: key)),
      ]
      record.resources = [object, whole]
    } else {
      record.resources = [whole]
    }
    if bucket.region != region { record.region = bucket.region }
    if bucket.account != caller.account { record.sharedWith = [bucket.account] }
  }

  /// Listing the keys is a data event too.
  mutating func recordListing(_ bucket: Bucket) {
    let objects: AWSObject = ["type": "AWS::S3::Object", "ARNPrefix": .string("\(bucket.arn)/")]
    record.resources.insert(objects, at: 0)
  }
}
