import AWS

/// What Authorize, Revoke and Update calls have in common: a group and rules, nested or flat.
struct PermissionInput {
  let groupID: String?
  let groupName: String?
  let nested: [AWSObject]?
  let cidr: String?
  let fromPort: Int?
  let toPort: Int?
  let ipProtocol: String?
  let sourceGroup: String?
  let sourceAccount: String?
  let ruleIDs: [String]
  let isDryRun: Bool

  init(_ members: Members) {
    groupID = members.string("GroupId")
    groupName = members.string("GroupName")
    nested = members.objects("IpPermissions")
    cidr = members.string("CidrIp")
    fromPort = members.integer("FromPort")
    toPort = members.integer("ToPort")
    ipProtocol = members.string("IpProtocol")
    sourceGroup = members.string("SourceSecurityGroupName")
    sourceAccount = members.string("SourceSecurityGroupOwnerId")
    ruleIDs = members.strings("SecurityGroupRuleIds") ?? []
    isDryRun = members.isDryRun
  }

  var isFlat: Bool {
    cidr != nil || fromPort != nil || toPort != nil || ipProtocol != nil || sourceGroup != nil
      || sourceAccount != nil
  }
  var hasPermissions: Bool { !(nested ?? []).isEmpty || isFlat }

  static let nestedMembers = [
    "IpPermissions.IpProtocol", "IpPermissions.FromPort", "IpPermissions.ToPort",
    "IpPermissions.UserIdGroupPairs.Description", "IpPermissions.UserIdGroupPairs.UserId",
    "IpPermissions.UserIdGroupPairs.GroupName", "IpPermissions.UserIdGroupPairs.GroupId",
    // What a describe call shows comes back in a Revoke.
    "IpPermissions.UserIdGroupPairs.VpcId",
    "IpPermissions.UserIdGroupPairs.VpcPeeringConnectionId",
    "IpPermissions.UserIdGroupPairs.PeeringStatus", "IpPermissions.IpRanges.Description",
    "IpPermissions.IpRanges.CidrIp", "IpPermissions.Ipv6Ranges.Description",
    "IpPermissions.Ipv6Ranges.CidrIpv6", "IpPermissions.PrefixListIds.Description",
    "IpPermissions.PrefixListIds.PrefixListId",
  ]
  static let flatMembers = [
    "CidrIp", "FromPort", "ToPort", "IpProtocol", "SourceSecurityGroupName",
    "SourceSecurityGroupOwnerId",
  ]
}

extension Call {
  /// The group that a call names by id, or by name in the default VPC.
  ///
  /// Errors: `MissingParameter`, `InvalidGroupId.Malformed`, `InvalidGroup.NotFound`,
  /// `VPCIdNotSpecified` for a name where there is no default VPC.
  func securityGroup(id: String?, name: String?) throws(AWSError) -> SecurityGroup {
    if let id {
      if name != nil { throw EC2Error.combination("groupName", "groupId") }
      try EC2ID.group(id)
      guard let group = try ec2.securityGroup(id, in: scope) else {
        throw EC2Error.groupNotFound(id)
      }
      return group
    }
    guard let name else { throw EC2Error.missing("groupName or groupId") }
    guard let vpc = try ec2.defaultVPC(in: scope) else { throw EC2Error.noDefaultVPC }
    guard let group = try ec2.securityGroup(named: name, vpc: vpc.id) else {
      throw EC2Error.groupNameNotFound(name, vpc: vpc.id)
    }
    return group
  }
}
