import AWS
import PolicyLanguage

/// A policy document as IAM takes it and gives it back: kept byte for byte, URL-encoded in answers.
enum IAMDocument {
  /// Percent-encoded by RFC 3986: all but letters, digits and `-._~`.
  static func encoded(_ document: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(document.utf8.count * 2)
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in document.utf8 {
      if IAMName.isAlphanumeric(byte) || "-._~".utf8.contains(byte) {
        out.append(byte)
      } else {
        out.append(UInt8(ascii: "%"))
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Its length as the quotas count it: without white space.
  static func size(_ document: String) -> Int {
    document.unicodeScalars.reduce(0) { $0 + ($1.properties.isWhitespace ? 0 : 1) }
  }

  /// A policy for users, roles and groups: sound, and without a principal.
  static func checkIdentity(_ document: String) throws(AWSError) {
    try checkText(document, "policyDocument")
    do {
      _ = try PolicyDocument.parse(document, as: .identity)
    } catch {
      throw IAMError.malformedPolicy(error.message)
    }
  }

  static func checkText(_ document: String, _ member: String) throws(AWSError) {
    let isLatin = document.unicodeScalars.allSatisfy {
      ($0.value >= 0x20 && $0.value <= 0xFF) || [0x09, 0x0A, 0x0D].contains($0.value)
    }
    guard isLatin else {
      throw IAMError.validation(
        "The specified value for \(member) is invalid. It must contain only printable ASCII "
          + "characters.")
    }
  }
}

extension Call {
  /// A trust policy: sound, within its quota, and its users and roles of this account exist.
  ///
  /// A principal of another account passes: it may be outside of this world.
  func checkTrust(_ document: String) throws(AWSError) {
    try IAMDocument.checkText(document, "assumeRolePolicyDocument")
    let policy: PolicyDocument
    do {
      policy = try PolicyDocument.parse(document, as: .trust)
    } catch {
      throw IAMError.malformedPolicy(error.message)
    }
    if IAMDocument.size(document) > 2048 {
      throw IAMError.quota("ACLSizePerRole", 2048)
    }
    for statement in policy.statements {
      for case .arn(let text) in statement.principals?.principals ?? [] {
        guard let arn = ARN(text), arn.service == "iam", arn.account == account else { continue }
        guard try exists(arn) else {
          throw IAMError.malformedPolicy("Invalid principal in policy: \"AWS\":\"\(text)\"")
        }
      }
    }
  }

  /// Whether a user or role of this account is there; what is neither counts as there.
  func exists(_ arn: ARN) throws(AWSError) -> Bool {
    let name = arn.resource.split(separator: "/").last.map(String.init) ?? ""
    if arn.resource.hasPrefix("user/") {
      return try iam.user(named: name, account: account)?.arn == arn.description
    }
    if arn.resource.hasPrefix("role/") {
      return try iam.role(named: name, account: account)?.arn == arn.description
    }
    return true
  }
}
