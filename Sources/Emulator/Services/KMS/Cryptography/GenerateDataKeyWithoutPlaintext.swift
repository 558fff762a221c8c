import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html
  enum GenerateDataKeyWithoutPlaintext: OperationHandler {
    static func perform(_ input: DataKeyInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let (_, key, blob) = try call.dataKey(input)
      return ["CiphertextBlob": .bytes(blob.bytes), "KeyId": .string(key.arn)]
    }
  }
}
