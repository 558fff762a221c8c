import AWS

/// What CloudTrail accepts as the name of a trail, a bucket and a prefix.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
enum TrailName {
  /// 3 to 128 letters, digits, periods, hyphens and underscores; a letter or digit at both ends,
  /// no two marks side by side, and nothing that looks like an IP address.
  static func check(_ name: String) throws(AWSError) {
    let bytes = Array(name.utf8)
    if bytes.allSatisfy({ $0 == 0x20 }) {
      throw TrailError.invalidName("Trail name cannot be blank!")
    }
    if name.unicodeScalars.count < 3 {
      throw TrailError.invalidName(
        "Trail name too short. Minimum allowed length: 3 characters. Specified name length: "
          + "\(name.unicodeScalars.count) characters.")
    }
    if name.unicodeScalars.count > 128 {
      throw TrailError.invalidName(
        "Trail name too long. Maximum allowed length: 128 characters. Specified name length: "
          + "\(name.unicodeScalars.count) characters.")
    }
    guard let first = bytes.first, IAMName.isAlphanumeric(first) else {
      throw TrailError.invalidName("Trail name must starts with a letter or number.")
    }
    guard let last = bytes.last, IAMName.isAlphanumeric(last) else {
      throw TrailError.invalidName("Trail name must ends with a letter or number.")
    }
    guard bytes.allSatisfy({ IAMName.isAlphanumeric($0) || isMark($0) }) else {
      throw TrailError.invalidName(
        "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, "
          + "periods (.), hyphens (-), and underscores (_).")
    }
    for (one, next) in zip(bytes, bytes.dropFirst()) where isMark(one) && isMark(next) {
      throw TrailError.invalidName(
        "Trail name or ARN cannot have adjacent periods (.), hyphens (-), or underscores (_).")
    }
    if isAddress(name) {
      throw TrailError.invalidName("Trail name must not be formatted as an IP address.")
    }
  }

  /// The rules of S3, and no underscores or capitals.
  static func checkBucket(_ bucket: String) throws(AWSError) {
    let bytes = Array(bucket.utf8)
    func isSmall(_ byte: UInt8) -> Bool {
      (48...57).contains(byte) || (97...122).contains(byte)
    }
    let isSound =
      (3...63).contains(bytes.count) && isSmall(bytes[0]) && isSmall(bytes[bytes.count - 1])
      && bytes.allSatisfy { isSmall($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
      && !bucket.contains("..") && !isAddress(bucket)
    guard isSound else {
      throw AWSError("InvalidS3BucketNameException", "Bucket name is invalid: \(bucket)")
    }
  }

  static func checkPrefix(_ prefix: String) throws(AWSError) {
    guard prefix.unicodeScalars.count <= 200 else {
      throw AWSError(
        "InvalidS3PrefixException",
        "S3 prefix is longer than maximum length. Maximum allowed length: 200 characters.")
    }
  }

  private static func isMark(_ byte: UInt8) -> Bool { ".-_".utf8.contains(byte) }

  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
