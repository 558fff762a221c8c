import AWS

/// What a request says of the object that it writes: PutObject and CopyObject alike.
struct ObjectWrite {
  let acl: ACLInput
  let headers: AWSObject
  let metadata: AWSObject
  let encryption: String?
  let storageClass: String?
  let conditions: WriteConditions
  let checksum: S3Checksum

  static let storageClasses = [
    "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
  ]

  init(_ members: Members) throws(AWSError) {
    acl = ACLInput(members)
    headers = ObjectHeaders.headers(members)
    metadata = try ObjectHeaders.metadata(members)
    encryption = members.string("ServerSideEncryption")
    storageClass = members.string("StorageClass")
    conditions = WriteConditions(members)
    let named = members.string("ChecksumAlgorithm").flatMap(S3Checksum.init(rawValue:))
    checksum = S3Checksum.allCases.first { members.has($0.member) } ?? named ?? .crc64nvme
  }

  static func checkSize(_ key: String, _ body: [UInt8]) throws(AWSError) {
    if key.utf8.count > 1024 {
      throw AWSError(
        "KeyTooLongError", "Your key is too long",
        members: ["Size": .integer(Int64(key.utf8.count)), "MaxSizeAllowed": 1024])
    }
    if body.count > ObjectLimit.bytes {
      throw AWSError(
        "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
        members: [
          "ProposedSize": .integer(Int64(body.count)),
          "MaxSizeAllowed": .integer(Int64(ObjectLimit.bytes)),
        ])
    }
  }

  /// The object as it will be stored, with whose it is and who else may use it.
  func object(_ key: String, _ body: [UInt8], _ bucket: Bucket, _ call: Call) throws(AWSError)
    -> StoredObject
  {
    try checkMembers()
    try conditions.check(try call.s3.object(bucket: bucket.name, key: key), key: key)
    let list = try accessControl(key, bucket, call)
    var object = StoredObject(
      bucket: bucket.name, key: key, account: list.account, body: body, modified: call.now,
      acl: list.acl)
    object.headers = headers
    object.metadata = metadata
    object.storageClass = storageClass ?? "STANDARD"
    object.checksumAlgorithm = checksum.rawValue
    object.checksum = checksum.of(body)
    return object
  }

  private func checkMembers() throws(AWSError) {
    if let encryption, encryption != "AES256" {
      guard ["aws:kms", "aws:kms:dsse"].contains(encryption) else {
        throw S3Error.invalidArgument(
          "The encryption method specified is not supported", "x-amz-server-side-encryption",
          encryption)
      }
      throw AWSError(
        "NotImplemented",
        "stormdrill has no KMS keys, so `\(encryption)` can't be asked for; it supports `AES256`",
        status: 501)
    }
    if let storageClass, !Self.storageClasses.contains(storageClass) {
      throw AWSError("InvalidStorageClass", "The storage class you specified is not valid")
    }
  }

  private func accessControl(_ key: String, _ bucket: Bucket, _ call: Call) throws(AWSError)
    -> (account: String, acl: AccessControlList)
  {
    let bucketOwner = CanonicalUser.id(of: bucket.account)
    guard bucket.hasACLs else {
      guard acl.isBucketOwnerFullControl else { throw S3Error.aclsNotSupported }
      return (bucket.account, .ownerOnly(bucketOwner))
    }
    // What nobody signed belongs to the bucket's owner.
    let isAnonymous = call.caller.kind == .anonymous
    let writer = isAnonymous ? bucket.account : call.caller.account
    let list = try acl.list(owner: CanonicalUser.id(of: writer), bucketOwner: bucketOwner)
    try PublicACLRule.check(list, bucket, call, "s3:PutObject", bucket.arn(key: key))
    if bucket.ownership == .bucketOwnerPreferred, acl.canned == "bucket-owner-full-control" {
      return (bucket.account, .ownerOnly(bucketOwner))
    }
    return (writer, list)
  }
}
