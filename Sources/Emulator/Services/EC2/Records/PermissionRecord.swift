import AWS

/// Rules in the records of Authorize, Revoke and Update calls, which have two shapes: nested under
/// `ipPermissions.items`, and flat beside an empty `ipPermissions`.
enum PermissionRecord {
  /// nil for another operation.
  static func input(_ operation: String, _ members: Members) -> AWSObject? {
    guard
      operation.hasPrefix("AuthorizeSecurityGroup") || operation.hasPrefix("RevokeSecurityGroup")
        || operation.hasPrefix("UpdateSecurityGroupRuleDescriptions")
    else { return nil }
    var object: AWSObject = [:]
    object.set("groupId", members.object["GroupId"])
    object.set("groupName", members.object["GroupName"])
    let permissions = members.objects("IpPermissions") ?? []
    object["ipPermissions"] = EC2Record.items(permissions.map { .object(permission($0)) })
    for (member, name) in flat { object.set(name, members.object[member]) }
    if let ids = members.strings("SecurityGroupRuleIds") {
      object["securityGroupRuleIds"] = EC2Record.items(
        ids.map { ["securityGroupRuleId": .string($0)] })
    }
    if let descriptions = members.objects("SecurityGroupRuleDescriptions") {
      object["securityGroupRuleDescriptions"] = EC2Record.items(
        descriptions.map { .object(small($0)) })
    }
    object.set("tagSpecificationSet", EC2Record.tagSpecifications(members))
    return object
  }

  private static let flat = [
    ("SourceSecurityGroupName", "sourceSecurityGroupName"),
    ("SourceSecurityGroupOwnerId", "sourceSecurityGroupOwnerId"),
    ("IpProtocol", "ipProtocol"), ("FromPort", "fromPort"), ("ToPort", "toPort"),
    ("CidrIp", "cidrIp"),
  ]

  private static func permission(_ permission: AWSObject) -> AWSObject {
    var object: AWSObject = [:]
    object.set("ipProtocol", permission["IpProtocol"])
    object.set("fromPort", permission["FromPort"])
    object.set("toPort", permission["ToPort"])
    let lists = [
      ("UserIdGroupPairs", "groups"), ("IpRanges", "ipRanges"), ("Ipv6Ranges", "ipv6Ranges"),
      ("PrefixListIds", "prefixListIds"),
    ]
    for (member, name) in lists {
      let entries = (permission[member]?.list ?? []).compactMap(\.object)
      object[name] = EC2Record.items(entries.map { .object(entry($0)) })
    }
    return object
  }

  /// The peer before its description.
  private static func entry(_ entry: AWSObject) -> AWSObject {
    var object = small(entry)
    let description = object["description"]
    object["description"] = nil
    object.set("description", description)
    return object
  }

  private static func small(_ object: AWSObject) -> AWSObject {
    AWSObject(object.map { ($0.key.withSmallFirstLetter, $0.value) })
  }

  /// An Authorize call's answer; nil for another operation.
  static func output(_ operation: String, _ output: AWSObject, requestID: String) -> AWSValue? {
    guard operation.hasPrefix("AuthorizeSecurityGroup") else { return nil }
    return [
      "requestId": .string(requestID), "_return": true, "securityGroupRuleSet": added(output),
    ]
  }

  /// The rules that an Authorize call made. Tags show only where there are some.
  private static func added(_ output: AWSObject) -> AWSValue {
    let rules = (output["SecurityGroupRules"]?.list ?? []).compactMap(\.object)
    return EC2Record.items(
      rules.map { rule in
        var object: AWSObject = [:]
        for name in [
          "GroupOwnerId", "GroupId", "SecurityGroupRuleId", "Description", "IsEgress",
          "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "PrefixListId",
        ] {
          object.set(name.withSmallFirstLetter, rule[name])
        }
        if let peer = rule["ReferencedGroupInfo"]?.object {
          object["referencedGroupInfo"] = .object(small(peer))
        }
        let tags = (rule["Tags"]?.list ?? []).compactMap(\.object)
        if !tags.isEmpty {
          object["tagSet"] = EC2Record.items(tags.map { .object(small($0)) })
        }
        return .object(object)
      })
  }
}
