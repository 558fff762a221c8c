import AWS
import Testing

/// Test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", which NIST's
/// page of GCM names.
struct AESGCMTests {
  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  @Test func emptyAndZeroTextsAreThoseOfThePaper() {
    let (key, nonce) = ([UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 12))
    #expect(
      AESGCM.seal([], key: key, nonce: nonce, authenticating: [])
        == bytes("530f8afbc74536b9a963b4f1c4cb738b"))
    #expect(
      AESGCM.seal([UInt8](repeating: 0, count: 16), key: key, nonce: nonce, authenticating: [])
        == bytes("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"))
  }

  @Test func textWithDataIsThatOfThePaper() {
    let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    let nonce = bytes("cafebabefacedbaddecaf888")
    let plaintext = bytes(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    let data = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    let sealed = AESGCM.seal(plaintext, key: key, nonce: nonce, authenticating: data)
    #expect(
      sealed
        == bytes(
          "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b"))
    #expect(AESGCM.open(sealed, key: key, nonce: nonce, authenticating: data) == plaintext)
    #expect(AESGCM.open(sealed, key: key, nonce: nonce, authenticating: []) == nil)
    var damaged = sealed
    damaged[3] ^= 1
    #expect(AESGCM.open(damaged, key: key, nonce: nonce, authenticating: data) == nil)
    #expect(AESGCM.open([1, 2, 3], key: key, nonce: nonce, authenticating: data) == nil)
  }
}
