import AWS
import Documents

/// `encrypt-keys` encrypts the latest version of an object alone: older ones that aren't encrypted
/// it deletes.
enum DeletesVersions: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    // Who asks for the versioning knows of it.
    let isAsked = policy.clauses.contains { clause in
      let keys = [clause.node["key"]?.string] + (clause.node.mapping ?? []).map(\.key.string)
      return keys.contains { $0?.hasPrefix("Versioning") ?? false }
    }
    guard policy.policy.resourceType.tagging == .s3, !isAsked else { return [] }
    let unversioned: AWSValue = ["type": "value", "key": "Versioning.Status", "value": "absent"]
    return policy.actions.compactMap { action in
      guard (action.string ?? action["type"]?.string) == "encrypt-keys" else { return nil }
      let resource = bucket(policy)
      let deletes = policy.steps([], action.value, resource).contains { step in
        step.call.operation == "DeleteObject" && step.call.input["VersionId"] == "old"
      }
      guard deletes, policy.steps([unversioned], action.value, resource).isEmpty else {
        return nil
      }
      return Hazard(
        code: .deletesVersions, position: action.position,
        message: "in a bucket with versions older ones that aren't encrypted are deleted for good, "
          + "not encrypted", resource: resource, corrected: [unversioned, action.value])
    }
  }

  private static func bucket(_ policy: PolicyUnderReview) -> AWSObject {
    let versions: [AWSValue] = ["new", "old"].map { version in
      [
        "Key": "example.txt", "VersionId": .string(version), "IsLatest": .bool(version == "new"),
      ]
    }
    return policy.resource([
      "Versioning": ["Status": "Enabled"], BucketObjects.listed: ["Pages": [.list(versions)]],
      BucketObjects.heads: [["ServerSideEncryption": "AES256"], [:]],
    ])
  }
}
