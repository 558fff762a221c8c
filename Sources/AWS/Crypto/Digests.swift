internal import CCrypto
internal import CZlib

/// SHA-256 (FIPS 180-4), what SigV4, CloudTrail digests and S3 checksums are made of.
package enum SHA256 {
  /// 32 bytes.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var context = SHA256_CTX()
    SHA256_Init(&context)
    _ = bytes.withUnsafeBytes { SHA256_Update(&context, $0.baseAddress, $0.count) }
    return finish(&context)
  }

  /// 64 lower-case hexadecimal digits.
  package static func hex(_ bytes: [UInt8]) -> String { Hex.encode(hash(bytes)) }

  package static func hex(_ text: String) -> String { hex(Array(text.utf8)) }

  static func finish(_ context: inout SHA256_CTX) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      SHA256_Final(buffer.baseAddress, &context)
      count = 32
    }
  }
}

/// SHA-1 (FIPS 180-4), kept for S3 checksums and one-time passwords only.
package enum SHA1 {
  /// 20 bytes.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
      var context = SHA_CTX()
      SHA1_Init(&context)
      _ = bytes.withUnsafeBytes { SHA1_Update(&context, $0.baseAddress, $0.count) }
      SHA1_Final(buffer.baseAddress, &context)
      count = 20
    }
  }
}

/// MD5 (RFC 1321): S3's ETag and Content-MD5, SQS's MD5OfBody.
package enum MD5 {
  /// 16 bytes.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
      var context = MD5_CTX()
      MD5_Init(&context)
      _ = bytes.withUnsafeBytes { MD5_Update(&context, $0.baseAddress, $0.count) }
      MD5_Final(buffer.baseAddress, &context)
      count = 16
    }
  }

  package static func hex(_ bytes: [UInt8]) -> String { Hex.encode(hash(bytes)) }
}

/// A key of HMAC with SHA-256 (RFC 2104), its two padded blocks hashed once: signing a short text
/// then costs two blocks instead of four.
package struct HMACSHA256: Sendable {
  private let inner: SHA256_CTX
  private let outer: SHA256_CTX

  package init(key: [UInt8]) {
    var block = key.count > 64 ? SHA256.hash(key) : key
    block.append(contentsOf: repeatElement(0, count: 64 - block.count))
    inner = Self.start(block, 0x36)
    outer = Self.start(block, 0x5C)
  }

  private static func start(_ block: [UInt8], _ pad: UInt8) -> SHA256_CTX {
    var context = SHA256_CTX()
    SHA256_Init(&context)
    _ = block.map { $0 ^ pad }.withUnsafeBytes { SHA256_Update(&context, $0.baseAddress, $0.count) }
    return context
  }

  /// 32 bytes.
  package func code(_ bytes: [UInt8]) -> [UInt8] {
    var first = inner
    _ = bytes.withUnsafeBytes { SHA256_Update(&first, $0.baseAddress, $0.count) }
    let digest = SHA256.finish(&first)
    var second = outer
    _ = digest.withUnsafeBytes { SHA256_Update(&second, $0.baseAddress, $0.count) }
    return SHA256.finish(&second)
  }

  package func code(_ text: String) -> [UInt8] { code(Array(text.utf8)) }
}

/// Lower-case hexadecimal digits.
package enum Hex {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func encode(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      for (index, byte) in bytes.enumerated() {
        buffer[index * 2] = digits[Int(byte >> 4)]
        buffer[index * 2 + 1] = digits[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }

  /// The value of one digit of either case; nil for any other byte.
  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
