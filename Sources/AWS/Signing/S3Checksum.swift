/// The checksums that S3 takes of a body in a header or trailer
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
package enum S3Checksum: String, CaseIterable, Hashable, Sendable {
  case crc32 = "CRC32"
  case crc32c = "CRC32C"
  case crc64nvme = "CRC64NVME"
  case sha1 = "SHA1"
  case sha256 = "SHA256"

  /// `x-amz-checksum-crc32`.
  package var header: String { "x-amz-checksum-\(rawValue.lowercased())" }

  /// In base 64.
  package func of(_ bytes: [UInt8]) -> String {
    func bigEndian<T: FixedWidthInteger>(_ sum: T) -> [UInt8] {
      stride(from: T.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: sum >> $0) }
    }
    return switch self {
    case .crc32: Base64.encode(bigEndian(CRC32.sum(bytes)))
    case .crc32c: Base64.encode(bigEndian(CRC32C.sum(bytes)))
    case .crc64nvme: Base64.encode(bigEndian(CRC64NVME.sum(bytes)))
    case .sha1: Base64.encode(SHA1.hash(bytes))
    case .sha256: Base64.encode(SHA256.hash(bytes))
    }
  }

  /// Holds the body against each checksum that the headers name, Content-MD5 included, and gives
  /// the algorithms that were named. A checksum of another kind is refused, never passed over.
  @discardableResult
  package static func check(_ request: HTTPRequest) throws(AWSError) -> [S3Checksum] {
    if let said = request.headers["Content-MD5"] {
      guard let digest = Base64.decode(said), digest.count == 16 else {
        throw AWSError(
          "InvalidDigest", "The Content-MD5 you specified was invalid.",
          members: ["Content-MD5": .string(said)])
      }
      let computed = MD5.hash(request.body)
      if digest != computed {
        throw AWSError(
          "BadDigest", "The Content-MD5 you specified did not match what we received.",
          members: [
            "ExpectedDigest": .string(Hex.encode(digest)),
            "CalculatedDigest": .string(Base64.encode(computed)),
          ])
      }
    }
    var found: [S3Checksum] = []
    for field in request.headers.fields where field.name.hasPrefixIgnoringCase(prefix) {
      let name = field.name.dropFirst(prefix.count).uppercased()
      if ["ALGORITHM", "MODE", "TYPE"].contains(name) { continue }
      guard let algorithm = S3Checksum(rawValue: name) else {
        throw AWSError(
          "NotImplemented", "stormdrill does not compute the checksum `\(field.name)`", status: 501)
      }
      if algorithm.of(request.body) != field.value {
        throw AWSError(
          "BadDigest", "The \(name) you specified did not match the calculated checksum.")
      }
      found.append(algorithm)
    }
    return found
  }

  private static let prefix = "x-amz-checksum-"
}
