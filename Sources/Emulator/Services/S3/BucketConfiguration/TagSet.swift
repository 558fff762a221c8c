import AWS

/// The rules for a bucket's tags
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html).
enum TagSet {
  static func parse(_ items: [AWSObject]) throws(AWSError) -> [BucketTag] {
    if items.count > 50 {
      throw AWSError("BadRequest", "Bucket tag count cannot be greater than 50")
    }
    var tags: [BucketTag] = []
    for item in items {
      guard let key = item["Key"]?.string, let value = item["Value"]?.string else {
        throw S3Error.malformedXML
      }
      guard (1...128).contains(key.unicodeScalars.count) else {
        throw invalid("The TagKey you have provided is invalid", key)
      }
      if key.lowercased().hasPrefix("aws:") {
        throw invalid("System tags cannot be added/updated by requester", key)
      }
      guard value.unicodeScalars.count <= 256 else {
        throw AWSError("InvalidTag", "The TagValue you have provided is invalid")
      }
      if tags.contains(where: { $0.key == key }) {
        throw invalid("Cannot provide multiple Tags with the same key", key)
      }
      tags.append(BucketTag(key: key, value: value))
    }
    return tags
  }

  private static func invalid(_ message: String, _ key: String) -> AWSError {
    AWSError("InvalidTag", message, members: ["TagKey": .string(key)])
  }
}
