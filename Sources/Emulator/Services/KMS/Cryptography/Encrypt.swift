import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
  enum Encrypt: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "Plaintext", "EncryptionContext", "EncryptionAlgorithm"]
      let key: String
      let plaintext: [UInt8]
      let context: EncryptionContext
      let algorithm: String?

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        plaintext = members.bytes("Plaintext") ?? []
        context = EncryptionContext(members)
        algorithm = members.string("EncryptionAlgorithm")
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let key = try call.key(
        input.key, takesAlias: true, isShareable: true, context: input.context.conditionKeys)
      try key.requireEncryption("Encrypt", input.algorithm)
      guard (1...4096).contains(input.plaintext.count) else {
        let bound =
          input.plaintext.isEmpty
          ? "greater than or equal to 1" : "less than or equal to 4096"
        throw KMSError.validation(
          "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: "
            + "Member must have length \(bound)")
      }
      let blob = CiphertextBlob(
        input.plaintext, under: key, input.context, nonce: call.world.secret(AESGCM.nonceSize))
      return [
        "CiphertextBlob": .bytes(blob.bytes), "KeyId": .string(key.arn),
        "EncryptionAlgorithm": .string(KeySpec.symmetric),
      ]
    }
  }
}
