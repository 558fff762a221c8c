import AWS

/// A policy that AWS publishes and owns: every account may attach it, none can change it.
///
/// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
struct AWSManagedPolicy: Sendable {
  let policy: IAMStore.Policy
  let document: String

  init(
    _ name: String, path: String = "/", id: String? = nil, version: Int, created: String,
    updated: String, document: String
  ) {
    policy = IAMStore.Policy(
      arn: "arn:aws:iam::aws:policy\(path)\(name)", name: name, path: path,
      id: id ?? Self.derivedID(name), created: Timestamp(iso8601: created) ?? Self.unknown,
      updated: Timestamp(iso8601: updated) ?? Self.unknown, defaultVersion: version,
      nextVersion: version + 1, tags: IAMTags(), isAWS: true)
    self.document = document
  }

  /// All that this world knows, by name.
  static let all: [IAMStore.Policy] = published.map(\.policy).sorted { $0.name < $1.name }

  static func policy(_ arn: String) -> IAMStore.Policy? { byARN[arn]?.policy }

  /// Only the default version is known.
  static func version(_ number: Int, ofPolicy policy: IAMStore.Policy)
    -> IAMStore.PolicyVersion?
  {
    guard number == policy.defaultVersion, let known = byARN[policy.arn] else { return nil }
    return IAMStore.PolicyVersion(
      number: number, document: known.document, created: policy.updated)
  }

  private static let published =
    administration + reading + audit + services + cloudTrail + quarantine
  private static let byARN = Dictionary(
    published.map { ($0.policy.arn, $0) }, uniquingKeysWith: { first, _ in first })

  /// For a policy whose id AWS's documentation doesn't say: the form of one, made from its name.
  private static func derivedID(_ name: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var id = Array("ANPA".utf8)
    for _ in 0..<17 {
      id.append(alphabet[Int(hash >> 59)])
      hash = hash &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    }
    return String(decoding: id, as: UTF8.self)
  }

  private static let unknown = Timestamp(seconds: 0)
}
