import AWS
import Emulator
import Journal

/// An instance that strangers reach on a port of administration or of a database: packets are sent
/// to it from all over the internet, and each goes the way that the network lets it.
///
/// An instance that is about to run counts as running, since time alone makes it so.
enum ReachableInstanceChecker: Checker {
  static let name = "ec2-instance-reachable"
  private static let ports: [Int64] = [22, 3389, 3306, 5432, 6379, 9200, 27017]

  /// From where packets come: no two of them are in one office, or in one cloud region.
  private static let strangers = [
    "1.1.1.1", "8.8.8.8", "23.5.77.9", "37.120.1.4", "45.33.32.156", "64.6.64.6", "77.88.8.8",
    "93.184.216.34", "101.6.6.6", "114.114.114.114", "130.225.0.1", "149.112.112.112",
    "168.126.63.1", "185.228.168.9", "202.12.27.33", "212.58.244.20",
  ].compactMap { AddressSet.v4("\($0)/32")?.lowerBound }

  private static let tables: Set<String> = [
    "ec2_instance_group", "ec2_security_group_rule", "ec2_internet_gateway", "ec2_route",
    "ec2_route_association", "ec2_network_acl_entry", "ec2_network_acl_association",
    "ec2_prefix_list_entry", "ec2_region_setting", "ec2_block_exclusion",
  ]

  static func subjects(of change: RowChange) -> [Subject] {
    change.table == "ec2_instance" ? [Subject(id: change.resource, scope: change.scope)] : []
  }

  /// Whatever else may lie on a packet's way, all instances of the region may be behind it.
  static func subjects(of change: RowChange, _ probe: inout StateProbe) -> [Subject] {
    guard tables.contains(change.table) else { return subjects(of: change) }
    return instances([:], change.scope, &probe).compactMap { $0["InstanceId"]?.string }
      .map { Subject(id: $0, scope: change.scope) }
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    let ids: AWSObject = ["InstanceIds": [.string(subject.id)]]
    guard let instance = instances(ids, subject.scope, &probe).first,
      ["running", "pending"].contains(instance["State"]?["Name"]?.string),
      instance["PublicIpAddress"] != nil
    else { return nil }
    let way = Way(to: instance, in: subject.scope, &probe)
    for port in ports where strangers.count(where: { way.isOpen(from: $0, port) }) > 1 {
      return "strangers reach \(port)/tcp"
    }
    return nil
  }

  private static func instances(_ input: AWSObject, _ scope: Scope, _ probe: inout StateProbe)
    -> [AWSObject]
  {
    probe.list(
      "ec2", "DescribeInstances", input, member: "Reservations",
      token: ("NextToken", "NextToken"), in: scope
    ).flatMap { $0["Instances"]?.list?.compactMap(\.object) ?? [] }
  }
}

/// What lies on the way of a packet to an instance and back.
private struct Way {
  private var isBlocked = false
  private var gateways: Set<String> = []
  private var routes: [AWSObject] = []
  private var rules: [(rule: AWSObject, blocks: [ClosedRange<UInt64>])] = []
  private var entries: [AWSObject] = []

  init(to instance: AWSObject, in scope: Scope, _ probe: inout StateProbe) {
    let vpc = instance["VpcId"]?.string ?? ""
    let subnet = instance["SubnetId"]?.string ?? ""
    func listed(_ operation: String, _ member: String, _ filters: (String, String)...)
      -> [AWSObject]
    {
      let filters = filters.map { name, value -> AWSValue in
        ["Name": .string(name), "Values": [.string(value)]]
      }
      return probe.list(
        "ec2", operation, ["Filters": .list(filters)], member: member,
        token: ("NextToken", "NextToken"), in: scope)
    }
    gateways = Set(
      listed("DescribeInternetGateways", "InternetGateways", ("attachment.vpc-id", vpc))
        .compactMap { $0["InternetGatewayId"]?.string })
    let own = listed("DescribeRouteTables", "RouteTables", ("association.subnet-id", subnet))
    let table =
      own.first
      ?? listed(
        "DescribeRouteTables", "RouteTables", ("vpc-id", vpc), ("association.main", "true")
      ).first
    routes = table?["Routes"]?.list?.compactMap(\.object) ?? []
    let acl = listed("DescribeNetworkAcls", "NetworkAcls", ("association.subnet-id", subnet))
    entries = (acl.first?["Entries"]?.list?.compactMap(\.object) ?? []).sorted {
      ($0["RuleNumber"]?.integer ?? 0) < ($1["RuleNumber"]?.integer ?? 0)
    }
    for group in instance["SecurityGroups"]?.list ?? [] {
      let id = group["GroupId"]?.string ?? ""
      for rule in listed("DescribeSecurityGroupRules", "SecurityGroupRules", ("group-id", id))
      where rule["IsEgress"]?.bool == false {
        let blocks = probe.blocks(of: rule, in: scope).compactMap { AddressSet.v4($0) }
        rules.append((rule, blocks))
      }
    }
    let block = probe.call("ec2", "DescribeVpcBlockPublicAccessOptions", [:], in: scope)
    if case .success(let answer) = block {
      let mode = answer["VpcBlockPublicAccessOptions"]?["InternetGatewayBlockMode"]?.string
      let excluded = ["vpc/\(vpc)", "subnet/\(subnet)"]
      let isExcluded = listed(
        "DescribeVpcBlockPublicAccessExclusions", "VpcBlockPublicAccessExclusions",
        ("internet-gateway-exclusion-mode", "allow-bidirectional")
      ).contains { exclusion in
        excluded.contains { exclusion["ResourceArn"]?.string?.hasSuffix(":\($0)") == true }
      }
      isBlocked = mode != "off" && !isExcluded
    }
  }

  func isOpen(from source: UInt64, _ port: Int64) -> Bool {
    let lets = rules.contains { rule, blocks in
      OpenAdminPortChecker.admits(rule, port) && blocks.contains { $0.contains(source) }
    }
    // The answer goes to a port that the stranger's system chose.
    return !isBlocked && lets && passes(source, port, isEgress: false)
      && passes(source, 50_000, isEgress: true) && leavesByGateway(source)
  }

  /// By the first entry of the network ACL that fits.
  private func passes(_ address: UInt64, _ port: Int64, isEgress: Bool) -> Bool {
    let verdict = entries.first { entry in
      guard entry["Egress"]?.bool == isEgress,
        let block = entry["CidrBlock"]?.string.flatMap({ AddressSet.v4($0) }),
        block.contains(address)
      else { return false }
      switch entry["Protocol"]?.string {
      case "-1": return true
      case "6":
        let from = entry["PortRange"]?["From"]?.integer ?? 0
        return from <= port && port <= entry["PortRange"]?["To"]?.integer ?? 65535
      default: return false
      }
    }
    return verdict?["RuleAction"] == "allow"
  }

  /// By the route with the longest prefix.
  private func leavesByGateway(_ address: UInt64) -> Bool {
    var best: (size: Int, target: String?) = (.max, nil)
    for route in routes {
      guard let block = route["DestinationCidrBlock"]?.string.flatMap({ AddressSet.v4($0) }),
        block.contains(address), block.count < best.size
      else { continue }
      best = (block.count, route["State"] == "active" ? route["GatewayId"]?.string : nil)
    }
    return best.target.map(gateways.contains) ?? false
  }
}
