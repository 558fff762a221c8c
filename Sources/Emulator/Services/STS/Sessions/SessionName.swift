import AWS

/// What STS takes as the names of sessions, federated users and source identities.
enum SessionName {
  static func check(_ name: String, _ member: String) throws(AWSError) {
    let isSound = name.utf8.allSatisfy {
      IAMName.isAlphanumeric($0) || "_+=,.@-".utf8.contains($0)
    }
    guard isSound else {
      throw IAMError.constraint(
        name, member, #"satisfy regular expression pattern: [\w+=,.@-]*"#)
    }
  }
}
