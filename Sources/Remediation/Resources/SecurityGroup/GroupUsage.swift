import AWS

/// What uses a security group, as far as the dialect looks for it: network interfaces, rules of
/// other groups, Lambda functions, launch configurations, ECS tasks that rules of EventBridge
/// start, CodeBuild projects, Batch environments, and groups in peered VPCs.
///
/// It is kept in the group's document while it is read, one call after another, up to the first
/// user that is found. Each but the last is a listing of the whole region, the same for all groups.
enum GroupUsage {
  static let member = "stormdrill:Usage"

  static func isUsed(_ group: AWSObject) -> Bool { group[member]?["By"] != nil }

  /// A scan for users of a group, in the order in which they are made.
  private struct Scan {
    /// For people, and the member that says it is done.
    let user: String
    /// The next call, `left` telling what an earlier one has left to do.
    let read: @Sendable (_ group: String, _ left: [AWSValue]?, Scope) -> Part
  }

  /// A call of a scan, and what its answer says.
  private struct Part {
    let service: String
    let operation: String
    let input: AWSObject
    let pagination: ReadCall.Pagination?
    /// Whether the group is used, and what is left to call for.
    let judge: @Sendable ([AWSObject]) -> (isUsed: Bool, left: [AWSValue])
  }

  /// The hydration. Interfaces are always read, since `used` tells their kinds.
  static let hydration = Hydration(member) { document, setting in
    let usage = document[member]?.object ?? [:]
    let id = document["GroupId"]?.string ?? ""
    if usage["Interfaces"] == nil { return interfaces(id, setting.scope) }
    // What stands in no VPC counts as used, whatever uses it.
    if usage["By"] != nil || document["VpcId"] == nil { return nil }
    for scan in scans where usage[scan.user] != .bool(true) {
      let part = scan.read(id, usage[scan.user]?.list, setting.scope)
      return ReadCall(
        APICall(
          service: part.service, operation: part.operation, input: part.input,
          scope: setting.scope),
        pagination: part.pagination
      ) { document, pages in
        var usage = document[member]?.object ?? [:]
        let (isUsed, left) = part.judge(pages ?? [])
        if isUsed { usage["By"] = .string(scan.user) }
        usage[scan.user] = left.isEmpty ? true : .list(left)
        document[member] = .object(usage)
      }
    }
    return nil
  }

  private static func interfaces(_ id: String, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeNetworkInterfaces", input: [:], scope: scope),
      pagination: .nextToken
    ) { document, pages in
      let own = (pages ?? []).items("NetworkInterfaces").filter { interface in
        (interface["Groups"]?.list ?? []).contains { $0["GroupId"]?.string == id }
      }
      var usage: AWSObject = ["Interfaces": .list(own.map { .object(InterfaceKind.of($0)) })]
      if !own.isEmpty { usage["By"] = "network interface" }
      document[member] = .object(usage)
    }
  }

  private static let scans: [Scan] = [
    listing("security group", "ec2", "DescribeSecurityGroups", .nextToken) { id, pages in
      pages.items("SecurityGroups").contains { group in
        group["GroupId"]?.string != id
          && ["IpPermissions", "IpPermissionsEgress"].contains { side in
            (group[side]?.list ?? []).contains { permission in
              (permission["UserIdGroupPairs"]?.list ?? []).contains {
                $0["GroupId"]?.string == id
              }
            }
          }
      }
    },
    listing("function", "lambda", "ListFunctions", marker) { id, pages in
      pages.items("Functions").contains { names(id, $0["VpcConfig"]?["SecurityGroupIds"]) }
    },
    listing(
      "launch configuration", "autoscaling", "DescribeLaunchConfigurations", .nextToken
    ) { id, pages in
      pages.items("LaunchConfigurations").contains {
        names(id, $0["SecurityGroups"]) || names(id, $0["ClassicLinkVPCSecurityGroups"])
      }
    },
    Scan(user: "scheduled task", read: tasks),
    Scan(user: "build project", read: projects),
    listing("compute environment", "batch", "DescribeComputeEnvironments", nextToken) {
      id, pages in
      pages.items("computeEnvironments").contains {
        names(id, $0["computeResources"]?["securityGroupIds"])
      }
    },
    Scan(user: "peered group") { id, _, _ in
      Part(
        service: "ec2", operation: "DescribeSecurityGroupReferences",
        input: ["GroupId": [.string(id)]], pagination: nil
      ) { pages in
        let references = pages.items("SecurityGroupReferenceSet")
        return (references.contains { $0["GroupId"]?.string == id }, [])
      }
    },
  ]

  private static let marker = ReadCall.Pagination(
    inputMember: "Marker", outputMember: "NextMarker")
  private static let nextToken = ReadCall.Pagination(
    inputMember: "nextToken", outputMember: "nextToken")

  private static func names(_ id: String, _ ids: AWSValue?) -> Bool {
    ids?.list?.contains(.string(id)) ?? false
  }

  private static func listing(
    _ user: String, _ service: String, _ operation: String,
    _ pagination: ReadCall.Pagination,
    isUsed: @escaping @Sendable (String, [AWSObject]) -> Bool
  ) -> Scan {
    Scan(user: user) { id, _, _ in
      Part(service: service, operation: operation, input: [:], pagination: pagination) {
        (isUsed(id, $0), [])
      }
    }
  }

  /// The buses, the rules of each, the targets of each rule.
  private static func tasks(_ id: String, _ left: [AWSValue]?, _ scope: Scope) -> Part {
    guard let left, let next = left.first?.object else {
      return Part(
        service: "events", operation: "ListEventBuses", input: [:], pagination: .nextToken
      ) { pages in
        (false, pages.items("EventBuses").map { ["EventBusName": $0["Name"] ?? .null] })
      }
    }
    let rest = Array(left.dropFirst())
    guard next["Rule"] != nil else {
      return Part(service: "events", operation: "ListRules", input: next, pagination: .nextToken) {
        pages in
        let rules = pages.items("Rules").map { rule -> AWSValue in
          [
            "Rule": rule["Name"] ?? .null,
            "EventBusName": rule["EventBusName"] ?? next["EventBusName"] ?? .null,
          ]
        }
        return (false, rest + rules)
      }
    }
    return Part(
      service: "events", operation: "ListTargetsByRule", input: next, pagination: .nextToken
    ) { pages in
      let isUsed = pages.items("Targets").contains { target in
        names(
          id,
          target.at(
            "EcsParameters", "NetworkConfiguration", "awsvpcConfiguration", "SecurityGroups"))
      }
      return (isUsed, rest)
    }
  }

  /// The names of the projects, then the projects, a hundred a call.
  private static func projects(_ id: String, _ left: [AWSValue]?, _ scope: Scope) -> Part {
    guard let left else {
      return Part(
        service: "codebuild", operation: "ListProjects", input: [:], pagination: nextToken
      ) { pages in (false, pages.flatMap { $0["projects"]?.list ?? [] }) }
    }
    let names = Array(left.prefix(100))
    return Part(
      service: "codebuild", operation: "BatchGetProjects", input: ["names": .list(names)],
      pagination: nil
    ) { pages in
      let isUsed = pages.items("projects").contains {
        Self.names(id, $0["vpcConfig"]?["securityGroupIds"])
      }
      return (isUsed, Array(left.dropFirst(100)))
    }
  }
}
