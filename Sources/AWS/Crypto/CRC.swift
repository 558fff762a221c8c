internal import CZlib

/// The CRC of zlib and gzip (RFC 1952), S3's `x-amz-checksum-crc32`.
package enum CRC32 {
  package static func sum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
  }
}

/// Castagnoli's CRC (RFC 3720, appendix B.4), S3's `x-amz-checksum-crc32c`.
package enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0x82F6_3B78 ^ (sum >> 1) : sum >> 1 }
  }

  package static func sum(_ bytes: [UInt8]) -> UInt32 {
    let table = table
    return ~bytes.reduce(~0) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
  }
}

/// The 64-bit CRC of NVM Express, S3's `x-amz-checksum-crc64nvme`.
package enum CRC64NVME {
  private static let table: [UInt64] = (0..<256).map { byte in
    (0..<8).reduce(UInt64(byte)) { sum, _ in
      sum & 1 == 1 ? 0x9A6C_9329_AC4B_C9B5 ^ (sum >> 1) : sum >> 1
    }
  }

  package static func sum(_ bytes: [UInt8]) -> UInt64 {
    let table = table
    return ~bytes.reduce(~0) { sum, byte in table[Int((sum ^ UInt64(byte)) & 0xFF)] ^ (sum >> 8) }
  }
}
