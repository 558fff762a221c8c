import AWS

/// Identifiers as AWS makes them, drawn from the world's seed.
extension World {
  /// `sg-0123456789abcdef0`: a prefix and seventeen hexadecimal digits.
  package func resourceID(_ prefix: String) -> String {
    prefix + "0" + text(16, from: Self.hexadecimal)
  }

  /// A version 4 UUID (RFC 9562), for requests, events and SQS messages.
  package func uuid() -> String {
    let digits = Array(text(32, from: Self.hexadecimal))
    let variant = Self.hexadecimal[8 + Int(generator.below(4))]
    return String(digits[0..<8]) + "-" + String(digits[8..<12]) + "-4" + String(digits[13..<16])
      + "-" + String(UnicodeScalar(variant)) + String(digits[17..<20]) + "-"
      + String(digits[20..<32])
  }

  /// `AIDA`, `AROA`, `AKIA`, `ANPA` ... and seventeen letters and digits, sixteen for access keys.
  package func uniqueID(_ prefix: String) -> String {
    text(prefix == "AKIA" || prefix == "ASIA" ? 16 : 17, after: prefix, from: Self.base32)
  }

  /// Letters and digits, for secrets and tokens.
  package func token(_ count: Int) -> String { text(count, from: Self.alphanumeric) }

  private func text(_ count: Int, after prefix: String = "", from alphabet: [UInt8]) -> String {
    var bytes = Array(prefix.utf8)
    bytes.reserveCapacity(bytes.count + count)
    for _ in 0..<count { bytes.append(alphabet[Int(generator.below(UInt64(alphabet.count)))]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)
  private static let base32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
  private static let alphanumeric = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
}
