import AWS

/// The records of network ACLs' entries: what isn't said stands there empty, and the protocol has a
/// name of its own.
enum NetworkAclRecord {
  static func entry(_ members: Members) -> AWSObject {
    var object: AWSObject = [:]
    object.set("networkAclId", members.object["NetworkAclId"])
    object.set("ruleNumber", members.object["RuleNumber"])
    object.set("egress", members.object["Egress"])
    object.set("ruleAction", members.object["RuleAction"])
    object["icmpTypeCode"] = numbers(members, "IcmpTypeCode")
    object["portRange"] = numbers(members, "PortRange")
    object.set("aclProtocol", members.object["Protocol"])
    object.set("cidrBlock", members.object["CidrBlock"])
    object.set("ipv6CidrBlock", members.object["Ipv6CidrBlock"])
    return object
  }

  private static func numbers(_ members: Members, _ name: String) -> AWSValue {
    var object: AWSObject = [:]
    for (key, value) in members.object(name) ?? [:] { object[key.withSmallFirstLetter] = value }
    return .object(object)
  }
}
