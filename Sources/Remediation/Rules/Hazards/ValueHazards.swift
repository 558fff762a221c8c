import AWS
import Documents

/// `ne` and `not-in` on something that may not be there: nothing is not equal to anything.
enum MissingIsNot: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    policy.clauses.compactMap { clause in
      guard clause.type == "value", let key = clause.node["key"]?.string,
        ["ne", "not-equal", "ni", "not-in"].contains(clause.node["op"]?.string),
        isOptional(key), !asksPresence(clause, of: key)
      else { return nil }
      let resource = policy.resource(key.hasPrefix("tag:") ? ["Tags": []] : [:])
      let present: AWSValue = ["type": "value", "key": .string(key), "value": "present"]
      let corrected: AWSValue = ["and": [present, clause.node.value]]
      guard policy.matches([clause.node.value], resource),
        !policy.matches([corrected], resource)
      else { return nil }
      return Hazard(
        code: .missingIsNot, position: clause.node.position,
        message: "a resource without `\(key)` matches", resource: resource, corrected: corrected)
    }
  }

  /// Tags, and what stands inside of something: the members of a resource itself are there.
  private static func isOptional(_ key: String) -> Bool {
    key.hasPrefix("tag:") || key.contains(".") || key.contains("[")
  }

  private static func asksPresence(_ clause: PolicyUnderReview.Clause, of key: String) -> Bool {
    let words = ["present", "not-null", "absent"]
    return clause.siblings.contains { other in
      if other["key"]?.string == key, let value = other["value"]?.string {
        return words.contains(value)
      }
      return other[key]?.string.map(words.contains) ?? false
    }
  }
}

/// `mark-for-op` without days and hours is due at once: the four days are only what its
/// documentation says (cloud-custodian#6106).
enum DueToday: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    policy.actions.compactMap { action in
      let name = action.string ?? action["type"]?.string
      guard name == "mark-for-op", (action["days"]?.double ?? 0) <= 0,
        (action["hours"]?.double ?? 0) <= 0
      else { return nil }
      var corrected = action.value.object ?? ["type": "mark-for-op"]
      corrected["days"] = 4
      return Hazard(
        code: .dueToday, position: action.position,
        message: "without `days` the mark is due today, and the operation follows at once",
        resource: policy.resource([:]), corrected: .object(corrected))
    }
  }
}
