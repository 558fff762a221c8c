import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
enum HeadObject: OperationHandler {
  static func perform(_ input: ObjectReadInput, _ call: inout Call) throws(AWSError)
    -> AWSObject
  {
    let (_, object) = try call.object(
      input.bucket, input.key, .object("GetObject", .read), expectedOwner: input.expectedOwner)
    return try input.answer(object, call).0
  }
}
