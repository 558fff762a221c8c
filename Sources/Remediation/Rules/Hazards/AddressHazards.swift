import AWS
import Documents

/// A filter on IPv4's world alone: the same port open to `::/0` passes unseen.
enum IPv4Only: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    let all = policy.permissions
    if all.contains(where: { $0.permission.node["CidrV6"] != nil }) { return [] }
    return all.compactMap { clause, permission in
      guard permission.comparesWorld else { return nil }
      let open = permission.permission(ipv4: [], ipv6: ["::/0"])
      let resource = policy.resource([permission.member: [open]])
      let twin = permission.with([("Cidr", nil), ("CidrV6", ["value": "::/0"])])
      let corrected: AWSValue = ["or": [clause.node.value, twin]]
      guard !policy.matches([clause.node.value], resource),
        policy.matches([corrected], resource)
      else { return nil }
      return Hazard(
        code: .ipv4Only, position: clause.node.position,
        message: "a rule that is open to all of IPv6 does not match", resource: resource,
        corrected: corrected)
    }
  }
}

/// `0.0.0.0/0` as text: its two halves together are the same, and equal neither.
enum WorldAsText: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    policy.permissions.compactMap { clause, permission in
      guard permission.comparesWorld else { return nil }
      let open = permission.permission(ipv4: ["0.0.0.0/1", "128.0.0.0/1"])
      let resource = policy.resource([permission.member: [open]])
      // No private network is larger than 10.0.0.0/8.
      let corrected = permission.with([
        ("Cidr", ["value_type": "cidr_size", "op": "lt", "value": 8])
      ])
      guard !policy.matches([clause.node.value], resource),
        policy.matches([corrected], resource)
      else { return nil }
      return Hazard(
        code: .worldAsText, position: clause.node.position,
        message: "a rule that is open to 0.0.0.0/1 and 128.0.0.0/1 does not match",
        resource: resource, corrected: corrected)
    }
  }
}

/// Ports without a protocol: UDP's port 22 is not SSH.
enum AnyProtocol: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    policy.permissions.compactMap { clause, permission in
      guard permission.node["Ports"] != nil || permission.node["OnlyPorts"] != nil,
        permission.node["IpProtocol"] == nil
      else { return nil }
      guard let harmless = policy.rule(meeting: permission, protocol: "udp") else { return nil }
      let resource = policy.resource([permission.member: [harmless]])
      let corrected = permission.with([("IpProtocol", "tcp")])
      guard policy.matches([clause.node.value], resource),
        !policy.matches([corrected], resource)
      else { return nil }
      return Hazard(
        code: .anyProtocol, position: clause.node.position,
        message: "ports are compared whatever the protocol: UDP, and the types of ICMP, match too",
        resource: resource, corrected: corrected)
    }
  }
}
