import AWS

/// Without versioning an object has one version, whose id is `null`.
enum VersionID {
  static let null = "null"

  static func check(_ id: String?, of key: String) throws(AWSError) {
    guard let id, id != null else { return }
    throw AWSError(
      "NoSuchVersion", "The specified version does not exist.", status: 404,
      members: ["Key": .string(key), "VersionId": .string(id)])
  }
}
