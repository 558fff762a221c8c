import AWS
import Documents

/// `cross-account` lets any condition on `aws:SourceIp` pass, whatever its ranges: a policy for
/// everyone from 0.0.0.0/0 does not match.
enum AnySourceIP: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    guard policy.policy.resourceType.name == "aws.s3" else { return [] }
    return policy.clauses.compactMap { clause in
      guard clause.type == "cross-account", clause.node["return_allowed"]?.bool != true else {
        return nil
      }
      let own = clause.node.value.object ?? ["type": "cross-account"]
      let document = bucket(policy)
      var asked = own
      for (key, _) in own where key != "type" && key != "whitelist" { asked[key] = nil }
      let corrected: AWSValue = ["or": [.object(own), ["type": "exposed", "to": "public"]]]
      let question: AWSValue = ["type": "exposed", "to": "public"]
      guard !policy.matches([.object(asked)], document), policy.matches([question], document)
      else { return nil }
      return Hazard(
        code: .anySourceIP, position: clause.node.position,
        message: "a statement for everyone under a condition on aws:SourceIp does not match, even "
          + "where that is 0.0.0.0/0", resource: document, corrected: corrected)
    }
  }

  private static func bucket(_ policy: PolicyUnderReview) -> AWSObject {
    let document: AWSObject = [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
          "Resource": "arn:aws:s3:::example/*",
          "Condition": ["IpAddress": ["aws:SourceIp": "0.0.0.0/0"]],
        ]
      ],
    ]
    return policy.resource([
      "Policy": .string(JSON.text(document)), "Acl": ["Owner": ["ID": "owner"], "Grants": []],
      "c7n:PublicAccessBlock": .object(PublicBlockFilter.none), "c7n:ownership": .null,
    ])
  }
}
