internal import CZlib

/// zlib's own format (RFC 1950): the messages that Cloud Custodian's mailer reads.
package enum Zlib {
  package static func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    let bound = Int(compressBound(UInt(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      var size = UInt(bound)
      let status = compress2(target.baseAddress, &size, bytes, UInt(bytes.count), level)
      precondition(status == Z_OK, "zlib can't compress though its room sufficed: \(status)")
      count = Int(size)
    }
  }

  /// nil for what is no zlib stream, or holds more than `limit` bytes.
  package static func decompress(_ bytes: [UInt8], limit: Int = 16 << 20) -> [UInt8]? {
    var status = Z_OK
    var room = max(bytes.count * 4, 1024)
    while room <= limit * 2 {
      let out = [UInt8](unsafeUninitializedCapacity: min(room, limit)) { target, count in
        var size = UInt(target.count)
        status = uncompress(target.baseAddress, &size, bytes, UInt(bytes.count))
        count = status == Z_OK ? Int(size) : 0
      }
      if status == Z_OK { return out }
      guard status == Z_BUF_ERROR, room < limit else { return nil }
      room *= 4
    }
    return nil
  }
}
