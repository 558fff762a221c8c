import AWS
import Documents

/// Resources of another kind that a resource refers to by their ids, and how all of them in a
/// region are listed: what Cloud Custodian's related-resource filters look at.
struct RelatedKind: Sendable {
  /// The member under which the related documents stand, as they are listed.
  let member: String
  let idMember: String
  let list: @Sendable (Scope) -> ReadCall

  /// Of EC2: one operation that lists them without input.
  static func ec2(_ operation: String, _ answerMember: String, id: String) -> RelatedKind {
    RelatedKind(member: "stormdrill:\(answerMember)", idMember: id) { scope in
      ReadCall(
        APICall(service: "ec2", operation: operation, input: [:], scope: scope),
        pagination: .nextToken
      ) { pages in pages.items(answerMember) }
    }
  }

  static let securityGroups = ec2("DescribeSecurityGroups", "SecurityGroups", id: "GroupId")
  static let subnets = ec2("DescribeSubnets", "Subnets", id: "SubnetId")
  static let vpcs = ec2("DescribeVpcs", "Vpcs", id: "VpcId")
  static let volumes = ec2("DescribeVolumes", "Volumes", id: "VolumeId")

  /// Reads the related documents, all in one listing that resources share, and keeps with each
  /// resource its own.
  func hydration(_ ids: RelatedIDs) -> Hydration {
    Hydration(member) { document, setting in
      guard document[member] == nil else { return nil }
      let call = list(setting.scope)
      return ReadCall(call.call, pagination: call.pagination) { document, pages in
        let wanted = Set(ids.of(document))
        document[member] = .list(
          call.documents(pages ?? []).filter { $0[idMember].map(wanted.contains) ?? false }
            .map { .object($0) })
      }
    }
  }
}

/// Where in a document the ids of related resources stand: names of members, the lists on the way
/// flattened, as JMESPath's `A[].B[].C` does.
struct RelatedIDs: Sendable {
  let path: [String]

  init(_ path: String...) { self.path = path }

  /// Each once, in the order of the first.
  func of(_ document: AWSObject) -> [AWSValue] { Self.select(path, document).uniqued }

  static func select(_ path: [String], _ document: AWSObject) -> [AWSValue] {
    var items: [AWSValue] = [.object(document)]
    for (place, name) in path.enumerated() {
      items = items.compactMap { $0[name] == .null ? nil : $0[name] }
      if place < path.count - 1 { items = items.flatMap { $0.list ?? [$0] } }
    }
    return items
  }
}
