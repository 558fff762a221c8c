import AWS

/// What IAM accepts as names, paths and ARNs; lengths the gateway has judged by the model.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
enum IAMName {
  /// The characters of a name of a user, role, group or policy.
  static func check(_ name: String, _ member: String) throws(AWSError) {
    guard !name.isEmpty, name.utf8.allSatisfy(isNameCharacter) else {
      throw IAMError.validation(
        "The specified value for \(member) is invalid. It must contain only alphanumeric "
          + "characters and/or the following: +=,.@_-")
    }
  }

  /// `/` or `/division/team/`.
  static func checkPath(_ path: String, _ member: String = "path") throws(AWSError) {
    let isSound =
      path.hasPrefix("/") && path.hasSuffix("/")
      && path.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isSound else {
      throw IAMError.validation(
        "The specified value for \(member) is invalid. It must begin and end with / and contain "
          + "only alphanumeric characters and/or / characters.")
    }
  }

  static func checkPathPrefix(_ prefix: String) throws(AWSError) {
    guard prefix.hasPrefix("/"), prefix.utf8.allSatisfy({ (0x21...0x7F).contains($0) }) else {
      throw IAMError.validation(
        "The specified value for pathPrefix is invalid. It must begin with the / character and "
          + "contain only alphanumeric characters and/or / characters.")
    }
  }

  static func checkAccessKeyID(_ id: String) throws(AWSError) {
    let isWord = id.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
    guard isWord else {
      throw IAMError.validation(
        "The specified value for accessKeyId is invalid. It must contain only alphanumeric "
          + "characters.")
    }
  }

  /// The ARN of a managed policy; what is wrong is said as AWS says it.
  static func checkPolicyARN(_ text: String) throws(AWSError) {
    guard let arn = ARN(text), arn.service == "iam", arn.region.isEmpty, !arn.account.isEmpty,
      arn.resource.hasPrefix("policy/")
    else { throw IAMError.invalidInput("ARN \(text) is not valid.") }
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "+=,.@_-".utf8.contains(byte)
  }
}
