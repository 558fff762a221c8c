import AWS

/// One page of a bucket's keys: those behind a prefix, rolled up at a delimiter, in the order of
/// their UTF-8 bytes.
struct ObjectListing {
  var prefix: String
  var delimiter: String
  /// Keys and rolled-up prefixes up to and including this one are left out.
  var after: String
  var maximum: Int

  struct Page {
    var objects: [StoredObject] = []
    var prefixes: [String] = []
    /// The last key or prefix of a page with more behind it.
    var next: String?

    var count: Int { objects.count + prefixes.count }
  }

  func page(_ bucket: String, _ store: S3Store) throws(AWSError) -> Page {
    var page = Page()
    if maximum == 0 { return page }
    let end = prefix.isEmpty ? nil : Self.successor(prefix)
    var from = after
    var isInclusive = false
    if from < prefix { (from, isInclusive) = (prefix, true) }
    // A rolled-up prefix that was given already is passed over whole.
    if let rolled = rolledUp(after), rolled == after, let behind = Self.successor(rolled) {
      (from, isInclusive) = (behind, true)
    }
    var last = ""
    reading: while true {
      let rows = try store.objects(
        bucket: bucket, from: from, isInclusive: isInclusive, before: end, limit: 200)
      for object in rows {
        if page.count == maximum {
          page.next = last
          return page
        }
        if let rolled = rolledUp(object.key) {
          page.prefixes.append(rolled)
          last = rolled
          guard let behind = Self.successor(rolled) else { return page }
          (from, isInclusive) = (behind, true)
          continue reading
        }
        page.objects.append(object)
        last = object.key
      }
      if rows.count < 200 { return page }
      (from, isInclusive) = (last, false)
    }
  }

  /// `photos/` of `photos/2024/a.jpg`; nil for a key that stands for itself.
  private func rolledUp(_ key: String) -> String? {
    guard !delimiter.isEmpty, key.hasPrefix(prefix) else { return nil }
    let rest = key.utf8.dropFirst(prefix.utf8.count)
    let mark = Array(delimiter.utf8)
    var index = rest.startIndex
    while index != rest.endIndex {
      if rest[index...].starts(with: mark) {
        let end = rest.index(index, offsetBy: mark.count)
        return String(key.utf8[..<end])
      }
      index = rest.index(after: index)
    }
    return nil
  }

  /// The first text behind all that start with this one; nil when there is none.
  static func successor(_ text: String) -> String? {
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.popLast() {
      if last.value == 0x10FFFF { continue }
      // Surrogates are no scalars.
      let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
      guard let scalar = UnicodeScalar(next) else { continue }
      scalars.append(scalar)
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      return String(text)
    }
    return nil
  }
}

/// What ListObjects and its second version share.
struct ListingInput {
  static let members = [
    "Bucket", "Prefix", "Delimiter", "MaxKeys", "EncodingType", "ExpectedBucketOwner",
  ]
  let bucket: String
  let prefix: String?
  let delimiter: String?
  let maximum: Int
  let encoding: String?
  let expectedOwner: String?

  init(_ members: Members) {
    bucket = members.string("Bucket") ?? ""
    prefix = members.string("Prefix")
    delimiter = members.string("Delimiter").flatMap { $0.isEmpty ? nil : $0 }
    maximum = members.integer("MaxKeys") ?? 1000
    encoding = members.string("EncodingType")
    expectedOwner = members.string("ExpectedBucketOwner")
  }

  func check() throws(AWSError) {
    if maximum < 0 {
      throw S3Error.invalidArgument(
        "Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", String(maximum))
    }
    if let encoding, encoding != "url" {
      throw S3Error.invalidArgument(
        "Invalid Encoding Method specified in Request", "encoding-type", encoding)
    }
  }

  func listing(after: String) -> ObjectListing {
    ObjectListing(
      prefix: prefix ?? "", delimiter: delimiter ?? "", after: after, maximum: min(maximum, 1000))
  }

  func encode(_ text: String) -> AWSValue {
    .string(encoding == "url" ? Self.url(text) : text)
  }

  /// As forms write it: a space is `+`; a slash stays.
  static func url(_ text: String) -> String {
    PercentEncoding.encode(text, keepingSlash: true).split(
      separator: "%20", omittingEmptySubsequences: false
    ).joined(separator: "+")
  }

  /// The members that both versions answer.
  func answer(_ page: ObjectListing.Page, withOwner: Bool) -> AWSObject {
    var output: AWSObject = [
      "Name": .string(bucket), "Prefix": encode(prefix ?? ""),
      "MaxKeys": .integer(Int64(min(maximum, 1000))), "IsTruncated": .bool(page.next != nil),
    ]
    output.set("Delimiter", delimiter.map(encode))
    output.set("EncodingType", encoding.map(AWSValue.string))
    if !page.objects.isEmpty {
      output["Contents"] = .list(page.objects.map { entry($0, withOwner) })
    }
    if !page.prefixes.isEmpty {
      output["CommonPrefixes"] = .list(page.prefixes.map { ["Prefix": encode($0)] })
    }
    return output
  }

  private func entry(_ object: StoredObject, _ withOwner: Bool) -> AWSValue {
    var entry: AWSObject = [
      "Key": encode(object.key), "LastModified": .timestamp(object.modified),
      "ETag": .string("\"\(object.etag)\""), "Size": .integer(Int64(object.size)),
      "ChecksumAlgorithm": [.string(object.checksumAlgorithm)], "ChecksumType": "FULL_OBJECT",
      "StorageClass": .string(object.storageClass),
    ]
    if withOwner { entry["Owner"] = ["ID": .string(CanonicalUser.id(of: object.account))] }
    return .object(entry)
  }
}
