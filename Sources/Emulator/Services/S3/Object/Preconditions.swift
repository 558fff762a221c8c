import AWS

/// If-Match and its kin on a read, in the order of RFC 9110, section 13.2.2.
struct Preconditions {
  var ifMatch: String?
  var ifNoneMatch: String?
  var ifModifiedSince: Timestamp?
  var ifUnmodifiedSince: Timestamp?

  init(_ members: Members, prefix: String = "") {
    ifMatch = members.string("\(prefix)IfMatch")
    ifNoneMatch = members.string("\(prefix)IfNoneMatch")
    ifModifiedSince = members.timestamp("\(prefix)IfModifiedSince")
    ifUnmodifiedSince = members.timestamp("\(prefix)IfUnmodifiedSince")
  }

  static let members = ["IfMatch", "IfNoneMatch", "IfModifiedSince", "IfUnmodifiedSince"]

  /// Throws 412, or where the condition is on freshness 304.
  func check(_ object: StoredObject, isCopy: Bool = false) throws(AWSError) {
    let modified = object.modified.seconds
    let start = isCopy ? "x-amz-copy-source-" : ""
    if let ifMatch {
      if !Self.names(ifMatch, object) { throw failed("\(start)If-Match") }
    } else if let ifUnmodifiedSince, modified > ifUnmodifiedSince.seconds {
      throw failed("\(start)If-Unmodified-Since")
    }
    if let ifNoneMatch {
      if Self.names(ifNoneMatch, object) {
        throw isCopy ? failed("\(start)If-None-Match") : S3Error.notModified
      }
    } else if let ifModifiedSince, modified <= ifModifiedSince.seconds {
      throw isCopy ? failed("\(start)If-Modified-Since") : S3Error.notModified
    }
  }

  private func failed(_ condition: String) -> AWSError { S3Error.preconditionFailed(condition) }

  /// Whether a list of ETags, or `*`, names the object.
  static func names(_ text: String, _ object: StoredObject) -> Bool {
    text.split(separator: ",").contains { part in
      let tag = part.filter { $0 != " " && $0 != "\"" }
      return tag == "*" || tag == object.etag || tag == "W/\(object.etag)"
    }
  }
}

/// The conditions of a write: create only (`If-None-Match: *`), or replace only what is known.
struct WriteConditions {
  var ifMatch: String?
  var ifNoneMatch: String?

  init(_ members: Members) {
    ifMatch = members.string("IfMatch")
    ifNoneMatch = members.string("IfNoneMatch")
  }

  func check(_ existing: StoredObject?, key: String) throws(AWSError) {
    if let ifNoneMatch {
      guard ifNoneMatch == "*" else {
        throw AWSError(
          "NotImplemented", "A header you provided implies functionality that is not implemented",
          status: 501, members: ["Header": "If-None-Match"])
      }
      if existing != nil { throw S3Error.preconditionFailed("If-None-Match") }
    }
    if let ifMatch {
      guard let existing else { throw S3Error.noSuchKey(key) }
      if !Preconditions.names(ifMatch, existing) { throw S3Error.preconditionFailed("If-Match") }
    }
  }
}
