import AWS
import Documents

/// `missing-policy-statement` and `missing-statement`: whether a bucket's policy lacks a statement
/// with one of the ids, or is not there at all.
struct MissingStatementFilter: ResourceFilter {
  let position: SourcePosition
  let ids: [String]

  var hydrations: [Hydration] { [.bucketPolicy] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let policy = try PolicyText.document(run.resources[index].document["Policy"]) else {
      return true
    }
    // An id that is asked for twice must be there twice.
    var missing = ids
    for statement in try PolicyText.statements(policy) {
      if let sid = statement["Sid"]?.string, let place = missing.firstIndex(of: sid) {
        missing.remove(at: place)
      }
    }
    return !missing.isEmpty
  }
}

/// `no-encryption-statement`: whether a bucket's policy lacks the statement that refuses objects
/// without server-side encryption.
struct NoEncryptionStatementFilter: ResourceFilter {
  let position: SourcePosition

  var hydrations: [Hydration] { [.bucketPolicy] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let policy = try PolicyText.document(run.resources[index].document["Policy"]) else {
      return true
    }
    // The id and the resource of a statement stay for those after it that have none: c7n compares
    // all with one object that it changes on the way.
    var wanted = EncryptionStatement.elements
    for statement in try PolicyText.statements(policy) {
      for element in ["Sid", "Resource"] {
        if let value = statement[element] { wanted[element] = value }
      }
      if Python.equal(.object(statement), .object(wanted)) { return false }
    }
    return true
  }
}

/// The statement of a bucket's policy that refuses objects without server-side encryption.
enum EncryptionStatement {
  static let sid = "RequiredEncryptedPutObject"
  static let elements: AWSObject = [
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:PutObject",
    "Condition": [
      "StringNotEquals": ["s3:x-amz-server-side-encryption": ["AES256", "aws:kms"]]
    ],
  ]

  static func of(bucket: String) -> AWSObject {
    var statement: AWSObject = ["Sid": .string(sid)]
    for (key, value) in elements { statement[key] = value }
    statement["Resource"] = .string("arn:aws:s3:::\(bucket)/*")
    return statement
  }
}
