/// What a host name says: `my.bucket.s3.eu-west-1.amazonaws.com`, `sts.us-east-1.amazonaws.com`.
struct Host {
  /// By the label that names a service that is compiled in; nil for `127.0.0.1:4566`.
  var service: String?
  var region: String?
  /// What stands before `s3`.
  var bucket: String?
  /// `123456789012.s3-control.us-east-1.amazonaws.com`
  var isControlPlane = false

  init(_ header: String) {
    let name = header.utf8.prefix { $0 != UInt8(ascii: ":") }
    let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    if let position = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }) {
      service = "s3"
      isControlPlane = labels[position] == "s3-control" || labels[position] == "s3-control-fips"
      if position > 0 { bucket = labels[..<position].joined(separator: ".") }
      region = labels[(position + 1)...].first(where: Self.isRegion)
      if region == nil, labels[position].hasPrefix("s3-") {
        let old = String(labels[position].dropFirst(3))
        if Self.isRegion(old) { region = old }
      }
      return
    }
    guard labels.count > 1 else { return }
    if let first = labels.first, ServiceModel.signing(first) != nil {
      service = first
      region = labels.first(where: Self.isRegion)
    } else if labels.count > 2, Self.isRegion(labels[0]), labels[1] == "queue" {
      (service, region) = ("sqs", labels[0])
    }
  }

  /// `us-east-1`, `us-gov-west-1`.
  private static func isRegion(_ label: String) -> Bool {
    guard let last = label.utf8.last, (0x30...0x39).contains(last) else { return false }
    let parts = label.utf8.split(separator: UInt8(ascii: "-"))
    return parts.count >= 3 && parts[0].count == 2
      && parts[parts.count - 1].allSatisfy { (0x30...0x39).contains($0) }
  }
}
