import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
  enum GenerateDataKey: OperationHandler {
    static func perform(_ input: DataKeyInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let (plaintext, key, blob) = try call.dataKey(input)
      return [
        "CiphertextBlob": .bytes(blob.bytes), "Plaintext": .bytes(plaintext),
        "KeyId": .string(key.arn),
      ]
    }
  }
}

/// What is asked of a data key.
struct DataKeyInput: OperationInput {
  static let members = ["KeyId", "EncryptionContext", "NumberOfBytes", "KeySpec"]
  let key: String
  let context: EncryptionContext
  let size: Int

  init(_ members: Members) throws(AWSError) {
    key = members.string("KeyId") ?? ""
    context = EncryptionContext(members)
    switch (members.integer("NumberOfBytes"), members.string("KeySpec")) {
    case (let count?, nil): size = count
    case (nil, "AES_128"?): size = 16
    case (nil, .some): size = 32
    default: throw KMSError.validation("Please specify either number of bytes or key spec.")
    }
  }
}

extension Call {
  /// A new key for data, and itself sealed under the KMS key.
  mutating func dataKey(_ input: DataKeyInput) throws(AWSError)
    -> (plaintext: [UInt8], key: KMSKey, blob: CiphertextBlob)
  {
    let key = try key(
      input.key, takesAlias: true, isShareable: true, context: input.context.conditionKeys)
    try key.requireEncryption(operation, nil)
    let plaintext = world.secret(input.size)
    let blob = CiphertextBlob(
      plaintext, under: key, input.context, nonce: world.secret(AESGCM.nonceSize))
    return (plaintext, key, blob)
  }
}
