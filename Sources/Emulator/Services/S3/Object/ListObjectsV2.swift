import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
enum ListObjectsV2: OperationHandler {
  struct Input: OperationInput {
    static let members = ListingInput.members + ["ContinuationToken", "StartAfter", "FetchOwner"]
    let listing: ListingInput
    let token: String?
    let startAfter: String?
    let withOwner: Bool

    init(_ members: Members) {
      listing = ListingInput(members)
      token = members.string("ContinuationToken")
      startAfter = members.string("StartAfter")
      withOwner = members.bool("FetchOwner") ?? false
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.found(
      input.listing.bucket, expectedOwner: input.listing.expectedOwner)
    call.recordListing(bucket)
    try S3Access(call: call, bucket: bucket).check(.bucket("ListBucket", .read))
    try input.listing.check()
    var after = input.startAfter ?? ""
    if let token = input.token {
      guard let name = ContinuationToken.decode(token) else {
        throw S3Error.invalidArgument(
          "The continuation token provided is incorrect", "continuation-token", token)
      }
      after = name
    }
    let page = try input.listing.listing(after: after).page(bucket.name, call.s3)
    var output = input.listing.answer(page, withOwner: input.withOwner)
    output["KeyCount"] = .integer(Int64(page.count))
    output.set("ContinuationToken", input.token.map(AWSValue.string))
    output.set("StartAfter", input.startAfter.map(input.listing.encode))
    output.set(
      "NextContinuationToken", page.next.map { .string(ContinuationToken.encode($0)) })
    return output
  }
}
