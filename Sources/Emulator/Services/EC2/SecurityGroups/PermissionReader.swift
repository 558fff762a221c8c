import AWS

/// A rule that a request asks for.
struct RequestedRule: Hashable {
  var permission: SecurityGroupPermission
  var description: String?
}

/// Reads the rules of an Authorize, Revoke or Update call in their nested (`IpPermissions`) and
/// their older flat form (`CidrIp`, `FromPort` ...), checked and canonical as EC2 stores them.
///
/// A group or a prefix list that a rule names must exist when `needsPeers`; a group in another
/// account counts as peered.
struct PermissionReader {
  let store: EC2Store
  let group: SecurityGroup
  let scope: Scope
  let needsPeers: Bool

  /// All rules of a request, each once.
  ///
  /// Errors: `InvalidParameterValue` also for a rule that is asked for twice.
  func rules(_ input: PermissionInput) throws(AWSError) -> [RequestedRule] {
    var rules: [RequestedRule] = []
    for permission in input.nested ?? [] { rules += try nested(Members(permission)) }
    if input.isFlat { rules += try flat(input) }
    var seen: Set<SecurityGroupPermission> = []
    for rule in rules where !seen.insert(rule.permission).inserted {
      throw EC2Error.invalid("The same permission must not appear multiple times")
    }
    return rules
  }

  private func nested(_ members: Members) throws(AWSError) -> [RequestedRule] {
    let range = try PortRange(
      members.string("IpProtocol"), members.integer("FromPort"), members.integer("ToPort"))
    var rules: [RequestedRule] = []
    func add(_ peer: SecurityGroupPermission.Peer, _ description: String?) throws(AWSError) {
      if let description { try SecurityGroupText.checkRuleDescription(description) }
      let described = description.flatMap { $0.isEmpty ? nil : $0 }
      rules.append(RequestedRule(permission: range.permission(peer), description: described))
    }
    for object in members.objects("UserIdGroupPairs") ?? [] {
      let pair = Members(object)
      let peer = try peer(
        id: pair.string("GroupId"), name: pair.string("GroupName"),
        account: pair.string("UserId"))
      try add(peer, pair.string("Description"))
    }
    for object in members.objects("IpRanges") ?? [] {
      try add(try Self.ipv4(object["CidrIp"]?.string), object["Description"]?.string)
    }
    for object in members.objects("Ipv6Ranges") ?? [] {
      try add(try Self.ipv6(object["CidrIpv6"]?.string), object["Description"]?.string)
    }
    for object in members.objects("PrefixListIds") ?? [] {
      try add(try prefixList(object["PrefixListId"]?.string), object["Description"]?.string)
    }
    if rules.isEmpty { throw Self.noSource }
    return rules
  }

  /// A source group without a protocol means all of TCP, UDP and ICMP.
  private func flat(_ input: PermissionInput) throws(AWSError) -> [RequestedRule] {
    if let name = input.sourceGroup {
      if input.cidr != nil {
        throw EC2Error.combination("sourceSecurityGroupName", "cidrIp")
      }
      let isID = EC2ID.isWellFormed(name, "sg-")
      let peer = try peer(
        id: isID ? name : nil, name: isID ? nil : name, account: input.sourceAccount)
      let ranges =
        input.ipProtocol == nil
        ? [
          try PortRange("tcp", 0, 65535), try PortRange("udp", 0, 65535),
          try PortRange("icmp", -1, -1),
        ] : [try PortRange(input.ipProtocol, input.fromPort, input.toPort)]
      return ranges.map { RequestedRule(permission: $0.permission(peer), description: nil) }
    }
    guard let cidr = input.cidr else { throw Self.noSource }
    let range = try PortRange(input.ipProtocol, input.fromPort, input.toPort)
    return [RequestedRule(permission: range.permission(try Self.ipv4(cidr)), description: nil)]
  }

  /// The group that a rule names.
  func peer(id: String?, name: String?, account: String?) throws(AWSError)
    -> SecurityGroupPermission.Peer
  {
    let account = account.flatMap { $0.isEmpty ? nil : $0 } ?? scope.account
    guard let id, !id.isEmpty else {
      guard let name, !name.isEmpty else { throw EC2Error.missing("groupId") }
      guard let vpc = try store.defaultVPC(in: scope) else { throw EC2Error.noDefaultVPC }
      guard let named = try store.securityGroup(named: name, vpc: vpc.id) else {
        throw EC2Error.groupNameNotFound(name, vpc: vpc.id)
      }
      return .group(id: named.id, account: scope.account)
    }
    try EC2ID.group(id)
    if needsPeers {
      guard let peer = try store.securityGroup(id), peer.account == account,
        peer.region == scope.region
      else { throw EC2Error.groupNotFound(id) }
      if peer.account == scope.account, peer.vpcID != group.vpcID {
        throw AWSError(
          "InvalidGroup.NotFound",
          "You have specified two resources that belong to different networks.")
      }
    }
    return .group(id: id, account: account)
  }

  static func ipv4(_ text: String?) throws(AWSError) -> SecurityGroupPermission.Peer {
    guard let text, let block = IPv4Block(text) else {
      throw EC2Error.malformedBlock(text ?? "null")
    }
    return .ipv4(block.description)
  }

  static func ipv6(_ text: String?) throws(AWSError) -> SecurityGroupPermission.Peer {
    guard let text, let block = IPv6Block(text) else {
      throw EC2Error.malformedBlock(text ?? "null")
    }
    return .ipv6(block.description)
  }

  /// The prefix list that a rule names.
  func prefixList(_ id: String?) throws(AWSError) -> SecurityGroupPermission.Peer {
    guard let id else { throw EC2Error.missing("prefixListId") }
    try EC2ID.check(id, "pl-", "InvalidPrefixListId.Malformed")
    if needsPeers, try !store.hasPrefixList(id, in: scope) {
      throw EC2Error.prefixListNotFound(id)
    }
    return .prefixList(id)
  }

  static let noSource = AWSError(
    "MissingParameter",
    "Missing source specification: include source security group or CIDR information")
}

/// A protocol and its ports, checked and canonical.
struct PortRange {
  let ipProtocol: String
  let from: Int
  let to: Int

  init(_ ipProtocol: String?, _ from: Int?, _ to: Int?) throws(AWSError) {
    guard let given = ipProtocol, !given.isEmpty else {
      throw EC2Error.invalid(
        "Invalid value 'null' for protocol. VPC security group rules must specify protocols"
          + " explicitly.")
    }
    guard let canonical = Self.canonical(given) else {
      throw EC2Error.invalid("Invalid value '\(given)' for IP protocol. Unknown protocol.")
    }
    self.ipProtocol = canonical
    switch canonical {
    case "tcp", "udp":
      guard let from, let to else {
        throw EC2Error.invalid(
          "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
      }
      for port in [from, to] where !(0...65535).contains(port) {
        throw AWSError("InvalidPermission.Malformed", "TCP/UDP port (\(port)) out of range")
      }
      if from > to {
        throw EC2Error.invalid("Invalid TCP/UDP port range (\(from):\(to))")
      }
      (self.from, self.to) = (from, to)
    case "icmp", "icmpv6":
      if canonical == "icmpv6", from == nil, to == nil {
        (self.from, self.to) = (-1, -1)
        return
      }
      guard let from, let to else {
        throw EC2Error.invalid(
          "Invalid value 'Must specify both from and to ports with ICMP.' for portRange.")
      }
      for number in [from, to] where !(-1...255).contains(number) {
        throw AWSError(
          "InvalidPermission.Malformed", "ICMP type or code (\(number)) out of range")
      }
      if from == -1, to != -1 {
        throw EC2Error.invalid("ICMP code (\(to)) is invalid with all ICMP types (-1)")
      }
      (self.from, self.to) = (from, to)
    default:
      // Every port is meant, whatever the request says.
      (self.from, self.to) = (-1, -1)
    }
  }

  /// By name for TCP, UDP and both ICMPs, else by number; nil for what is no protocol.
  private static func canonical(_ text: String) -> String? {
    let text = text.lowercased()
    switch text {
    case "tcp", "6": return "tcp"
    case "udp", "17": return "udp"
    case "icmp", "1": return "icmp"
    case "icmpv6", "58": return "icmpv6"
    case "-1": return "-1"
    default:
      guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt8(text) else {
        return nil
      }
      return String(number)
    }
  }

  func permission(_ peer: SecurityGroupPermission.Peer) -> SecurityGroupPermission {
    SecurityGroupPermission(ipProtocol: ipProtocol, fromPort: from, toPort: to, peer: peer)
  }
}
