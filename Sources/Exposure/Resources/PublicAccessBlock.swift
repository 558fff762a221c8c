package import AWS

/// S3's four settings against public access, of a bucket or of its account.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
package struct PublicAccessBlock: Hashable, Sendable {
  package var blockPublicAcls = false
  package var ignorePublicAcls = false
  package var blockPublicPolicy = false
  package var restrictPublicBuckets = false

  package enum Level: String, Hashable, Sendable {
    case bucket
    case account
    case organization
  }

  package init() {}

  /// `PublicAccessBlockConfiguration`, or an answer that holds one; a missing setting is off.
  package init(_ document: AWSValue?) {
    let settings = document?["PublicAccessBlockConfiguration"] ?? document
    blockPublicAcls = settings?["BlockPublicAcls"]?.bool ?? false
    ignorePublicAcls = settings?["IgnorePublicAcls"]?.bool ?? false
    blockPublicPolicy = settings?["BlockPublicPolicy"]?.bool ?? false
    restrictPublicBuckets = settings?["RestrictPublicBuckets"]?.bool ?? false
  }
}
