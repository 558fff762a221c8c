import AWS

extension KMSService {
  /// The ciphertext names its key; a request that names another is refused.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
  enum Decrypt: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "CiphertextBlob", "EncryptionContext", "KeyId", "EncryptionAlgorithm",
      ]
      let ciphertext: [UInt8]
      let context: EncryptionContext
      let key: String?
      let algorithm: String?

      init(_ members: Members) throws(AWSError) {
        ciphertext = members.bytes("CiphertextBlob") ?? []
        context = EncryptionContext(members)
        key = members.string("KeyId")
        algorithm = members.string("EncryptionAlgorithm")
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let blob = CiphertextBlob(input.ciphertext)
      guard let named = input.key ?? blob?.key else { throw KMSError.invalidCiphertext }
      let key = try call.key(
        named, takesAlias: true, isShareable: true, context: input.context.conditionKeys)
      try key.requireEncryption("Decrypt", input.algorithm)
      guard let blob else { throw KMSError.invalidCiphertext }
      guard blob.key == key.arn else { throw KMSError.incorrectKey }
      guard let plaintext = blob.open(with: key, input.context) else {
        throw KMSError.invalidCiphertext
      }
      return [
        "KeyId": .string(key.arn), "Plaintext": .bytes(plaintext),
        "EncryptionAlgorithm": .string(KeySpec.symmetric),
      ]
    }
  }
}
