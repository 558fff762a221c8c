import AWS

/// Identifiers as AWS makes them, drawn from the world's seed.
extension World {
  /// `sg-0123456789abcdef0`: a prefix and seventeen hexadecimal digits.
  package func resourceID(_ prefix: String) -> String {
    let word = generator.next()
    return String(unsafeUninitializedCapacity: prefix.utf8.count + 17) { bytes in
      var index = 0
      for byte in prefix.utf8 {
        bytes[index] = byte
        index += 1
      }
      bytes[index] = UInt8(ascii: "0")
      for digit in 0..<16 { bytes[index + 1 + digit] = Self.digit(word, digit) }
      return index + 17
    }
  }

  /// A version 4 UUID (RFC 9562), for requests, events and SQS messages.
  package func uuid() -> String {
    // Version 4 in the seventh byte, variant 10 in the ninth.
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return String(unsafeUninitializedCapacity: 36) { bytes in
      var index = 0
      for digit in 0..<32 {
        if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
          bytes[index] = UInt8(ascii: "-")
          index += 1
        }
        bytes[index] = Self.digit(digit < 16 ? high : low, digit & 15)
        index += 1
      }
      return index
    }
  }

  /// `AIDA`, `AROA`, `AKIA`, `ANPA` ... and seventeen letters and digits, sixteen for access keys.
  package func uniqueID(_ prefix: String) -> String {
    prefix + text(prefix == "AKIA" || prefix == "ASIA" ? 16 : 17, from: Self.base32)
  }

  /// Letters and digits, for secrets and tokens.
  package func token(_ count: Int) -> String { text(count, from: Self.alphanumeric) }

  private func text(_ count: Int, from alphabet: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: count) { bytes in
      for index in 0..<count {
        bytes[index] = alphabet[Int(generator.below(UInt64(alphabet.count)))]
      }
      return count
    }
  }

  /// The hexadecimal digit of a word, counted from the left.
  private static func digit(_ word: UInt64, _ place: Int) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - place * 4)) & 15
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  private static let base32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
  private static let alphanumeric = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
}
