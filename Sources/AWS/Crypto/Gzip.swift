internal import CZlib

/// Gzip (RFC 1952): CloudTrail's log files.
package enum Gzip {
  package enum Failure: Error, Hashable, Sendable {
    /// No gzip, cut off, or its checksum is wrong.
    case damaged
    /// More than the limit comes out: a bomb, or a limit that is too low.
    case tooLarge(limit: Int)
  }

  /// Level 1 is the fastest, 9 the smallest. The header holds no time, so that the same bytes
  /// always give the same file.
  package static func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    var stream = z_stream()
    let started = czlib_deflate_init_gzip(&stream, level)
    precondition(started == Z_OK, "zlib refuses level \(level): \(started)")
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    var input = bytes
    return input.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: bound) { target, count in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(bound)
        let end = deflate(&stream, Z_FINISH)
        precondition(end == Z_STREAM_END, "deflate ended with \(end) though its room sufficed")
        count = bound - Int(stream.avail_out)
      }
    }
  }

  /// `limit` bounds what comes out, in bytes.
  package static func decompress(_ bytes: [UInt8], limit: Int = 64 << 20) throws(Failure)
    -> [UInt8]
  {
    var stream = z_stream()
    let started = czlib_inflate_init_gzip(&stream)
    precondition(started == Z_OK, "zlib can't start: \(started)")
    defer { inflateEnd(&stream) }
    var out: [UInt8] = []
    let room = 65536
    var input = bytes
    let result: Result<Void, Failure> = input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      while true {
        var status = Z_OK
        let chunk = [UInt8](unsafeUninitializedCapacity: room) { target, count in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(room)
          status = inflate(&stream, Z_NO_FLUSH)
          count = room - Int(stream.avail_out)
        }
        if out.count + chunk.count > limit { return .failure(.tooLarge(limit: limit)) }
        out.append(contentsOf: chunk)
        if status == Z_STREAM_END {
          if stream.avail_in == 0 { return .success(()) }
          // More members may follow, one after another, as RFC 1952 allows.
          if inflateReset(&stream) != Z_OK { return .failure(.damaged) }
        } else if status != Z_OK || (chunk.isEmpty && stream.avail_in == 0) {
          return .failure(.damaged)
        }
      }
    }
    try result.get()
    return out
  }
}
