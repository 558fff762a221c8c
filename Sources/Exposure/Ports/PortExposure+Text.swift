package import AWS
import PolicyLanguage

extension PortExposure {
  /// The answer as a document, for annotations of resources and `--json`.
  package var document: AWSObject {
    [
      "IsOpen": .bool(isOpen), "Sources": .string(sources.description),
      "Grants": .list(
        grants.map { grant in
          [
            "GroupId": .string(grant.group), "Permission": .integer(Int64(grant.permission)),
            "Source": .string(grant.source), "Traffic": .string(grant.traffic),
          ]
        }),
      "References": .list(references.map { .string($0) }),
      "Unresolved": .list(unresolved.map { .string($0) }),
    ]
  }
}

extension PortPath.Obstacle: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noPublicAddress: return "no public address"
    case .notRunning(let state): return "the instance is \(state)"
    case .vpcBlock(let mode): return "the account's VPCs are closed (\(mode))"
    case .noGateway: return "the VPC has no internet gateway"
    case .noRoute(let table): return "\(table) has no route to an internet gateway"
    case .securityGroups(let groups): return "not let in by \(groups.joined(separator: ", "))"
    case .networkACL(let id, let rule, let isEgress):
      let number = rule == NetworkACL.lastRule ? "the last rule" : "rule \(rule)"
      return "\(number) of \(id) drops \(isEgress ? "the answers" : "it")"
    case .unknown(let what): return "not known: \(what)"
    }
  }
}
