import AWS

@testable import Remediation

/// Rules made by hand, so that the engine is tested without the rule language.
enum TestRules {
  /// Port 22 open to the world: those openings are revoked, one call for all. With a second port
  /// it is one call each.
  static func ssh(
    name: String = "ssh", port: Int64 = 22, limit: ResourceLimit? = nil, notices: Bool = false,
    then: Int64? = nil
  ) -> EngineRule {
    EngineRule(
      name: name, type: .securityGroup, limit: limit,
      evaluate: { resource, _ in
        let bad = [port, then].compactMap { $0 }.flatMap { openings(resource.document, $0) }
        let matches =
          bad.isEmpty
          ? [] : [Match(resource: resource, annotations: ["MatchedIpPermissions": .list(bad)])]
        return Evaluation(matches: matches, problems: [])
      },
      plan: { match, _ in
        let matched = match.annotations["MatchedIpPermissions"]?.list ?? []
        func call(_ operation: String, _ permissions: [AWSValue]) -> APICall {
          APICall(
            service: "ec2", operation: operation,
            input: [
              "GroupId": .string(match.resource.id), "IpPermissions": .list(permissions),
            ], scope: match.resource.scope)
        }
        let notice = Notice(
          transport: .file(path: "out.jsonl"), body: ["resource": .string(match.resource.id)])
        return Plan(
          steps: (then == nil ? [matched] : matched.map { [$0] }).map { permissions in
            PlannedStep(
              summary: "close port \(port)",
              call: call("RevokeSecurityGroupIngress", permissions),
              undo: [call("AuthorizeSecurityGroupIngress", permissions)],
              doneCodes: ["InvalidPermission.NotFound"], earlyCodes: ["DependencyViolation"])
          }, notices: notices ? [notice] : [])
      })
  }

  /// The same, for groups that a report lists; the report is prepared when it is asked for, and
  /// is for all groups.
  static func reported() -> EngineRule {
    let ssh = ssh(name: "reported")
    return EngineRule(
      name: ssh.name, type: ssh.type, hydrations: [report],
      evaluate: { resource, context in
        let isListed = resource.document["test:Reported"] == true
        return isListed
          ? ssh.evaluate(resource, context) : Evaluation(matches: [], problems: [])
      },
      plan: ssh.plan)
  }

  private static let report = Hydration("test:Reported") { document, setting in
    guard document["test:Reported"] == nil else { return nil }
    func call(_ operation: String) -> APICall {
      APICall(service: "test", operation: operation, input: [:], scope: setting.scope)
    }
    guard document["test:Generated"] != nil else {
      return ReadCall(call("GenerateReport"), outdatesAnswers: true) { document, _ in
        document["test:Generated"] = true
      }
    }
    return ReadCall(
      call("GetReport"),
      polling: ReadCall.Polling(every: .seconds(5), attempts: 3, codes: ["ReportInProgress"]) {
        $0["State"] == "RUNNING"
      }
    ) { document, pages in
      let listed = pages?.first("Groups")?.list ?? []
      document["test:Reported"] = .bool(listed.contains(document["GroupId"] ?? .null))
    }
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
