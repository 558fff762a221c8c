import AWS
import PolicyLanguage

/// The policies and tags that a session is given, and the space that they take together
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length).
///
/// AWS packs them into the token and doesn't say how; assumed is gzip, and room for 1,500 bytes.
struct PackedPolicy {
  let policy: String?
  let arns: [String]
  let tags: IAMTags

  static let members = ["Policy", "PolicyArns.arn", "Tags.Key", "Tags.Value"]
  private static let room = 1500

  init(_ members: Members) throws(AWSError) {
    policy = members.string("Policy")
    arns = (members.objects("PolicyArns") ?? []).compactMap { $0["arn"]?.string }
    do {
      tags = try IAMTags(members.objects("Tags") ?? [])
    } catch {
      throw IAMError.validation(error.message)
    }
  }

  var isEmpty: Bool { policy == nil && arns.isEmpty && tags.isEmpty }

  /// In percent; nil where there is nothing to pack.
  func size() -> Int? {
    if isEmpty { return nil }
    let text = ([policy ?? ""] + arns + [tags.isEmpty ? "" : tags.column]).joined(separator: "\n")
    return max(1, Gzip.compress(Array(text.utf8)).count * 100 / Self.room)
  }

  /// Policies must be sound and the managed ones exist in the account of the session.
  func check(_ account: String, _ call: Call) throws(AWSError) {
    if let policy {
      do {
        _ = try PolicyDocument.parse(policy, as: .identity)
      } catch {
        throw AWSError("MalformedPolicyDocument", error.message)
      }
    }
    if arns.count > 10 {
      throw IAMError.constraint(
        "[\(arns.count) items]", "policyArns", "have length less than or equal to 10")
    }
    for arn in arns where try call.iam.policy(arn, account) == nil {
      throw IAMError.validation("Policy \(arn) does not exist or is not attachable.")
    }
    if (policy ?? "").unicodeScalars.count + arns.reduce(0, { $0 + $1.utf8.count }) > 2048 {
      throw IAMError.constraint(
        policy ?? "", "policy", "have length less than or equal to 2048")
    }
    if let size = size(), size > 100 {
      throw AWSError(
        "PackedPolicyTooLarge",
        "Packed policy consumes \(size)% of allotted space, please use smaller policy.")
    }
  }
}
