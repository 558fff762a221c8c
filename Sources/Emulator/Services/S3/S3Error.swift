import AWS

/// S3's errors with the members that stand beside the message
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
enum S3Error {
  static func noSuchBucket(_ name: String) -> AWSError {
    AWSError(
      "NoSuchBucket", "The specified bucket does not exist", status: 404,
      members: ["BucketName": .string(name)])
  }

  static func noSuchKey(_ key: String) -> AWSError {
    AWSError(
      "NoSuchKey", "The specified key does not exist.", status: 404,
      members: ["Key": .string(key)])
  }

  static let accessDenied = AWSError("AccessDenied", "Access Denied", status: 403)

  /// A refusal inside the caller's own account says why.
  static func accessDenied(_ call: Call, _ action: String, _ resource: String, _ why: String)
    -> AWSError
  {
    AWSError(
      "AccessDenied",
      "User: \(call.caller.arn) is not authorized to perform: \(action) on resource: "
        + "\"\(resource)\" \(why)", status: 403)
  }

  static let methodNotAllowed = AWSError(
    "MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405)

  static func permanentRedirect(_ bucket: Bucket) -> AWSError {
    AWSError(
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint. "
        + "Please send all future requests to this endpoint.", status: 301,
      members: [
        "Endpoint": .string("\(bucket.name).s3-\(bucket.region).amazonaws.com"),
        "Bucket": .string(bucket.name), "Region": .string(bucket.region),
      ])
  }

  static func invalidArgument(_ message: String, _ name: String, _ value: String) -> AWSError {
    AWSError(
      "InvalidArgument", message,
      members: ["ArgumentName": .string(name), "ArgumentValue": .string(value)])
  }

  static func invalidRequest(_ message: String) -> AWSError { AWSError("InvalidRequest", message) }

  static let malformedXML = AWSError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema")

  static let malformedACL = AWSError(
    "MalformedACLError",
    "The XML you provided was not well-formed or did not validate against our published schema")

  /// A configuration that isn't there: 404 with the bucket's name.
  static func missing(_ code: String, _ message: String, _ bucket: Bucket) -> AWSError {
    AWSError(code, message, status: 404, members: ["BucketName": .string(bucket.name)])
  }

  static func preconditionFailed(_ condition: String) -> AWSError {
    AWSError(
      "PreconditionFailed", "At least one of the pre-conditions you specified did not hold",
      status: 412, members: ["Condition": .string(condition)])
  }

  static let notModified = AWSError("NotModified", "Not Modified", status: 304)

  static let aclsNotSupported = AWSError(
    "AccessControlListNotSupported", "The bucket does not allow ACLs")
}
