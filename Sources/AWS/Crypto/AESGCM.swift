internal import CCrypto

/// Authenticated encryption with a 256-bit key (NIST SP 800-38D).
package enum AESGCM {
  package static let keySize = 32
  package static let nonceSize = 12
  package static let tagSize = 16

  /// The ciphertext with its tag behind it. The pair of key and nonce must not come again.
  package static func seal(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
  ) -> [UInt8] {
    precondition(key.count == keySize && nonce.count == nonceSize, "a key or nonce of wrong size")
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    var count: Int32 = 0
    EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce)
    EVP_EncryptUpdate(context, nil, &count, data, Int32(data.count))
    var sealed = [UInt8](repeating: 0, count: plaintext.count + tagSize)
    EVP_EncryptUpdate(context, &sealed, &count, plaintext, Int32(plaintext.count))
    var rest = [UInt8](repeating: 0, count: tagSize)
    EVP_EncryptFinal_ex(context, &rest, &count)
    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagSize), &rest)
    sealed.replaceSubrange(plaintext.count..., with: rest)
    return sealed
  }

  /// nil where key, nonce, data or ciphertext aren't those of the seal.
  package static func open(
    _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
  ) -> [UInt8]? {
    guard key.count == keySize, nonce.count == nonceSize, sealed.count >= tagSize else {
      return nil
    }
    let size = sealed.count - tagSize
    var tag = Array(sealed[size...])
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    var count: Int32 = 0
    EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce)
    EVP_DecryptUpdate(context, nil, &count, data, Int32(data.count))
    var plaintext = [UInt8](repeating: 0, count: size + tagSize)
    EVP_DecryptUpdate(context, &plaintext, &count, sealed, Int32(size))
    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagSize), &tag)
    var rest = [UInt8](repeating: 0, count: tagSize)
    guard EVP_DecryptFinal_ex(context, &rest, &count) == 1 else { return nil }
    plaintext.removeLast(tagSize)
    return plaintext
  }
}
