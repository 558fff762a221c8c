import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
enum ListObjects: OperationHandler {
  struct Input: OperationInput {
    static let members = ListingInput.members + ["Marker"]
    let listing: ListingInput
    let marker: String?

    init(_ members: Members) {
      listing = ListingInput(members)
      marker = members.string("Marker")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.found(
      input.listing.bucket, expectedOwner: input.listing.expectedOwner)
    call.recordListing(bucket)
    try S3Access(call: call, bucket: bucket).check(.bucket("ListBucket", .read))
    try input.listing.check()
    let page = try input.listing.listing(after: input.marker ?? "").page(bucket.name, call.s3)
    var output = input.listing.answer(page, withOwner: true)
    output["Marker"] = input.listing.encode(input.marker ?? "")
    // Only a listing with a delimiter says where it goes on; others go on behind their last key.
    if input.listing.delimiter != nil {
      output.set("NextMarker", page.next.map(input.listing.encode))
    }
    return output
  }
}
