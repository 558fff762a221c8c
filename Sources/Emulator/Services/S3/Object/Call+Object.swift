import AWS

extension Call {
  /// A bucket and one of its objects that the caller may do this with.
  ///
  /// Who may not list the bucket isn't told that a key is missing.
  mutating func object(
    _ name: String, _ key: String, _ permission: S3Permission, expectedOwner: String?
  ) throws(AWSError) -> (Bucket, StoredObject) {
    let bucket = try found(name, key: key, expectedOwner: expectedOwner)
    let object = try s3.object(bucket: name, key: key)
    let access = S3Access(call: self, bucket: bucket)
    guard let object else {
      // Asked first, so that a denial is told as one.
      let mayList = try access.isAllowed(.bucket("ListBucket", .read))
      if mayList { throw S3Error.noSuchKey(key) }
      try access.check(permission, key: key)
      throw S3Error.accessDenied
    }
    try access.check(permission, key: key, object: object)
    return (bucket, object)
  }
}

/// Headers of an object that stay with it, by the model's names.
enum ObjectHeaders {
  static let names = [
    "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType",
    "Expires",
  ]

  /// Metadata beyond 2 KB is refused, names and values counted.
  static func metadata(_ members: Members) throws(AWSError) -> AWSObject {
    let metadata = members.object("Metadata") ?? [:]
    var size = 0
    var lowered = AWSObject()
    for (name, value) in metadata {
      size += name.utf8.count + (value.string ?? "").utf8.count
      lowered[name.lowercased()] = value
    }
    if size > 2048 {
      throw AWSError(
        "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size",
        members: ["Size": .integer(Int64(size)), "MaxSizeAllowed": 2048])
    }
    return lowered
  }

  static func headers(_ members: Members) -> AWSObject {
    var headers: AWSObject = ["ContentType": "binary/octet-stream"]
    for name in names {
      switch members.object[name] {
      case .string(let text)? where !text.isEmpty: headers[name] = .string(text)
      // JSON has no timestamps: kept as microseconds.
      case .timestamp(let time)?: headers[name] = .integer(time.microseconds)
      default: break
      }
    }
    return headers
  }

  /// What GetObject and HeadObject answer beside the body.
  static func answer(_ object: StoredObject, withChecksum: Bool) -> AWSObject {
    var output: AWSObject = [
      "LastModified": .timestamp(Timestamp(seconds: object.modified.seconds)),
      "ETag": .string("\"\(object.etag)\""), "AcceptRanges": "bytes",
      "ServerSideEncryption": "AES256",
    ]
    for (name, value) in object.headers {
      if case .integer(let microseconds) = value {
        output[name] = .timestamp(Timestamp(microseconds: microseconds))
      } else {
        output[name] = value
      }
    }
    if !object.metadata.isEmpty { output["Metadata"] = .object(object.metadata) }
    if object.storageClass != "STANDARD" { output["StorageClass"] = .string(object.storageClass) }
    if withChecksum {
      output["Checksum\(object.checksumAlgorithm)"] = .string(object.checksum)
      output["ChecksumType"] = "FULL_OBJECT"
    }
    return output
  }
}
