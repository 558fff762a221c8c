import AWS

/// How much rules weigh against a group's quota, which counts each direction and each family of
/// addresses by itself: a group weighs on both, a prefix list on its own, as much as it may hold
/// (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups).
struct RuleWeight: Hashable {
  var ipv4: Int
  var ipv6: Int

  static let limit = 60

  var most: Int { max(ipv4, ipv6) }

  static func + (a: RuleWeight, b: RuleWeight) -> RuleWeight {
    RuleWeight(ipv4: a.ipv4 + b.ipv4, ipv6: a.ipv6 + b.ipv6)
  }

  /// Of a prefix list; one that isn't there weighs as much as a group.
  init(family: String?, entries: Int?) {
    ipv4 = family == "IPv6" ? 0 : entries ?? 1
    ipv6 = family == "IPv4" ? 0 : entries ?? 1
  }

  init(ipv4: Int, ipv6: Int) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }
}

extension EC2Store {
  private static let counted = """
    SELECT count(*) FILTER (WHERE peer_kind IN ('ipv4', 'group')),
      count(*) FILTER (WHERE peer_kind IN ('ipv6', 'group')),
      count(*) FILTER (WHERE peer_kind = 'prefix-list')
    FROM ec2_security_group_rule WHERE group_id = ? AND is_egress = ?
    """
  private static let listed = """
    SELECT l.family, l.max_entries FROM ec2_security_group_rule AS r
    LEFT JOIN ec2_prefix_list AS l ON l.list_id = r.peer
    WHERE r.group_id = ? AND r.is_egress = ? AND r.peer_kind = 'prefix-list' ORDER BY r.number
    """

  /// What a group's rules of one direction weigh.
  func ruleWeights(of group: SecurityGroup, isEgress: Bool) throws(AWSError) -> RuleWeight {
    let counts = try database.read(Self.counted, .text(group.id), SQLValue(isEgress)) {
      (
        weight: RuleWeight(ipv4: Int($0.integer(0)), ipv6: Int($0.integer(1))),
        lists: $0.integer(2)
      )
    }
    var weight = counts.first?.weight ?? RuleWeight(ipv4: 0, ipv6: 0)
    if let lists = counts.first?.lists, lists > 0 {
      for row in try database.rows(Self.listed, .text(group.id), SQLValue(isEgress)) {
        weight =
          weight
          + RuleWeight(family: row.optionalText(0), entries: row.optionalInteger(1).map(Int.init))
      }
    }
    return weight
  }

  /// What one more rule would weigh.
  func weight(of peer: SecurityGroupPermission.Peer) throws(AWSError) -> RuleWeight {
    switch peer {
    case .ipv4: return RuleWeight(ipv4: 1, ipv6: 0)
    case .ipv6: return RuleWeight(ipv4: 0, ipv6: 1)
    case .group: return RuleWeight(ipv4: 1, ipv6: 1)
    case .prefixList(let id):
      let row = try database.row(
        "SELECT family, max_entries FROM ec2_prefix_list WHERE list_id = ?", .text(id))
      return RuleWeight(
        family: row?.optionalText(0), entries: row?.optionalInteger(1).map(Int.init))
    }
  }
}

extension Call {
  /// Throws `RulesPerSecurityGroupLimitExceeded` where a change has made a group too heavy.
  func checkRoom(in group: SecurityGroup) throws(AWSError) {
    for isEgress in [false, true]
    where try ec2.ruleWeights(of: group, isEgress: isEgress).most > RuleWeight.limit {
      throw EC2Error.tooManyRules
    }
  }
}
