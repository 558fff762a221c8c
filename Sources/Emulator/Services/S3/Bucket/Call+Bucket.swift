import AWS

extension Call {
  var s3: S3Store { S3Store(database) }

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

  /// Content-MD5 and the checksums that SDKs send with every body.
  func checkDigests() throws(AWSError) {
    if let text = request.headers["Content-MD5"] {
      guard let digest = Base64.decode(text), digest.count == 16 else {
        throw AWSError(
          "InvalidDigest", "The Content-MD5 you specified was invalid.",
          members: ["Content-MD5": .string(text)])
      }
      let calculated = MD5.hash(request.body)
      if calculated != digest {
        throw AWSError(
          "BadDigest", "The Content-MD5 you specified did not match what we received.",
          members: [
            "ExpectedDigest": .string(text),
            "CalculatedDigest": .string(Base64.encode(calculated)),
          ])
      }
    }
    for checksum in Checksum.allCases {
      guard let text = request.headers[checksum.header] else { continue }
      guard let bytes = Base64.decode(text), bytes.count == checksum.byteCount else {
        throw S3Error.invalidRequest(
          "Value for \(checksum.header) header is invalid.")
      }
      if checksum.sum(request.body) != text {
        throw AWSError(
          "BadDigest",
          "The \(checksum.rawValue) you specified did not match the calculated checksum.")
      }
    }
  }
}

/// S3's checksums of bodies
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
package enum Checksum: String, CaseIterable, Sendable {
  case crc32 = "CRC32"
  case crc32c = "CRC32C"
  case crc64nvme = "CRC64NVME"
  case sha1 = "SHA1"
  case sha256 = "SHA256"

  var header: String { "x-amz-checksum-\(rawValue.lowercased())" }
  /// The member of the model.
  var member: String { "Checksum\(rawValue)" }

  var byteCount: Int {
    switch self {
    case .crc32, .crc32c: 4
    case .crc64nvme: 8
    case .sha1: 20
    case .sha256: 32
    }
  }

  /// In base 64, most significant byte first.
  func sum(_ body: [UInt8]) -> String {
    switch self {
    case .crc32: Base64.encode(Self.bytes(UInt64(CRC32.sum(body)), 4))
    case .crc32c: Base64.encode(Self.bytes(UInt64(CRC32C.sum(body)), 4))
    case .crc64nvme: Base64.encode(Self.bytes(CRC64NVME.sum(body), 8))
    case .sha1: Base64.encode(SHA1.hash(body))
    case .sha256: Base64.encode(SHA256.hash(body))
    }
  }

  private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64((count - 1 - $0) * 8)) }
  }
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
