package import AWS

/// Time-based one-time passwords: six digits, new ones every thirty seconds, over HMAC-SHA-1
/// (RFC 6238, which rests on RFC 4226).
package enum OneTimePassword {
  static let period: Int64 = 30

  /// Which interval a time is in.
  package static func step(at now: Timestamp) -> Int64 { now.seconds / period }

  package static func code(_ seed: [UInt8], step: Int64) -> String {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
    let hash = hmac(seed, counter)
    let offset = Int(hash[19] & 15)
    let word = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let digits = String((word & 0x7FFF_FFFF) % 1_000_000)
    return String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }

  /// The interval that a code is of, the one before or the one after: clocks differ.
  static func step(of code: String, _ seed: [UInt8], at now: Timestamp) -> Int64? {
    let current = step(at: now)
    return [current, current - 1, current + 1].first { self.code(seed, step: $0) == code }
  }

  /// HMAC with SHA-1 (RFC 2104); its keys fit a block here.
  static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    let key = key.count > 64 ? SHA1.hash(key) : key
    let block = key + [UInt8](repeating: 0, count: 64 - key.count)
    return SHA1.hash(block.map { $0 ^ 0x5C } + SHA1.hash(block.map { $0 ^ 0x36 } + message))
  }
}

/// Base 32 without padding (RFC 4648, section 6).
package enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// Of bytes in fives, which need no padding.
  static func encode(_ bytes: [UInt8]) -> String {
    precondition(bytes.count % 5 == 0, "\(bytes.count) bytes are no whole number of fives")
    var out: [UInt8] = []
    var (bits, count) = (0, 0)
    for byte in bytes {
      bits = bits << 8 | Int(byte)
      count += 8
      while count >= 5 {
        count -= 5
        out.append(alphabet[bits >> count & 31])
      }
      bits &= (1 << count) - 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  package static func decode(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    var (bits, count) = (0, 0)
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { continue }
      bits = bits << 5 | value
      count += 5
      if count >= 8 {
        count -= 8
        out.append(UInt8(bits >> count & 255))
        bits &= (1 << count) - 1
      }
    }
    return out
  }
}
