import AWS
import Documents

/// `remove-keys` without `matched` takes all keys of a user of whom a filter met one.
enum RemovesAllKeys: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    let asking = policy.clauses.map(\.node).filter {
      let type = $0["type"]?.string
      return type == "access-key"
        || type == "credential" && $0["key"]?.string?.hasPrefix("access_keys") ?? false
    }
    guard let clause = asking.first else { return [] }
    return policy.actions.compactMap { action in
      guard (action.string ?? action["type"]?.string) == "remove-keys",
        action["matched"]?.bool != true
      else { return nil }
      return hazard(policy, clause.value, action)
    }
  }

  private static func hazard(
    _ policy: PolicyUnderReview, _ clause: AWSValue, _ action: Node
  ) -> Hazard? {
    guard let met = keys.first(where: { policy.matches([clause], user([$0], policy)) }),
      let unmet = keys.first(where: { !policy.matches([clause], user([$0], policy)) })
    else { return nil }
    let resource = user([met, unmet], policy)
    var corrected = action.value.object ?? ["type": "remove-keys"]
    corrected["matched"] = true
    let taken = policy.steps([clause], action.value, resource).count
    guard taken > policy.steps([clause], .object(corrected), resource).count else { return nil }
    return Hazard(
      code: .removesAllKeys, position: action.position,
      message: "without `matched: true` all access keys of a user go, not only those that the "
        + "filter met", resource: resource, corrected: .object(corrected))
  }

  /// Keys in use and not, made long ago and lately, used and never.
  private static let keys: [(active: Bool, made: String, used: String?)] =
    [true, false].flatMap { active in
      ["2019-01-01T00:00:00+00:00", "2026-03-01T00:00:00+00:00"].flatMap { made in
        [nil, "2019-02-01T00:00:00+00:00", "2026-03-01T00:00:00+00:00"].map {
          (active, made, $0)
        }
      }
    }

  private static func user(
    _ keys: [(active: Bool, made: String, used: String?)], _ policy: PolicyUnderReview
  ) -> AWSObject {
    let listed: [AWSValue] = keys.enumerated().map { index, key in
      [
        "UserName": "example", "AccessKeyId": .string("AKIAEXAMPLE\(index + 1)"),
        "Status": key.active ? "Active" : "Inactive", "CreateDate": .string(key.made),
      ]
    }
    let reported: [AWSValue] = keys.map { key in
      [
        "active": .bool(key.active), "last_rotated": .string(key.made),
        "last_used_date": key.used.map { .string($0) } ?? .null,
      ]
    }
    return policy.resource([
      IdentityMember.accessKeys: .list(listed),
      CredentialReport.member: ["user": "example", "access_keys": .list(reported)],
    ])
  }
}
