import AWS
import Emulator
import TestKit

/// Buckets as the tests need them.
extension Client {
  static let owner = "123456789012"
  static let stranger = "999988887777"

  /// A bucket as AWS makes it: all blocks on, ACLs off.
  @discardableResult
  func bucket(_ name: String = "bucket") throws(AWSError) -> Client {
    try call("s3", "CreateBucket", ["Bucket": .string(name)])
    return self
  }

  /// A bucket on which nothing is blocked and ACLs count.
  @discardableResult
  func openBucket(_ name: String = "bucket", ownership: String = "ObjectWriter")
    throws(AWSError) -> Client
  {
    try call(
      "s3", "CreateBucket", ["Bucket": .string(name), "ObjectOwnership": .string(ownership)])
    try call("s3", "DeletePublicAccessBlock", ["Bucket": .string(name)])
    return self
  }

  @discardableResult
  func put(_ key: String, _ body: String = "hello", in bucket: String = "bucket")
    throws(AWSError) -> AWSObject
  {
    try call(
      "s3", "PutObject",
      ["Bucket": .string(bucket), "Key": .string(key), "Body": .bytes(Array(body.utf8))])
  }

  func get(_ key: String, in bucket: String = "bucket") throws(AWSError) -> String {
    let output = try call("s3", "GetObject", ["Bucket": .string(bucket), "Key": .string(key)])
    guard case .bytes(let body)? = output["Body"] else { return "" }
    return String(decoding: body, as: UTF8.self)
  }

  @discardableResult
  func policy(_ statements: String, on bucket: String = "bucket") throws(AWSError) -> AWSObject {
    try call(
      "s3", "PutBucketPolicy",
      [
        "Bucket": .string(bucket),
        "Policy": .string("{\"Version\":\"2012-10-17\",\"Statement\":[\(statements)]}"),
      ])
  }

  /// A statement on the bucket and all of its objects.
  static func statement(
    _ effect: String = "Allow", principal: String = "\"*\"", action: String = "\"s3:GetObject\"",
    condition: String? = nil
  ) -> String {
    let condition = condition.map { ",\"Condition\":\($0)" } ?? ""
    return """
      {"Effect":"\(effect)","Principal":\(principal),"Action":\(action),\
      "Resource":["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"]\(condition)}
      """
  }

  var anonymous: Client { signed(nil) }
  var stranger: Client { account(Self.stranger) }
}

extension AWSObject {
  func with(_ name: String, _ value: AWSValue) -> AWSObject {
    var copy = self
    copy[name] = value
    return copy
  }
}
