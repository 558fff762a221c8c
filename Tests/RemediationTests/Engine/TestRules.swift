import AWS

@testable import Remediation

/// Rules made by hand, so that the engine is tested without the rule language.
enum TestRules {
  /// Port 22 open to the world: those openings are revoked, one call for all.
  static func ssh(
    name: String = "ssh", port: Int64 = 22, limit: ResourceLimit? = nil, notices: Bool = false
  ) -> EngineRule {
    EngineRule(
      name: name, type: .securityGroup, limit: limit,
      evaluate: { resource, _ in
        let bad = openings(resource.document, port)
        let matches =
          bad.isEmpty
          ? [] : [Match(resource: resource, annotations: ["MatchedIpPermissions": .list(bad)])]
        return Evaluation(matches: matches, problems: [])
      },
      plan: { match, _ in
        let input: AWSObject = [
          "GroupId": .string(match.resource.id),
          "IpPermissions": match.annotations["MatchedIpPermissions"] ?? [],
        ]
        func call(_ operation: String) -> APICall {
          APICall(
            service: "ec2", operation: operation, input: input, scope: match.resource.scope)
        }
        let notice = Notice(
          transport: .file(path: "out.jsonl"), body: ["resource": .string(match.resource.id)])
        return Plan(
          steps: [
            PlannedStep(
              summary: "close port \(port)", call: call("RevokeSecurityGroupIngress"),
              undo: [call("AuthorizeSecurityGroupIngress")],
              doneCodes: ["InvalidPermission.NotFound"])
          ], notices: notices ? [notice] : [])
      })
  }

  private static func openings(_ document: AWSObject, _ port: Int64) -> [AWSValue] {
    (document["IpPermissions"]?.list ?? []).filter { permission in
      let from = permission["FromPort"]?.integer ?? 0
      let to = permission["ToPort"]?.integer ?? 65535
      let ranges = permission["IpRanges"]?.list ?? []
      return from <= port && port <= to && ranges.contains { $0["CidrIp"] == "0.0.0.0/0" }
    }
  }
}
