import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
///
/// Versions are not kept: each object has its one version, `null`, and none is a delete marker.
enum ListObjectVersions: OperationHandler {
  struct Input: OperationInput {
    static let members = ListingInput.members + ["KeyMarker", "VersionIdMarker"]
    let listing: ListingInput
    let keyMarker: String?
    let versionMarker: String?

    init(_ members: Members) {
      listing = ListingInput(members)
      keyMarker = members.string("KeyMarker")
      versionMarker = members.string("VersionIdMarker")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.found(
      input.listing.bucket, expectedOwner: input.listing.expectedOwner)
    call.recordListing(bucket)
    try S3Access(call: call, bucket: bucket).check(.bucket("ListBucketVersions", .read))
    try input.listing.check()
    if input.versionMarker != nil, input.keyMarker == nil {
      throw S3Error.invalidArgument(
        "A version-id marker cannot be specified without a key marker.", "version-id-marker",
        input.versionMarker ?? "")
    }
    let page = try input.listing.listing(after: input.keyMarker ?? "").page(bucket.name, call.s3)
    var output = input.listing.answer(page, withOwner: true)
    if let contents = output["Contents"]?.list {
      output["Contents"] = nil
      output["Versions"] = .list(contents.map(version))
    }
    output["KeyMarker"] = input.listing.encode(input.keyMarker ?? "")
    output["VersionIdMarker"] = .string(input.versionMarker ?? "")
    if let next = page.next {
      output["NextKeyMarker"] = input.listing.encode(next)
      if page.objects.last?.key == next { output["NextVersionIdMarker"] = .string(VersionID.null) }
    }
    return output
  }

  private static func version(_ entry: AWSValue) -> AWSValue {
    guard var version = entry.object else { return entry }
    version["VersionId"] = .string(VersionID.null)
    version["IsLatest"] = true
    return .object(version)
  }
}
