import AWS
import Exposure

/// What lies between the internet and an instance, out of listings of its region, which a scan asks
/// for once.
enum InstanceSurroundings {
  private static let lists: [(member: String, operation: String, answer: String)] = [
    ("stormdrill:SecurityGroups", "DescribeSecurityGroups", "SecurityGroups"),
    ("stormdrill:RouteTables", "DescribeRouteTables", "RouteTables"),
    ("stormdrill:NetworkAcls", "DescribeNetworkAcls", "NetworkAcls"),
    ("stormdrill:InternetGateways", "DescribeInternetGateways", "InternetGateways"),
  ]
  private static let blockMember = "stormdrill:VpcBlockPublicAccess"
  private static let exclusionsMember = "stormdrill:VpcBlockPublicAccessExclusions"

  static let hydrations: [Hydration] =
    lists.map { list in
      Hydration.member(
        list.member, pagination: .nextToken,
        call: { document, setting in
          APICall(
            service: "ec2", operation: list.operation, input: [:], scope: setting.scope)
        }, value: { .list($0.items(list.answer).map { .object($0) }) })
    } + [vpcBlock, vpcBlockExclusions, prefixLists]

  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessOptions.html
  private static let vpcBlock = Hydration.member(
    blockMember,
    call: { _, setting in
      APICall(
        service: "ec2", operation: "DescribeVpcBlockPublicAccessOptions", input: [:],
        scope: setting.scope)
    },
    value: {
      $0.first("VpcBlockPublicAccessOptions")?["InternetGatewayBlockMode"] ?? .null
    })

  /// Where something is blocked, what is left out of it.
  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessExclusions.html
  private static let vpcBlockExclusions = Hydration("exclusions from the block of VPCs") {
    document, setting in
    guard document[exclusionsMember] == nil, let mode = document[blockMember]?.string,
      mode != "off"
    else { return nil }
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeVpcBlockPublicAccessExclusions", input: [:],
        scope: setting.scope),
      pagination: .nextToken
    ) { document, pages in
      document[exclusionsMember] = .list(
        (pages ?? []).items("VpcBlockPublicAccessExclusions").map { .object($0) })
    }
  }

  /// Of the rules of the instance's own groups, and of routes.
  private static let prefixLists = Hydration.prefixLists("prefix lists around") { document in
    let own = Set(
      (document["SecurityGroups"]?.list ?? []).compactMap { $0["GroupId"]?.string })
    let groups = (document["stormdrill:SecurityGroups"]?.list ?? []).compactMap(\.object)
      .filter { own.contains($0["GroupId"]?.string ?? "") }
    let routes = (document["stormdrill:RouteTables"]?.list ?? [])
      .filter { $0["VpcId"] == document["VpcId"] }
      .flatMap { $0["Routes"]?.list ?? [] }
    return
      (groups.flatMap(PrefixLists.named(byRulesOf:))
      + routes.compactMap { $0["DestinationPrefixListId"]?.string }).uniqued
  }

  /// Of the instance's own groups and VPC.
  static func read(_ instance: AWSObject) throws(FilterProblem) -> NetworkSurroundings {
    var found: [[AWSObject]] = []
    for (member, _, _) in lists {
      guard let list = instance[member]?.list else {
        throw FilterProblem("the instance was read without `\(member)`")
      }
      found.append(list.compactMap(\.object))
    }
    let own = (instance["NetworkInterfaces"]?.list ?? []).flatMap { $0["Groups"]?.list ?? [] }
      .compactMap { $0["GroupId"]?.string }
    return NetworkSurroundings(
      securityGroups: found[0].filter { own.contains($0["GroupId"]?.string ?? "") },
      routeTables: found[1].filter { $0["VpcId"] == instance["VpcId"] },
      networkACLs: found[2].filter { $0["VpcId"] == instance["VpcId"] },
      internetGateways: found[3], prefixLists: PrefixLists.networks(instance),
      vpcBlockMode: instance[blockMember]?.string,
      vpcBlockExclusions: (instance[exclusionsMember]?.list ?? []).compactMap(\.object))
  }
}
