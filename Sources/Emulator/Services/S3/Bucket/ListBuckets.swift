import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
enum ListBuckets: OperationHandler {
  struct Input: OperationInput {
    static let members = ["MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion"]
    let maximum: Int?
    let token: String?
    let prefix: String?
    let region: String?

    init(_ members: Members) {
      maximum = members.integer("MaxBuckets")
      token = members.string("ContinuationToken")
      prefix = members.string("Prefix")
      region = members.string("BucketRegion")
    }
  }

  static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
    [AccessCheck("s3:ListAllMyBuckets", context: S3Context.keys(call, owner: call.caller.account))]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if call.caller.kind == .anonymous { throw S3Error.accessDenied }
    if let maximum = input.maximum, !(1...10_000).contains(maximum) {
      throw S3Error.invalidArgument(
        "Argument max-buckets must be an integer between 1 and 10000", "max-buckets",
        String(maximum))
    }
    var after = ""
    if let token = input.token {
      guard let name = ContinuationToken.decode(token) else {
        throw S3Error.invalidArgument(
          "The continuation token provided is incorrect", "continuation-token", token)
      }
      after = name
    }
    let all = try call.s3.buckets(
      account: call.caller.account, partition: call.scope.partition)
    let matching = all.filter { bucket in
      bucket.name > after && bucket.name.hasPrefix(input.prefix ?? "")
        && (input.region == nil || bucket.region == input.region)
    }
    let page = matching.prefix(input.maximum ?? 10_000)
    var output: AWSObject = [
      "Owner": ["ID": .string(CanonicalUser.id(of: call.caller.account))],
      "Buckets": .list(page.map { Self.entry($0, isPaged: input.maximum != nil) }),
    ]
    output.set("Prefix", input.prefix.map(AWSValue.string))
    if page.count < matching.count, let last = page.last {
      output["ContinuationToken"] = .string(ContinuationToken.encode(last.name))
    }
    return output
  }

  private static func entry(_ bucket: Bucket, isPaged: Bool) -> AWSValue {
    var entry: AWSObject = [
      "Name": .string(bucket.name), "CreationDate": .timestamp(bucket.created),
      "BucketArn": .string(bucket.arn),
    ]
    if isPaged { entry["BucketRegion"] = .string(bucket.region) }
    return .object(entry)
  }
}

/// Where a listing goes on: opaque to clients, the last name to us.
enum ContinuationToken {
  private static let mark = "1:"

  static func encode(_ name: String) -> String { Base64.encode(Array((mark + name).utf8)) }

  static func decode(_ token: String) -> String? {
    guard let bytes = Base64.decode(token) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.hasPrefix(mark) ? String(text.dropFirst(mark.count)) : nil
  }
}
