import AWS

extension Call {
  var s3: S3Store { S3Store(database) }

  /// Of S3 or of its control plane.
  var isOfS3: Bool { service == S3Service.service || service == S3ControlService.service }

  /// The bucket of a call, when it is there, in this region, and the caller may do this with it.
  mutating func bucket(
    _ name: String, _ permission: S3Permission, expectedOwner: String?,
    context: [String: [String]] = [:], anyRegion: Bool = false
  ) throws(AWSError) -> Bucket {
    let bucket = try found(name, expectedOwner: expectedOwner, anyRegion: anyRegion)
    try S3Access(call: self, bucket: bucket).check(permission, context: context)
    return bucket
  }

  /// The bucket alone: the caller's right to it is still to be asked.
  mutating func found(
    _ name: String, key: String? = nil, expectedOwner: String?, anyRegion: Bool = false
  ) throws(AWSError) -> Bucket {
    guard let bucket = try s3.bucket(name, partition: scope.partition) else {
      throw S3Error.noSuchBucket(name)
    }
    recordResource(bucket, key: key)
    // Nobody knows which region's endpoint an unsigned request was sent to.
    if bucket.region != region, !anyRegion, caller.kind != .anonymous {
      throw S3Error.permanentRedirect(bucket)
    }
    if let expectedOwner, expectedOwner != bucket.account { throw S3Error.accessDenied }
    return bucket
  }
}

extension S3Checksum {
  /// The member of the model.
  var member: String { "Checksum\(rawValue)" }
}

/// The input of the many operations that take a bucket and no more.
struct BucketInput: OperationInput {
  static let members = ["Bucket", "ExpectedBucketOwner"]
  let bucket: String
  let expectedOwner: String?

  init(_ members: Members) {
    bucket = members.string("Bucket") ?? ""
    expectedOwner = members.string("ExpectedBucketOwner")
  }
}
