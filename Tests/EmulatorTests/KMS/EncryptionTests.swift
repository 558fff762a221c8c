import AWS
import Emulator
import TestKit
import Testing

struct EncryptionTests {
  private let client: Client
  private let key: AWSValue

  init() throws {
    client = Client(try World.fresh())
    key = try #require(try client.call("kms", "CreateKey")["KeyMetadata"]?["Arn"])
  }

  private func encrypt(_ text: String, _ more: AWSObject = [:]) throws -> AWSValue {
    var input = more
    input["KeyId"] = input["KeyId"] ?? key
    input["Plaintext"] = .bytes(Array(text.utf8))
    return try #require(try client.call("kms", "Encrypt", input)["CiphertextBlob"])
  }

  @Test func ciphertextNamesItsKeyAndIsBoundToItsContext() throws {
    let context: AWSValue = ["tenant": "blue", "app": "web"]
    let blob = try encrypt("secret", ["EncryptionContext": context])
    let opened = try client.call(
      "kms", "Decrypt",
      ["CiphertextBlob": blob, "EncryptionContext": ["app": "web", "tenant": "blue"]])
    #expect(opened["Plaintext"] == .bytes(Array("secret".utf8)))
    #expect(opened["KeyId"] == key)
    for wrong in [[:], ["tenant": "red", "app": "web"], ["tenan": "tblue", "app": "web"]]
      as [AWSValue]
    {
      let error = client.error(
        "kms", "Decrypt", ["CiphertextBlob": blob, "EncryptionContext": wrong])
      #expect(error?.code == "InvalidCiphertextException")
    }
    // The same text twice gives no hint of that.
    #expect(try encrypt("secret", ["EncryptionContext": context]) != blob)
  }

  @Test func damagedOrForeignCiphertextIsRefused() throws {
    guard case .bytes(var bytes) = try encrypt("secret") else { return }
    let other = try #require(try client.call("kms", "CreateKey")["KeyMetadata"]?["Arn"])
    #expect(
      client.error("kms", "Decrypt", ["CiphertextBlob": .bytes(bytes), "KeyId": other])?.code
        == "IncorrectKeyException")
    bytes[bytes.count - 1] ^= 1
    for damaged in [bytes, Array(bytes.prefix(20)), [9, 9, 9]] {
      #expect(
        client.error("kms", "Decrypt", ["CiphertextBlob": .bytes(damaged)])?.code
          == "InvalidCiphertextException")
    }
  }

  @Test func disabledAndDoomedKeysDoNotEncrypt() throws {
    let blob = try encrypt("secret")
    let named: AWSObject = ["KeyId": key]
    try client.call("kms", "DisableKey", named)
    let arn = key.string ?? ""
    #expect(
      client.error("kms", "Decrypt", ["CiphertextBlob": blob])
        == AWSError("DisabledException", "\(arn) is disabled."))
    try client.call("kms", "ScheduleKeyDeletion", named)
    #expect(
      client.error("kms", "GenerateDataKey", ["KeyId": key, "KeySpec": "AES_256"])
        == AWSError("KMSInvalidStateException", "\(arn) is pending deletion."))
    try client.call("kms", "CancelKeyDeletion", named)
    try client.call("kms", "EnableKey", named)
    try client.call("kms", "Decrypt", ["CiphertextBlob": blob])
  }

  @Test(arguments: [
    (["KeySpec": "AES_256"], 32), (["KeySpec": "AES_128"], 16), (["NumberOfBytes": 7], 7),
  ] as [(AWSObject, Int)])
  func dataKeyIsSealedUnderTheKey(input: AWSObject, size: Int) throws {
    var input = input
    input["KeyId"] = key
    let made = try client.call("kms", "GenerateDataKey", input)
    guard case .bytes(let plaintext) = made["Plaintext"] else {
      Issue.record("no plaintext")
      return
    }
    #expect(plaintext.count == size)
    let opened = try client.call(
      "kms", "Decrypt", ["CiphertextBlob": made["CiphertextBlob"] ?? .null])
    #expect(opened["Plaintext"] == .bytes(plaintext))
    let sealed = try client.call("kms", "GenerateDataKeyWithoutPlaintext", input)
    #expect(sealed["Plaintext"] == nil)
    input["NumberOfBytes"] = 5
    input["KeySpec"] = "AES_256"
    #expect(
      client.error("kms", "GenerateDataKey", input)?.message
        == "Please specify either number of bytes or key spec.")
  }

  @Test func keyOfAnotherUsageDoesNotEncrypt() throws {
    let signing = try #require(
      try client.call("kms", "CreateKey", ["KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"])[
        "KeyMetadata"]?["Arn"])
    #expect(
      client.error("kms", "Encrypt", ["KeyId": signing, "Plaintext": .bytes([1])])?.code
        == "InvalidKeyUsageException")
  }
}
