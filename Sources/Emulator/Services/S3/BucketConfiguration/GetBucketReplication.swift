import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html
///
/// No bucket is replicated here.
enum GetBucketReplication: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetReplicationConfiguration"),
      expectedOwner: input.expectedOwner)
    throw S3Error.missing(
      "ReplicationConfigurationNotFoundError",
      "The replication configuration was not found", bucket)
  }
}
