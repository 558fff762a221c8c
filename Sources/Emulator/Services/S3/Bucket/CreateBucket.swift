import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
enum CreateBucket: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "Bucket", "ACL", "ObjectOwnership", "CreateBucketConfiguration.LocationConstraint",
        "CreateBucketConfiguration.Tags.*",
      ] + ACLInput.headerMembers
    let bucket: String
    let acl: ACLInput
    let ownership: String?
    let location: String?
    let tags: [AWSObject]

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      acl = ACLInput(members)
      ownership = members.string("ObjectOwnership")
      let configuration = Members(members.object("CreateBucketConfiguration") ?? [:])
      location = configuration.string("LocationConstraint")
      tags = configuration.objects("Tags") ?? []
    }
  }

  /// An ACL, an ownership and tags each need their own permission.
  static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
    let bucket = "arn:\(call.scope.partition):s3:::\(input.bucket)"
    let keys = S3Context.keys(call, owner: call.caller.account)
    let tags = AccessCheck.requestTags(input.tags.keyed)
    var creation = AccessCheck("s3:CreateBucket", on: bucket, context: keys)
    creation.context["s3:locationconstraint"] = input.location.map { [$0] }
    creation.context.merge(tags) { given, _ in given }
    var checks = [creation]
    if input.acl.needsPermission {
      checks.append(AccessCheck("s3:PutBucketAcl", on: bucket, context: keys))
    }
    if input.ownership != nil {
      checks.append(AccessCheck("s3:PutBucketOwnershipControls", on: bucket, context: keys))
    }
    if !tags.isEmpty {
      checks.append(
        AccessCheck("s3:TagResource", on: bucket, context: keys.merging(tags) { $1 }))
    }
    return checks
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if call.caller.kind == .anonymous { throw S3Error.accessDenied }
    guard BucketName.isValid(input.bucket) else {
      throw AWSError(
        "InvalidBucketName", "The specified bucket is not valid.",
        members: ["BucketName": .string(input.bucket)])
    }
    let region = try region(input.location, call)
    if region != call.region { call.record.region = region }
    let location = "/\(input.bucket)"
    if let existing = try call.s3.bucket(input.bucket, partition: call.scope.partition) {
      try refuse(existing, region, call)
      return ["Location": .string(location)]
    }
    let bucket = try bucket(input, region, call)
    try call.s3.save(bucket)
    return [
      "Location": .string(
        region == "us-east-1" ? location : "http://\(input.bucket).s3.amazonaws.com/"),
      "BucketArn": .string(bucket.arn),
    ]
  }

  /// In us-east-1 alone it is no error to create what one owns already.
  private static func refuse(_ bucket: Bucket, _ region: String, _ call: Call) throws(AWSError) {
    if bucket.account != call.caller.account {
      throw AWSError(
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users "
          + "of the system. Please select a different name and try again.", status: 409,
        members: ["BucketName": .string(bucket.name)])
    }
    if bucket.region == "us-east-1", region == "us-east-1" { return }
    throw AWSError(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      status: 409, members: ["BucketName": .string(bucket.name)])
  }

  /// Only us-east-1's endpoint creates buckets elsewhere, and only it does so without a constraint.
  private static func region(_ constraint: String?, _ call: Call) throws(AWSError) -> String {
    let isFirst = call.region == "us-east-1"
    guard let constraint, !constraint.isEmpty else {
      if isFirst { return call.region }
      throw incompatible("unspecified")
    }
    if constraint == "EU", isFirst || call.region == "eu-west-1" { return "eu-west-1" }
    if isFirst {
      guard Self.isRegion(constraint), constraint != "us-east-1" else {
        throw AWSError(
          "InvalidLocationConstraint", "The specified location-constraint is not valid",
          members: ["LocationConstraint": .string(constraint)])
      }
      return constraint
    }
    if constraint != call.region { throw incompatible(constraint) }
    return constraint
  }

  private static func incompatible(_ constraint: String) -> AWSError {
    AWSError(
      "IllegalLocationConstraintException",
      "The \(constraint) location constraint is incompatible for the region specific endpoint "
        + "this request was sent to.")
  }

  /// `eu-central-1`, `us-gov-west-1`: two letters, words, a number.
  static func isRegion(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (3...4).contains(parts.count), parts[0].utf8.count == 2, let last = parts.last,
      last.utf8.count == 1, last.utf8.allSatisfy({ (0x31...0x39).contains($0) })
    else { return false }
    return parts.dropLast().allSatisfy {
      !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    }
  }

  private static func bucket(_ input: Input, _ region: String, _ call: Call) throws(AWSError)
    -> Bucket
  {
    let owner = CanonicalUser.id(of: call.caller.account)
    var ownership = ObjectOwnership.bucketOwnerEnforced
    if let text = input.ownership {
      guard let known = ObjectOwnership(rawValue: text) else {
        throw S3Error.invalidArgument(
          "Invalid x-amz-object-ownership header: \(text)", "x-amz-object-ownership", text)
      }
      ownership = known
    }
    let acl = try input.acl.list(owner: owner, bucketOwner: nil)
    if acl.grantsToOthers, ownership == .bucketOwnerEnforced { throw OwnershipRule.conflict }
    // All four since April 2023; none where a scenario switches that prong off.
    let hasBlocks = !call.world.options.prongsOff.contains(.publicAccessBlock)
    if acl.isPublic, hasBlocks {
      throw AWSError(
        "InvalidBucketAclWithBlockPublicAccessError",
        "Bucket cannot have public ACLs set with BlockPublicAccess enabled")
    }
    let ofAccount = try call.s3.accountBlock(
      of: call.caller.account, partition: call.scope.partition)
    if acl.isPublic, ofAccount?.blockPublicAcls == true {
      throw call.blocked(
        "s3:CreateBucket", "arn:\(call.scope.partition):s3:::\(input.bucket)",
        PublicACLRule.reason)
    }
    return Bucket(
      partition: call.scope.partition, name: input.bucket, account: call.caller.account,
      region: region, created: call.now, ownership: ownership, acl: acl, policy: nil,
      publicAccessBlock: hasBlocks ? .all : nil, versioning: nil,
      tags: try TagSet.parse(input.tags))
  }
}
