import AWS
import Exposure
import PolicyLanguage

/// A kind of resource whose exposure can be asked about: what must be known of it, and the answer.
enum ExposureSubject: Sendable {
  case bucket, role, snapshot, image

  var hydrations: [Hydration] {
    switch self {
    case .bucket:
      [
        .bucketPolicy, .bucketACL, .bucketPublicAccessBlock, .bucketOwnership,
        .accountPublicAccessBlock,
      ]
    case .role: []
    case .snapshot: [.snapshotPermissions, .snapshotPublicAccess]
    case .image: [.launchPermissions]
    }
  }

  func report(on resource: Resource, owner: ResourceOwner, settings: ExposureSettings)
    throws(FilterProblem) -> ExposureReport
  {
    let document = resource.document
    switch self {
    case .bucket:
      for part in ["Policy", "Acl", "c7n:PublicAccessBlock", "c7n:ownership"]
      where document[part] == nil {
        throw FilterProblem("the bucket was read without `\(part)`")
      }
      let bucket = BucketConfiguration(
        name: resource.id, policy: try policy(document["Policy"], as: .resource),
        acl: document["Acl"], ownership: document["c7n:ownership"],
        bucketBlock: PublicAccessBlock(document["c7n:PublicAccessBlock"]),
        accountBlock: PublicAccessBlock(document[AccountBlock.member]))
      return .of(bucket, owner: owner, settings: settings)
    case .role:
      let trust = try policy(document["AssumeRolePolicyDocument"], as: .trust)
      guard let trust else { throw FilterProblem("the role was read without its trust policy") }
      return .ofRole(
        document["Arn"]?.string ?? "", trust: trust, owner: owner, settings: settings)
    case .snapshot:
      return .ofSnapshot(
        permissions: try list(StorageMember.volumePermissions, of: document), owner: owner,
        blockState: document[SnapshotBlock.member]?.string)
    case .image:
      return .ofImage(
        permissions: try list(StorageMember.launchPermissions, of: document), owner: owner)
    }
  }

  private func list(_ member: String, of document: AWSObject) throws(FilterProblem) -> [AWSValue] {
    guard let list = document[member]?.list else {
      throw FilterProblem("the resource was read without `\(member)`")
    }
    return list
  }

  private func policy(_ value: AWSValue?, as grammar: PolicyGrammar) throws(FilterProblem)
    -> PolicyDocument?
  {
    guard let object = try PolicyText.document(value) else { return nil }
    do throws(PolicyError) {
      return try PolicyDocument.parse(.object(object), as: grammar)
    } catch {
      throw FilterProblem("the policy can't be read: \(error.message)")
    }
  }
}

/// S3's public access block of the whole account.
enum AccountBlock {
  static let member = "stormdrill:AccountPublicAccessBlock"
}

/// A region's block of public sharing of snapshots.
enum SnapshotBlock {
  static let member = "stormdrill:SnapshotBlockPublicAccess"
}

extension Hydration {
  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
  static let accountPublicAccessBlock = Hydration.member(
    AccountBlock.member, absentCodes: ["NoSuchPublicAccessBlockConfiguration"],
    call: { _, setting in
      APICall(
        service: "s3control", operation: "GetPublicAccessBlock",
        input: ["AccountId": .string(setting.scope.account)], scope: setting.scope)
    }, value: { $0.first("PublicAccessBlockConfiguration") ?? .null })

  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html
  static let snapshotPublicAccess = Hydration.member(
    SnapshotBlock.member,
    call: { _, setting in
      APICall(
        service: "ec2", operation: "GetSnapshotBlockPublicAccessState", input: [:],
        scope: setting.scope)
    }, value: { $0.first("State") ?? .null })
}
