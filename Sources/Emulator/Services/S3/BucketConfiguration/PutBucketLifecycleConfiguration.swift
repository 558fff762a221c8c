import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
///
/// The rules take the place of all before. Nothing expires or moves by them here.
enum PutBucketLifecycleConfiguration: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "LifecycleConfiguration.*", "ExpectedBucketOwner", "ChecksumAlgorithm",
      "TransitionDefaultMinimumObjectSize",
    ]
    let put: BucketDocument
    let minimum: String?

    init(_ members: Members) {
      put = BucketDocument(members, "LifecycleConfiguration")
      minimum = members.string("TransitionDefaultMinimumObjectSize")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.put.bucket, S3Permission("PutLifecycleConfiguration"),
      expectedOwner: input.put.expectedOwner)
    try S3Checksum.check(call.request)
    let rules = input.put.document["Rules"]?.list ?? []
    let isWhole = rules.allSatisfy { rule in
      ["Enabled", "Disabled"].contains(rule["Status"]?.string)
        && (rule["Filter"] != nil || rule["Prefix"] != nil)
    }
    guard (1...1000).contains(rules.count), isWhole else { throw S3Error.malformedXML }
    var named: [AWSValue] = []
    for (place, rule) in rules.enumerated() {
      var rule = rule.object ?? [:]
      // A rule without an id gets one.
      if rule["ID"]?.string?.isEmpty ?? true {
        let seed = Array("\(call.requestID) \(place)".utf8)
        rule["ID"] = .string(Base64.encode(Array(SHA256.hash(seed).prefix(24))))
      }
      if named.contains(where: { $0["ID"] == rule["ID"] }) {
        throw S3Error.invalidArgument(
          "Rule ID must be unique. Found same ID for more than one rule", "ID",
          rule["ID"]?.string ?? "")
      }
      named.append(.object(rule))
    }
    let minimum = input.minimum ?? "all_storage_classes_128K"
    try call.s3.save(
      ["Rules": .list(named), "TransitionDefaultMinimumObjectSize": .string(minimum)],
      as: .lifecycle, of: bucket)
    return ["TransitionDefaultMinimumObjectSize": .string(minimum)]
  }
}
